/** After the commit, and when it fails: who is told what and when. */
import { sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import {
  AT,
  admin,
  bareSpine,
  booth,
  creates,
  refuses,
  settled,
  throws,
} from '#test/rehearsal/bare-spine.ts';
import { ledgerFaults } from '#test/rehearsal/ledger-audit.ts';
import { lastActOf } from './booth-acts.ts';
import type { Room, StoredEvent } from './command.ts';

const bench = bareSpine();

describe('listeners', () => {
  it('hear each commit once, in order, after it and before its answer', async () => {
    const heard: string[] = [];
    const stop = bench().spine.onCommitted((events) => heard.push(...events.map(({ subject }) => subject)));
    const answered = (id: string) =>
      bench()
        .spine.do(creates(id), admin)
        .then(() => heard.push(`answer ${id}`));
    await answered('A');
    await Promise.all([
      answered('B'),
      bench()
        .spine.do(refuses, admin)
        .catch(() => {}),
    ]);
    stop();
    await answered('C');
    expect(heard).toEqual(['site/A', 'answer A', 'site/B', 'answer B', 'answer C']);
  });

  it('find what they are told of on the disk, and hear nothing of what is not stored', async () => {
    const looked: Promise<[string, string[]]>[] = [];
    bench().spine.onCommitted((events: readonly StoredEvent[]) => {
      looked.push(
        bench()
          .sites()
          .then((found) => [events.map(({ subject }) => subject).join(), found]),
      );
    });
    await settled([bench().spine.do(throws, admin), bench().spine.do(creates('A', 'A'), admin)]);
    await bench().spine.do(creates('A'), admin);
    await bench().spine.do(creates('B'), admin);
    expect(await Promise.all(looked)).toEqual([
      ['site/A', expect.arrayContaining(['A'])],
      ['site/B', ['A', 'B']],
    ]);
  });

  it('that fail take nobody’s answer away, nor the next listener’s news', async () => {
    const heard: string[] = [];
    bench().spine.onCommitted(() => {
      throw new Error('a listener with a bug');
    });
    bench().spine.onCommitted((events) => heard.push(...events.map(({ subject }) => subject)));
    expect(await bench().spine.do(creates('A'), admin)).toBe('A');
    expect(await bench().spine.do(creates('B'), admin)).toBe('B');
    expect(heard).toEqual(['site/A', 'site/B']);
  });

  it('may hand in a command of their own', async () => {
    const followed = new Promise<string>((resolve, reject) => {
      const stop = bench().spine.onCommitted(() => {
        stop();
        bench().spine.do(creates('B'), admin).then(resolve, reject);
      });
    });
    await bench().spine.do(creates('A'), admin);
    expect(await followed).toBe('B');
    await bench().spine.idle();
    expect(await bench().sites()).toEqual(['A', 'B']);
  });
});

describe('a commit that fails', () => {
  /** A read table whose faults come to light at the commit, as a disk's do: a deferred foreign key. */
  const lateFault: Room = {
    name: 'late-fault',
    projection: {
      'site.created': async (db, { payload }) => {
        if (payload.site === 'LATE') await sql`insert into late values (1)`.execute(db);
      },
    },
  };

  async function withLateFault(): Promise<void> {
    await bench().reopen(lateFault);
    const { store } = bench();
    await sql`create table nowhere (id integer primary key)`.execute(store);
    await sql`create table late (of_id integer references nowhere (id) deferrable initially deferred)`.execute(
      store,
    );
  }

  it('answers failure to everybody in it, leaves nothing, and the next commit is as if it had not been', async () => {
    await withLateFault();
    await bench().spine.do(creates('A'), admin);
    const heard: string[] = [];
    bench().spine.onCommitted((events) => heard.push(...events.map(({ subject }) => subject)));
    const outcome = await Promise.allSettled([
      bench().spine.do(creates('B'), admin),
      bench().spine.do(refuses, admin),
      bench().spine.doAct(creates('LATE'), booth, { booth: 'T1', n: 1, at: AT }),
    ]);
    expect(outcome.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected']);
    expect(outcome[0]).toMatchObject({ reason: { message: expect.stringMatching(/foreign key/i) } });
    expect(heard).toEqual([]);
    expect([await bench().sites(), bench().spine.size, await lastActOf(bench().store, 'T1')]).toEqual([
      ['A'],
      1,
      0,
    ]);
    await bench().spine.do(creates('B'), admin);
    await bench().spine.doAct(creates('C'), booth, { booth: 'T1', n: 1, at: AT });
    expect(heard).toEqual(['site/B', 'site/C']);
    await bench().reopen();
    expect(await bench().sites()).toEqual(['A', 'B', 'C']);
    expect(await ledgerFaults(bench().store)).toEqual([]);
  });
});
