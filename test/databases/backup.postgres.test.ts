/** Back-ups of PostgreSQL: of one moment while hubs write, checked, and restored to either database. */
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type KyselyPlugin, sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startHub } from '#hub/hub.ts';
import { hubActor, plan } from '#hub/ledger/command.ts';
import { backUp, checkData, type Recovery, restore } from '#hub/recovery/backup.ts';
import { migrations } from '#hub/rooms.ts';
import { readSettings } from '#hub/settings.ts';
import { copyRows, copyStore } from '#hub/store/copy.ts';
import { openStore, type Store } from '#hub/store/database.ts';
import { createSite } from '#hub/venues/decide.ts';
import { recoveryOf } from '../faults/aftermath.ts';
import { Child } from '../faults/child.ts';
import { type Copy, Morning } from '../faults/morning.ts';
import { StubbornBooth } from '../faults/stubborn-booth.ts';
import { emptyPostgres } from './place.ts';

let morning: Morning;
let source: Copy;
let recovery: Recovery;
const directory = mkdtempSync(join(tmpdir(), 'kawei-backup-'));
const at = new Date('2026-11-24T01:00:00.000Z');

beforeAll(async () => {
  morning = await Morning.prepare();
  source = await morning.copy();
  recovery = recoveryOf(readSettings(source.environment));
});
afterAll(() => {
  morning.end();
  rmSync(directory, { recursive: true, force: true });
});

const allHold = async (own: Recovery, data: string) =>
  (await checkData(own, data))
    .filter(({ holds }) => !holds)
    .map(({ text, place }) => `${text.en} ${place ?? ''}`);

/** A store that counts the rows of each answer. */
function batchesRead(store: Store): { store: Store; lengths: number[] } {
  const lengths: number[] = [];
  const counting: KyselyPlugin = {
    transformQuery: ({ node }) => node,
    transformResult: async ({ result }) => {
      lengths.push(result.rows.length);
      return result;
    },
  };
  return { store: store.withPlugin(counting), lengths };
}

test('taken while a hub writes, restored to SQLite and to PostgreSQL, from which the hub goes on', async () => {
  const hub = await startHub(readSettings(source.environment));
  expect(await new StubbornBooth(morning.signing, [morning.consent]).work(hub.address)).toBe(true);
  let writing = true;
  const busy = (async () => {
    for (let n = 0; writing; n++)
      await hub.hub.spine.do(plan(createSite, { id: `N${n}`, name: `N${n}`, city: '江州市' }), hubActor);
  })();
  const out = join(directory, 'out');
  const manifest = await backUp(recovery, { data: source.data, out, withKeys: true, at });
  writing = false;
  await busy;
  await hub.close();
  expect(hub.hub.spine.size).toBeGreaterThanOrEqual(manifest.size);
  expect(await allHold(recovery, source.data)).toEqual([]);

  const file = join(directory, 'to-file');
  const toFile = { ...recovery, database: '' };
  expect(await restore(toFile, { from: out, data: file, identity: undefined })).toEqual(manifest);
  expect(await allHold(toFile, file)).toEqual([]);

  const elsewhere = { ...recovery, database: await emptyPostgres() };
  const data = join(directory, 'to-postgres');
  expect(await restore(elsewhere, { from: out, data, identity: undefined })).toEqual(manifest);
  expect(existsSync(join(data, 'kawei.db'))).toBe(false);
  expect(await allHold(elsewhere, data)).toEqual([]);
  const again = await startHub(
    readSettings({ ...source.environment, KAWEI_DATA: data, KAWEI_DATABASE_URL: elsewhere.database }),
  );
  expect(again.hub.spine.size).toBe(manifest.size);
  expect(
    await new StubbornBooth(morning.helping, [{ kind: 'trouble', what: 'help' }]).work(again.address),
  ).toBe(true);
  await again.close();
  expect(await allHold(elsewhere, data)).toEqual([]);

  // What holds anything is not overwritten.
  const refused = restore(elsewhere, { from: out, data: join(directory, 'more'), identity: undefined });
  await expect(refused).rejects.toMatchObject({ code: 'RESTORE_EXISTS' });
  expect(existsSync(join(directory, 'more'))).toBe(false);
});

test('a restoration killed around its commit is begun again, and ends as if nothing had been', async () => {
  const backup = join(directory, 'to-kill');
  await backUp(recovery, { data: source.data, out: backup, withKeys: true, at });
  const restoring = async (name: string, fault?: string) => {
    const own = { ...recovery, database: await emptyPostgres() };
    const data = join(directory, name);
    const environment = { ...source.environment, KAWEI_DATABASE_URL: own.database };
    const planted = { side: 'hub', ...(fault && { at: fault }) } as const;
    const child = Child.kawei(['admin', 'restore', backup, '--data', data], planted, environment);
    return { own, data, steps: child.steps, ended: await child.ended() };
  };
  const whole = await restoring('unharmed');
  expect(whole.ended).toBe(0);
  for (const step of ['commit.before', 'commit.after'] as const) {
    const { own, data, ended } = await restoring(step, `${step} ${whole.steps.get(step)} kill`);
    expect([ended, existsSync(data)]).toEqual(['SIGKILL', false]);
    await restore(own, { from: backup, data, identity: undefined });
    expect(await allHold(own, data)).toEqual([]);
    expect(existsSync(`${data}.part`)).toBe(false);
  }
});

test('tables of many rows are copied, though writing them takes longer than a session may say nothing', async () => {
  const marks = (store: Store) =>
    store.selectFrom('draft_marks').selectAll().orderBy('project').orderBy('item').execute();
  const place = await emptyPostgres();
  const filled = await openStore(place, migrations);
  await sql`insert into draft_marks (project, expert, bidder, item, mark)
            select 'P' || (n / 500), 'E', 'B', 'T' || n, n from generate_series(1, 5000) n`.execute(filled);
  const kept = await marks(filled);
  await filled.destroy();

  const impatient = '?options=-c%20idle_in_transaction_session_timeout%3D20';
  const from = await openStore(`${place}${impatient}`, migrations);
  const file = join(directory, 'many.db');
  await copyStore(from, file, migrations);
  await from.destroy();
  const copy = await openStore(file, migrations);
  expect(await marks(copy)).toEqual(kept);

  const to = await openStore(await emptyPostgres(), migrations);
  const read = batchesRead(copy);
  await to.transaction().execute((db) => copyRows(read.store, db));
  expect(await marks(to)).toEqual(kept);
  expect(Math.max(...read.lengths)).toBeLessThan(1000);
  await Promise.all([copy.destroy(), to.destroy()]);
});
