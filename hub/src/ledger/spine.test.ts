/** The spine on a real database file: what shares a transaction, what is taken back, who is told what and when. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Refusal } from '#shared/catalogue/refusal.ts';
import { ledgerEvents, ledgerFaults } from '#test/rehearsal/ledger-audit.ts';
import { migrations } from '../rooms.ts';
import { type Db, openStore, type Store } from '../store/database.ts';
import { venues } from '../venues/room.ts';
import type { Actor, Decision, NewEvent, Planned, Room, StoredEvent } from './command.ts';
import { lastActOf, Spine } from './spine.ts';

let directory: string;
let store: Store;
let spine: Spine;

const admin: Actor = { kind: 'user', id: 'sysadmin' };
const booth: Actor = { kind: 'booth', id: 'T1' };
const AT = '2026-11-23T01:00:00.000Z';

async function open(...rooms: Room[]): Promise<void> {
  store = await openStore(join(directory, 'kawei.db'), migrations);
  spine = await Spine.open({ store, rooms: [venues, ...rooms], now: () => new Date(AT) });
}

beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), 'kawei-spine-'));
  await open();
});
afterEach(async () => {
  await store.destroy();
  rmSync(directory, { recursive: true, force: true });
});

function site(id: string): NewEvent {
  return { type: 'site.created', subject: `site/${id}`, payload: { site: id, name: id, city: '江州市' } };
}

function decided(run: (db: Db) => Promise<Decision<string>> | Decision<string>): Planned<string> {
  return { name: 'test', run: async (db) => run(db) };
}

const creates = (...ids: string[]) => decided(() => ({ events: ids.map(site), answer: ids.join() }));
const refuses = decided(() => {
  throw new Refusal('SITE_EXISTS', { site: 'A' });
});
const throws = decided(() => {
  throw new Error('a bug');
});
/** Records an attempt and still refuses it. */
const refusesOnRecord = (id: string) =>
  decided(() => ({ events: [site(id)], answer: id, refusal: new Refusal('SITE_EXISTS', { site: id }) }));

const sites = async () => (await store.selectFrom('sites').select('site').execute()).map((row) => row.site);
const settled = (promises: readonly Promise<unknown>[]) =>
  Promise.allSettled(promises).then((all) => all.map(({ status }) => status));

function reacting(to: string, reactions: readonly Planned[]): Room {
  return {
    name: 'reacting',
    projection: {},
    reactions: { 'site.created': ({ payload }) => (payload.site === to ? reactions : []) },
  };
}

async function reopen(...rooms: Room[]): Promise<void> {
  await store.destroy();
  await open(...rooms);
}

describe('commands of one turn', () => {
  it('share a transaction; a refused or throwing one takes nothing of its neighbours with it', async () => {
    const commits: number[] = [];
    spine.onCommitted((events) => commits.push(events.length));
    const outcome = await settled([
      spine.do(creates('A'), admin),
      spine.do(refuses, admin),
      spine.do(creates('B', 'C'), admin),
      spine.do(throws, admin),
      spine.do(creates('D'), admin),
    ]);
    expect(outcome).toEqual(['fulfilled', 'rejected', 'fulfilled', 'rejected', 'fulfilled']);
    expect(commits).toEqual([4]);
    expect(await sites()).toEqual(['A', 'B', 'C', 'D']);
    expect((await ledgerEvents(store)).map(({ subject }) => subject)).toEqual([
      'site/A',
      'site/B',
      'site/C',
      'site/D',
    ]);
  });

  it('see what those before them in the transaction have done', async () => {
    const counting = decided(async (db) => {
      const rows = await db.selectFrom('sites').selectAll().execute();
      return { events: [], answer: String(rows.length) };
    });
    const answers = await Promise.all([spine.do(creates('A', 'B'), admin), spine.do(counting, admin)]);
    expect(answers).toEqual(['A,B', '2']);
  });

  it('are taken back whole when they fail after some of their events have been stored', async () => {
    const twice = creates('B', 'B'); // the second breaks the key of the read table
    const outcome = await settled([
      spine.do(creates('A'), admin),
      spine.do(twice, admin),
      spine.do(creates('C'), admin),
    ]);
    expect(outcome).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(await sites()).toEqual(['A', 'C']);
    expect(spine.size).toBe(2);
    expect(await ledgerFaults(store)).toEqual([]);
  });

  it('leave no gap in the numbers, whatever is refused, thrown or taken back', async () => {
    for (let turn = 0; turn < 12; turn++) {
      const id = (n: number) => `S${turn}-${n}`;
      await settled([
        spine.do(creates(id(0)), admin),
        spine.do(turn % 2 ? throws : refuses, admin),
        spine.do(creates(id(1), id(2), id(1)), admin),
        spine.do(refusesOnRecord(id(3)), admin),
        spine.doAct(turn % 3 ? creates(id(4), id(4)) : creates(id(4)), booth, {
          booth: 'T1',
          n: turn + 1,
          at: AT,
        }),
      ]);
    }
    expect(await ledgerFaults(store)).toEqual([]);
    const size = spine.size;
    expect(size).toBe(12 + 12 + 4);
    await reopen();
    expect(spine.size).toBe(size);
  });
});

