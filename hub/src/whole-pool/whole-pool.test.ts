/** Work on the whole pool: the same on the thread as at hand, from the pool as it is now. */
import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { hubActor, plan } from '#hub/ledger/command.ts';
import { Spine } from '#hub/ledger/spine.ts';
import { suspend } from '#hub/pool/decide.ts';
import { importList } from '#hub/pool/import.ts';
import { migrations, rooms } from '#hub/rooms.ts';
import { openStore, type Store } from '#hub/store/database.ts';
import { createSite } from '#hub/venues/decide.ts';
import { poolList } from '#test/pages/admin-fixtures.ts';
import { smallProject } from '#test/rehearsal/evaluation.ts';
import { WholePool } from './whole-pool.ts';

const now = () => new Date('2026-11-20T01:00:00.000Z');
let store: Store;
let spine: Spine;
let onThread: WholePool;
let atHand: WholePool;

beforeAll(async () => {
  store = await openStore(':memory:', migrations);
  spine = await Spine.open({ store, rooms, now });
  onThread = new WholePool(store, randomBytes, 0);
  atHand = new WholePool(store, randomBytes);
  await spine.do(plan(createSite, { id: 'HF', name: '合肥', city: '合肥市' }), hubActor);
});
afterAll(async () => {
  await onThread.close();
  await store.destroy();
});

const experts = poolList('HF', 900).map((one, index) => ({ ...one, badge: `ZJ-${index}` }));
const list = (some: readonly object[]) => new TextEncoder().encode(JSON.stringify({ experts: some }));
const parts = () => ({ spine, store, now, random: randomBytes });
const panel = { ...smallProject().panel, categories: [{ id: experts[0]?.categories[0] ?? '', count: 5 }] };
const project = { ...smallProject(), panel };
const weigh = (pool: WholePool) =>
  pool.ask('weigh-project', { project, day: '2026-11-23' }).then(({ output }) => output);

it('says the same on the thread as at hand, and learns what has changed', async () => {
  const hub = { ...parts(), wholePool: onThread };
  expect(await importList(hub, { list: list(experts), from: 'request' }, hubActor)).toEqual({
    imported: 900,
  });
  const before = await weigh(onThread);
  expect(before.candidates).toBeGreaterThan(100);
  expect(await weigh(atHand)).toEqual(before);
  const [first] = experts;
  const suspension = { from: '2026-11-20', until: null, reason: '核查' };
  await spine.do(plan(suspend, { expert: first?.id ?? '', ...suspension }), hubActor);
  expect((await weigh(onThread)).rules).toMatchObject([{ rule: 'suspended', count: 1 }]);
  expect(await weigh(atHand)).toEqual(await weigh(onThread));
});

it('refuses on the thread as at hand', async () => {
  const spoilt = list(experts.map((one) => ({ ...one, badge: 'SAME' })));
  for (const wholePool of [onThread, atHand])
    await expect(
      importList({ ...parts(), wholePool }, { list: spoilt, from: 'request' }, hubActor),
    ).rejects.toMatchObject({ code: 'POOL_INVALID', values: { count: 899 } });
});

it('a list that another overtakes, or under which the pool changes, leaves the pool as it was', async () => {
  const changed = experts.map((one) => ({ ...one, employer: '新单位' }));
  const overtaken = importList(
    { ...parts(), wholePool: atHand },
    { list: list(changed), from: 'request' },
    hubActor,
  );
  const other = importList(
    { ...parts(), wholePool: onThread },
    { list: list(experts), from: 'request' },
    hubActor,
  );
  const ends = await Promise.allSettled([overtaken, other]);
  const codes = ends.map((end) => (end.status === 'rejected' ? end.reason.code : 'done'));
  expect(codes).toContain('done');
  for (const code of codes) expect(['done', 'POOL_OVERTAKEN']).toContain(code);
  const kept = await store.selectFrom('experts').select('employer').distinct().execute();
  const names = kept.map(({ employer }) => employer);
  // All of one list or all of the other.
  expect(names.includes('新单位') ? names : new Set(names)).toEqual(
    names.includes('新单位') ? ['新单位'] : new Set(experts.map(({ employer }) => employer)),
  );
  expect(await store.selectFrom('arriving_experts').selectAll().execute()).toEqual([]);
});
