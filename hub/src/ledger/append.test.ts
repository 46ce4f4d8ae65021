/** What is appended to the ledger stays as it is, can be checked by anyone, and fits its schema. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { hexOf } from '#shared/canonical/index.ts';
import { leafBytes, leafHash, payloadDigest } from '#shared/ledger/leaf.ts';
import { freshPlace } from '#test/databases/place.ts';
import { ledgerFaults } from '#test/rehearsal/ledger-audit.ts';
import { migrations } from '../rooms.ts';
import { openStore, type Store } from '../store/database.ts';
import { appendEvents, ledgerSize } from './append.ts';
import type { NewEvent } from './command.ts';

let directory: string;
let store: Store;

beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), 'kawei-append-'));
  store = await openStore(await freshPlace(directory), migrations);
});
afterEach(async () => {
  await store.destroy();
  rmSync(directory, { recursive: true, force: true });
});

const AT = '2026-11-23T01:00:00.000Z';
const cause = { by: 'user:sysadmin' };

function siteCreated(site: string): NewEvent {
  return { type: 'site.created', subject: `site/${site}`, payload: { site, name: '主场', city: '江州市' } };
}

const append = (news: readonly NewEvent[], firstSeq = 0) =>
  appendEvents(store, news, { at: AT, cause, firstSeq });

describe('entries', () => {
  it('stand from 0 on, without a gap, and the size is the number of the next', async () => {
    expect(await ledgerSize(store)).toBe(0);
    const first = await append([siteCreated('A'), siteCreated('B')]);
    expect(first.map(({ seq }) => seq)).toEqual([0, 1]);
    expect(await ledgerSize(store)).toBe(2);
    const [third] = await append([siteCreated('C')], 2);
    expect(third?.seq).toBe(2);
    expect(await ledgerSize(store)).toBe(3);
    expect(await ledgerFaults(store)).toEqual([]);
  });

  it('carry who caused them, and their leaf comes out again from what is stored', async () => {
    await append([siteCreated('A')]);
    const row = await store.selectFrom('ledger').selectAll().executeTakeFirstOrThrow();
    const payload = { by: 'user:sysadmin', city: '江州市', name: '主场', site: 'A' };
    expect(JSON.parse(row.payload)).toEqual(payload);
    expect(row.digest).toBe(payloadDigest(row.salt, payload));
    const leaf = { at: AT, digest: row.digest, seq: 0, subject: 'site/A', type: 'site.created' };
    expect(hexOf(row.leaf_hash)).toBe(hexOf(leafHash(leafBytes(leaf))));
  });

  it('of the same payload have different digests: nobody can guess a payload from its leaf', async () => {
    await append([siteCreated('A'), siteCreated('A')]);
    const rows = await store.selectFrom('ledger').select(['salt', 'digest', 'payload']).execute();
    expect(rows[0]?.payload).toBe(rows[1]?.payload);
    expect(rows[0]?.digest).not.toBe(rows[1]?.digest);
    expect(rows.map(({ salt }) => salt.length)).toEqual([16, 16]);
  });

  it('outside their schema are a bug, told with the place', async () => {
    const wrong = { ...siteCreated('A'), payload: { site: 'A', name: '主场', mayor: '某' } } as unknown;
    await expect(append([wrong as NewEvent])).rejects.toThrow(/site\.created.*(city|mayor)/s);
    expect(await ledgerSize(store)).toBe(0);
  });

  it('leave no gap: another than the next number is not taken', async () => {
    await append([siteCreated('A')]);
    await expect(append([siteCreated('C')], 2)).rejects.toThrow(/next entry/);
    expect(await ledgerSize(store)).toBe(1);
  });

  it('cannot be changed, taken away or put in the place of another, by whatever statement', async () => {
    await append([siteCreated('A'), siteCreated('B')]);
    const before = await store.selectFrom('ledger').selectAll().execute();
    const [first] = before;
    if (!first) throw new Error('empty');
    const attempts = [
      () => store.updateTable('ledger').set({ payload: '{}' }).where('seq', '=', 0).execute(),
      () => store.updateTable('ledger').set({ seq: 9 }).where('seq', '=', 1).execute(),
      () => store.deleteFrom('ledger').where('seq', '=', 1).execute(),
      () => store.deleteFrom('ledger').execute(),
      () => store.insertInto('ledger').values(first).execute(),
      () => () =>
        store
          .replaceInto('ledger')
          .values({ ...first, payload: '{}' })
          .execute(),
    ];
    for (const [n, attempt] of attempts.entries()) await expect(attempt(), `attempt ${n}`).rejects.toThrow();
    expect(await store.selectFrom('ledger').selectAll().execute()).toEqual(before);
  });
});