describe('refusals', () => {
  it('with events are recorded and still answered as refused', async () => {
    await expect(spine.do(refusesOnRecord('A'), admin)).rejects.toMatchObject({ code: 'SITE_EXISTS' });
    expect(await sites()).toEqual(['A']);
    expect(spine.size).toBe(1);
  });

  it('without events change nothing', async () => {
    await expect(spine.do(refuses, admin)).rejects.toBeInstanceOf(Refusal);
    expect(spine.size).toBe(0);
  });
});

describe('reactions', () => {
  it('are done by the hub in the same transaction, and theirs after them, in order', async () => {
    const two = reacting('B', [creates('D')]);
    await reopen(reacting('A', [creates('B'), creates('C')]), two);
    const commits: string[][] = [];
    spine.onCommitted((events) => commits.push(events.map(({ subject }) => subject)));
    await spine.do(creates('A'), admin);
    expect(commits).toEqual([['site/A', 'site/B', 'site/C', 'site/D']]);
    expect((await ledgerEvents(store)).map(({ payload }) => payload.by)).toEqual([
      'user:sysadmin',
      'hub:hub',
      'hub:hub',
      'hub:hub',
    ]);
  });

  it.each([
    ['throws', throws],
    ['is refused', refuses],
    ['is refused on record', refusesOnRecord('X')],
  ])('take their command back when one %s', async (_how, failing) => {
    await reopen(reacting('A', [creates('B'), failing]));
    const outcome = await settled([spine.do(creates('A'), admin), spine.do(creates('Z'), admin)]);
    expect(outcome).toEqual(['rejected', 'fulfilled']);
    expect(await sites()).toEqual(['Z']);
    expect(await ledgerFaults(store)).toEqual([]);
  });

  it('that never end are stopped, and nothing of them is kept', async () => {
    let n = 0;
    const endless: Room = {
      name: 'endless',
      projection: {},
      reactions: {
        'site.created': () => {
          n += 1;
          return [creates(`N${n}`)];
        },
      },
    };
    await reopen(endless);
    await expect(spine.do(creates('A'), admin)).rejects.toThrow(/endless reactions/);
    expect(await sites()).toEqual([]);
    expect(spine.size).toBe(0);
  });
});

describe('acts', () => {
  const act = (n: number) => ({ booth: 'T1', n, at: '2026-11-23T00:59:00.000Z' });

  it('are done once; the same act again gets its first answer, after a restart too', async () => {
    let ran = 0;
    const counted = decided(() => {
      ran += 1;
      return { events: [site(`A${ran}`)], answer: '' };
    });
    expect(await spine.doAct(counted, booth, act(1))).toEqual({ refusal: null });
    expect(await spine.doAct(counted, booth, act(1))).toEqual({ refusal: null });
    await reopen();
    expect(await spine.doAct(counted, booth, act(1))).toEqual({ refusal: null });
    expect(ran).toBe(1);
    expect(await sites()).toEqual(['A1']);
  });

  it('that come twice in one turn are done once', async () => {
    const answers = await Promise.all([
      spine.doAct(creates('A'), booth, act(1)),
      spine.doAct(creates('B'), booth, act(1)),
      spine.doAct(creates('B'), { kind: 'booth', id: 'T2' }, { ...act(1), booth: 'T2' }),
    ]);
    expect(answers).toEqual([{ refusal: null }, { refusal: null }, { refusal: null }]);
    expect(await sites()).toEqual(['A', 'B']);
  });

  it('that are refused are stored as refused, and stay so when they would now be done', async () => {
    const first = await spine.doAct(refuses, booth, act(1));
    expect(first.refusal).toMatchObject({ code: 'SITE_EXISTS', message: { zh: expect.any(String) } });
    expect(await spine.doAct(creates('A'), booth, act(1))).toEqual(first);
    expect(await sites()).toEqual([]);
    expect(await lastActOf(store, 'T1')).toBe(1);
  });

  it('that are refused on record keep their events', async () => {
    expect((await spine.doAct(refusesOnRecord('A'), booth, act(1))).refusal?.code).toBe('SITE_EXISTS');
    expect(await sites()).toEqual(['A']);
  });

  it('whose reaction is refused are stored as refused, without their events', async () => {
    await reopen(reacting('A', [refuses]));
    expect((await spine.doAct(creates('A'), booth, act(1))).refusal?.code).toBe('SITE_EXISTS');
    expect(await sites()).toEqual([]);
    expect(spine.size).toBe(0);
    expect(await lastActOf(store, 'T1')).toBe(1);
  });

  it('that fail for a bug are not stored: the booth will come with them again', async () => {
    await expect(spine.doAct(throws, booth, act(1))).rejects.toThrow('a bug');
    expect(await lastActOf(store, 'T1')).toBe(0);
    expect(await spine.doAct(creates('A'), booth, act(1))).toEqual({ refusal: null });
  });

  it('carry the booth’s own time into the record, and reactions do not', async () => {
    await reopen(reacting('A', [creates('B')]));
    await spine.doAct(creates('A'), booth, act(1));
    const [own, reaction] = await ledgerEvents(store);
    expect(own?.payload).toMatchObject({ by: 'booth:T1', boothAt: act(1).at });
    expect(reaction?.payload).not.toHaveProperty('boothAt');
  });
});

