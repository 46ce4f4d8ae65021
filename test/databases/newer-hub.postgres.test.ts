/** A hub of a newer version migrates the database that others are on: none of an earlier version writes to it any more. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { type RunningHub, startHub } from '#hub/hub.ts';
import { ledgerSize } from '#hub/ledger/append.ts';
import { hubActor, plan } from '#hub/ledger/command.ts';
import { backUp, checkData } from '#hub/recovery/backup.ts';
import { migrations } from '#hub/rooms.ts';
import { readSettings } from '#hub/settings.ts';
import { executedMigrations, openStore } from '#hub/store/database.ts';
import { takeTurn } from '#hub/store/turn.ts';
import { createSite } from '#hub/venues/decide.ts';
import { recoveryOf, withStore } from '../faults/aftermath.ts';
import { Child } from '../faults/child.ts';
import { freshPostgres } from './place.ts';

const SOON = 20_000;
/** What a newer version of the program has: one migration more. */
const newer = { ...migrations, '9999-tomorrow': { up: () => Promise.resolve() } };

let directory: string;
let place: string;
let environment: Record<string, string>;

beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), 'kawei-newer-'));
  place = await freshPostgres();
  environment = {
    KAWEI_PORT: '0',
    KAWEI_BOOTH_LINES: 'token',
    KAWEI_DATA: join(directory, 'hub'),
    KAWEI_DATABASE_URL: place,
  };
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

const migrate = async () => (await openStore(place, newer)).destroy();

const site = ({ hub }: RunningHub, id: string) =>
  hub.spine.do(plan(createSite, { id, name: id, city: '江州市' }), hubActor);

test('a hub of an earlier version writes nothing more, and can be read until it is closed', async () => {
  const hub = await startHub(readSettings(environment));
  await site(hub, 'BEFORE');
  hub.hub.spine.look = () => {};
  await migrate();
  const { size } = hub.hub.spine;
  const refused = { code: 'STORE_UNKNOWN_VERSION', values: { version: '9999-tomorrow' } };
  await expect(site(hub, 'AFTER')).rejects.toMatchObject(refused);
  expect((await hub.ended).code).toBe(refused.code);
  await expect(site(hub, 'AFTER')).rejects.toMatchObject(refused);
  expect(await ledgerSize(hub.hub.store)).toBe(size);
  await hub.close();
});

test('its process ends by itself with a sentence', async () => {
  const hub = Child.kawei(['hub'], { side: 'none' }, environment);
  await hub.address();
  await migrate();
  expect(await hub.ended()).toBe(1);
  expect(hub.said).toMatch(/STORE_UNKNOWN_VERSION.*9999-tomorrow/s);
});

test('the tables are changed between two turns, never within one', async () => {
  const store = await openStore(place, migrations);
  let migrating = Promise.resolve();
  await store.transaction().execute(async (db) => {
    await takeTurn(db);
    migrating = migrate();
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect(await executedMigrations(store)).not.toContain('9999-tomorrow');
  });
  await vi.waitFor(() => migrating, SOON);
  expect(await executedMigrations(store)).toContain('9999-tomorrow');
  await store.destroy();
});

test('what only reads a database does not migrate it', async () => {
  const settings = readSettings(environment);
  await (await startHub(settings)).close();
  const recovery = { ...recoveryOf(settings), migrations: newer };
  const refused = { code: 'STORE_OLDER_VERSION', values: { version: Object.keys(migrations).sort().at(-1) } };
  await expect(checkData(recovery, settings.data)).rejects.toMatchObject(refused);
  const out = join(directory, 'out');
  const backup = backUp(recovery, { data: settings.data, out, withKeys: false, at: new Date() });
  await expect(backup).rejects.toMatchObject(refused);
  expect(await withStore(place, executedMigrations)).not.toContain('9999-tomorrow');
});
