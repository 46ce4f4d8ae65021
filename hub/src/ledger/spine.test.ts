/** The spine on a real database file: what shares a transaction, what is taken back, what is done once. */
import { describe, expect, it } from 'vitest';
import { Refusal } from '#shared/catalogue/refusal.ts';
import {
  AT,
  admin,
  bareSpine,
  booth,
  creates,
  decided,
  reacting,
  refuses,
  refusesOnRecord,
  settled,
  site,
  throws,
} from '#test/rehearsal/bare-spine.ts';
import { ledgerEvents, ledgerFaults } from '#test/rehearsal/ledger-audit.ts';
import type { Room } from './command.ts';
import { lastActOf } from './spine.ts';

const bench = bareSpine();

describe('commands of one turn', () => {
  it('share a transaction; a refused or throwing one takes nothing of its neighbours with it', async () => {
    const commits: number[] = [];
    bench().spine.onCommitted((events) => commits.push(events.length));
    const outcome = await settled([
      bench().spine.do(creates('A'), admin),
      bench().spine.do(refuses, admin),
      bench().spine.do(creates('B', 'C'), admin),
      bench().spine.do(throws, admin),
      bench().spine.do(creates('D'), admin),
    ]);
    expect(outcome).toEqual(['fulfilled', 'rejected', 'fulfilled', 'rejected', 'fulfilled']);
    expect(commits).toEqual([4]);
    expect(await bench().sites()).toEqual(['A', 'B', 'C', 'D']);
    expect((await ledgerEvents(bench().store)).map(({ subject }) => subject)).toEqual([
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
    const answers = await Promise.all([
      bench().spine.do(creates('A', 'B'), admin),
      bench().spine.do(counting, admin),
    ]);
    expect(answers).toEqual(['A,B', '2']);
  });

  it('are taken back whole when they fail after some of their events have been stored', async () => {
    const twice = creates('B', 'B'); // the second breaks the key of the read table
    const outcome = await settled([
      bench().spine.do(creates('A'), admin),
      bench().spine.do(twice, admin),
      bench().spine.do(creates('C'), admin),
    ]);
    expect(outcome).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(await bench().sites()).toEqual(['A', 'C']);
    expect(bench().spine.size).toBe(2);
    expect(await ledgerFaults(bench().store)).toEqual([]);
  });

  it('leave no gap in the numbers, whatever is refused, thrown or taken back', async () => {
    for (let turn = 0; turn < 12; turn++) {
      const id = (n: number) => `S${turn}-${n}`;
      await settled([
        bench().spine.do(creates(id(0)), admin),
        bench().spine.do(turn % 2 ? throws : refuses, admin),
        bench().spine.do(creates(id(1), id(2), id(1)), admin),
        bench().spine.do(refusesOnRecord(id(3)), admin),
        bench().spine.doAct(turn % 3 ? creates(id(4), id(4)) : creates(id(4)), booth, {
          booth: 'T1',
          n: turn + 1,
          at: AT,
        }),
      ]);
    }
    expect(await ledgerFaults(bench().store)).toEqual([]);
    const size = bench().spine.size;
    expect(size).toBe(12 + 12 + 4);
    await bench().reopen();
    expect(bench().spine.size).toBe(size);
  });
});

describe('refusals', () => {
  it('with events are recorded and still answered as refused', async () => {
    await expect(bench().spine.do(refusesOnRecord('A'), admin)).rejects.toMatchObject({
      code: 'SITE_EXISTS',
    });
    expect(await bench().sites()).toEqual(['A']);
    expect(bench().spine.size).toBe(1);
  });

  it('without events change nothing', async () => {
    await expect(bench().spine.do(refuses, admin)).rejects.toBeInstanceOf(Refusal);
    expect(bench().spine.size).toBe(0);
  });
});

describe('reactions', () => {
  it('are done by the hub in the same transaction, and theirs after them, in order', async () => {
    const two = reacting('B', [creates('D')]);
    await bench().reopen(reacting('A', [creates('B'), creates('C')]), two);
    const commits: string[][] = [];
    bench().spine.onCommitted((events) => commits.push(events.map(({ subject }) => subject)));
    await bench().spine.do(creates('A'), admin);
    expect(commits).toEqual([['site/A', 'site/B', 'site/C', 'site/D']]);
    expect((await ledgerEvents(bench().store)).map(({ payload }) => payload.by)).toEqual([
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
    await bench().reopen(reacting('A', [creates('B'), failing]));
    const outcome = await settled([
      bench().spine.do(creates('A'), admin),
      bench().spine.do(creates('Z'), admin),
    ]);
    expect(outcome).toEqual(['rejected', 'fulfilled']);
    expect(await bench().sites()).toEqual(['Z']);
    expect(await ledgerFaults(bench().store)).toEqual([]);
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
    await bench().reopen(endless);
    await expect(bench().spine.do(creates('A'), admin)).rejects.toThrow(/endless reactions/);
    expect(await bench().sites()).toEqual([]);
    expect(bench().spine.size).toBe(0);
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
    expect(await bench().spine.doAct(counted, booth, act(1))).toEqual({ refusal: null });
    expect(await bench().spine.doAct(counted, booth, act(1))).toEqual({ refusal: null });
    await bench().reopen();
    expect(await bench().spine.doAct(counted, booth, act(1))).toEqual({ refusal: null });
    expect(ran).toBe(1);
    expect(await bench().sites()).toEqual(['A1']);
  });

  it('that come twice in one turn are done once', async () => {
    const answers = await Promise.all([
      bench().spine.doAct(creates('A'), booth, act(1)),
      bench().spine.doAct(creates('B'), booth, act(1)),
      bench().spine.doAct(creates('B'), { kind: 'booth', id: 'T2' }, { ...act(1), booth: 'T2' }),
    ]);
    expect(answers).toEqual([{ refusal: null }, { refusal: null }, { refusal: null }]);
    expect(await bench().sites()).toEqual(['A', 'B']);
  });

  it('that are refused are stored as refused, and stay so when they would now be done', async () => {
    const first = await bench().spine.doAct(refuses, booth, act(1));
    expect(first.refusal).toMatchObject({ code: 'SITE_EXISTS', message: { zh: expect.any(String) } });
    expect(await bench().spine.doAct(creates('A'), booth, act(1))).toEqual(first);
    expect(await bench().sites()).toEqual([]);
    expect(await lastActOf(bench().store, 'T1')).toBe(1);
  });

  it('that are refused on record keep their events', async () => {
    expect((await bench().spine.doAct(refusesOnRecord('A'), booth, act(1))).refusal?.code).toBe(
      'SITE_EXISTS',
    );
    expect(await bench().sites()).toEqual(['A']);
  });

  it('whose reaction is refused are stored as refused, without their events', async () => {
    await bench().reopen(reacting('A', [refuses]));
    expect((await bench().spine.doAct(creates('A'), booth, act(1))).refusal?.code).toBe('SITE_EXISTS');
    expect(await bench().sites()).toEqual([]);
    expect(bench().spine.size).toBe(0);
    expect(await lastActOf(bench().store, 'T1')).toBe(1);
  });

  it('that fail for a bug are not stored: the booth will come with them again', async () => {
    await expect(bench().spine.doAct(throws, booth, act(1))).rejects.toThrow('a bug');
    expect(await lastActOf(bench().store, 'T1')).toBe(0);
    expect(await bench().spine.doAct(creates('A'), booth, act(1))).toEqual({ refusal: null });
  });

  it('that come together share a commit; after one that fails those of the same booth wait for it', async () => {
    const outcomes = await Promise.allSettled([
      bench().spine.doAct(creates('A'), booth, act(1)),
      bench().spine.doAct(refuses, booth, act(2)),
      bench().spine.doAct(throws, booth, act(3)),
      bench().spine.doAct(creates('B'), booth, act(4)),
      bench().spine.doAct(creates('C'), { kind: 'booth', id: 'T2' }, { ...act(1), booth: 'T2' }),
    ]);
    expect(outcomes.map(({ status }) => status)).toEqual([
      ...['fulfilled', 'fulfilled', 'rejected', 'rejected', 'fulfilled'],
    ]);
    expect(await bench().sites()).toEqual(['A', 'C']);
    expect(await lastActOf(bench().store, 'T1')).toBe(2);
  });

  it('carry the booth’s own time into the record, and reactions do not', async () => {
    await bench().reopen(reacting('A', [creates('B')]));
    await bench().spine.doAct(creates('A'), booth, act(1));
    const [own, reaction] = await ledgerEvents(bench().store);
    expect(own?.payload).toMatchObject({ by: 'booth:T1', boothAt: act(1).at });
    expect(reaction?.payload).not.toHaveProperty('boothAt');
  });
});