describe('listeners', () => {
  it('hear each commit once, in order, after it and before its answer', async () => {
    const heard: string[] = [];
    const stop = spine.onCommitted((events) => heard.push(...events.map(({ subject }) => subject)));
    const answered = (id: string) => spine.do(creates(id), admin).then(() => heard.push(`answer ${id}`));
    await answered('A');
    await Promise.all([answered('B'), spine.do(refuses, admin).catch(() => {})]);
    stop();
    await answered('C');
    expect(heard).toEqual(['site/A', 'answer A', 'site/B', 'answer B', 'answer C']);
  });

  it('find what they are told of on the disk, and hear nothing of what is not stored', async () => {
    const looked: Promise<[string, string[]]>[] = [];
    spine.onCommitted((events: readonly StoredEvent[]) => {
      looked.push(sites().then((found) => [events.map(({ subject }) => subject).join(), found]));
    });
    await settled([spine.do(throws, admin), spine.do(creates('A', 'A'), admin)]);
    await spine.do(creates('A'), admin);
    await spine.do(creates('B'), admin);
    expect(await Promise.all(looked)).toEqual([
      ['site/A', expect.arrayContaining(['A'])],
      ['site/B', ['A', 'B']],
    ]);
  });

  it('that fail take nobody’s answer away, nor the next listener’s news', async () => {
    const heard: string[] = [];
    spine.onCommitted(() => {
      throw new Error('a listener with a bug');
    });
    spine.onCommitted((events) => heard.push(...events.map(({ subject }) => subject)));
    expect(await spine.do(creates('A'), admin)).toBe('A');
    expect(await spine.do(creates('B'), admin)).toBe('B');
    expect(heard).toEqual(['site/A', 'site/B']);
  });

  it('may hand in a command of their own', async () => {
    const followed = new Promise<string>((resolve, reject) => {
      const stop = spine.onCommitted(() => {
        stop();
        spine.do(creates('B'), admin).then(resolve, reject);
      });
    });
    await spine.do(creates('A'), admin);
    expect(await followed).toBe('B');
    await spine.idle();
    expect(await sites()).toEqual(['A', 'B']);
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
    await reopen(lateFault);
    await sql`create table late (of integer references nowhere (id) deferrable initially deferred)`.execute(
      store,
    );
    await sql`create table nowhere (id integer primary key)`.execute(store);
  }

  it('answers failure to everybody in it, leaves nothing, and the next commit is as if it had not been', async () => {
    await withLateFault();
    await spine.do(creates('A'), admin);
    const heard: string[] = [];
    spine.onCommitted((events) => heard.push(...events.map(({ subject }) => subject)));
    const outcome = await Promise.allSettled([
      spine.do(creates('B'), admin),
      spine.do(refuses, admin),
      spine.doAct(creates('LATE'), booth, { booth: 'T1', n: 1, at: AT }),
    ]);
    expect(outcome.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected']);
    expect(outcome[0]).toMatchObject({ reason: { message: expect.stringContaining('FOREIGN KEY') } });
    expect(heard).toEqual([]);
    expect([await sites(), spine.size, await lastActOf(store, 'T1')]).toEqual([['A'], 1, 0]);
    await spine.do(creates('B'), admin);
    await spine.doAct(creates('C'), booth, { booth: 'T1', n: 1, at: AT });
    expect(heard).toEqual(['site/B', 'site/C']);
    await reopen();
    expect(await sites()).toEqual(['A', 'B', 'C']);
    expect(await ledgerFaults(store)).toEqual([]);
  });

  it('on a full disk: nothing of it is stored, what was is kept, and work goes on when there is room', async () => {
    await spine.do(creates('A'), admin);
    const { rows } = await sql<{ page_count: number }>`pragma page_count`.execute(store);
    await sql.raw(`pragma max_page_count = ${rows[0]?.page_count ?? 0}`).execute(store);
    const many = Array.from({ length: 400 }, (_, n) => `FULL-${n}`);
    const outcome = await Promise.allSettled([
      spine.do(creates('B'), admin),
      spine.do(creates(...many), admin),
      spine.do(creates('C'), admin),
    ]);
    expect(outcome[1]).toMatchObject({
      status: 'rejected',
      reason: { message: expect.stringMatching(/full/) },
    });
    const told = ['B', '', 'C'].filter((_, n) => outcome[n]?.status === 'fulfilled');
    expect(await sites()).toEqual(['A', ...told]);
    expect(spine.size).toBe(1 + told.length);
    await sql`pragma max_page_count = 1000000`.execute(store);
    await spine.do(creates('D'), admin);
    await reopen();
    expect(await sites()).toEqual(['A', ...told, 'D']);
    expect(await ledgerFaults(store)).toEqual([]);
  });
});
