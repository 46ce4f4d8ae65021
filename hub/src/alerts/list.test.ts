/** How many alerts are listed, and which where there are more. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { MOST_ALERTS } from '#shared/protocol/alerts.ts';
import { migrations } from '../rooms.ts';
import { openStore, type Store } from '../store/database.ts';
import { alertsInCharge } from './charge.ts';
import { alertsOfSite } from './reads.ts';

let store: Store;
const numbers = (alerts: readonly { id: string }[]) => alerts.map(({ id }) => Number(id.slice(1)));

beforeAll(async () => {
  store = await openStore(':memory:', migrations);
  const decision = JSON.stringify({ decision: 'noted', note: '', by: 'user:supervisor', at: '' });
  // The first ten wait; of the others every third is of S1, and all are decided.
  const rows = Array.from({ length: MOST_ALERTS * 3 + 10 }, (_, n) => ({
    ...{ alert: `A${n + 1}`, number: n + 1, code: 'ABNORMAL_MARKS', values_json: '{"count":1}' },
    ...{ project: n < 5 ? 'P' : null, site: n % 3 === 0 ? 'S1' : 'S2', booth: null },
    ...{ raised_at: '2026-11-23T01:00:00.000Z', decision: n < 10 ? null : decision },
  }));
  for (let from = 0; from < rows.length; from += 100)
    await store
      .insertInto('alerts')
      .values(rows.slice(from, from + 100))
      .execute();
});
afterAll(() => store?.destroy());

it('lists the newest, after those that wait however old they are, all in one order', async () => {
  const listed = numbers(await alertsInCharge(store, null));
  expect(listed).toHaveLength(MOST_ALERTS);
  expect(listed.slice(-10)).toEqual([10, 9, 8, 7, 6, 5, 4, 3, 2, 1]);
  expect(listed[0]).toBe(MOST_ALERTS * 3 + 10);
  expect(listed).toEqual(listed.toSorted((a, b) => b - a));
});

it('has as many for who has one site in charge, though others have more', async () => {
  const listed = await alertsInCharge(store, ['S1']);
  expect(listed).toHaveLength(MOST_ALERTS);
  expect(new Set(listed.map(({ site }) => site))).toEqual(new Set(['S1']));
  expect(numbers(await alertsOfSite(store, 'S1'))).toEqual(numbers(listed));
});

it('lists those of one project by themselves, and none of them where it is not in charge', async () => {
  expect(numbers(await alertsInCharge(store, null, 'P'))).toEqual([5, 4, 3, 2, 1]);
  expect(await alertsInCharge(store, ['S1'], 'P')).toEqual([]);
});
