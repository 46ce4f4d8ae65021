/** A database of any earlier version, with an evaluation in it, comes up to date and keeps every row. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ColumnMetadata, Kysely } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startHub } from '#hub/hub.ts';
import { hubActor, plan } from '#hub/ledger/command.ts';
import { migrations } from '#hub/rooms.ts';
import { readSettings } from '#hub/settings.ts';
import { tableNames } from '#hub/store/copy.ts';
import { executedMigrations, openStore, type Store } from '#hub/store/database.ts';
import { createSite } from '#hub/venues/decide.ts';
import { type Copy, Morning } from '../faults/morning.ts';
import { ledgerFaults } from '../rehearsal/ledger-audit.ts';
import { emptyPostgres } from './place.ts';

type Row = Record<string, unknown>;
type Rows = Kysely<Record<string, Row>>;

const versions = Object.keys(migrations).sort();
const directory = mkdtempSync(join(tmpdir(), 'kawei-migrations-'));
let morning: Morning;
let copy: Copy;
/** Table → its rows at the latest version. */
let latest: ReadonlyMap<string, Row[]>;

beforeAll(async () => {
  morning = await Morning.prepare();
  copy = await morning.copy();
  const store = await openStore(copy.place, migrations);
  latest = await contentOf(store);
  await store.destroy();
  for (const table of [
    'ledger',
    'project_sites',
    'users',
    'attendances',
    'booth_acts',
    'sheets',
    'seat_draws',
  ])
    expect([...latest.keys()]).toContain(table);
  expect(latest.get('ledger')?.length).toBeGreaterThan(200);
});
afterAll(() => {
  morning.end();
  rmSync(directory, { recursive: true, force: true });
});

async function contentOf(store: Store): Promise<Map<string, Row[]>> {
  const content = new Map<string, Row[]>();
  for (const name of await tableNames(store))
    content.set(name, await (store as unknown as Rows).selectFrom(name).selectAll().execute());
  content.get('ledger')?.sort((a, b) => Number(a.seq) - Number(b.seq)); // it takes only its next entry
  return content;
}

/** What an earlier version kept in columns that are gone. */
const gone: Readonly<Record<string, (row: Row) => Row>> = {
  sheets: ({ project, expert, version }) => {
    const inForce = latest.get('sheets_in_force') ?? [];
    const counts = inForce.some(
      (one) => one.project === project && one.expert === expert && one.version === version,
    );
    return { counts: counts ? 1 : 0 };
  },
};

/** What earlier versions did not note of a row, and since when it is noted. */
const noted: Readonly<Record<string, { readonly column: string; readonly since: string }>> = {
  booth_acts: { column: 'at', since: '0069-times-of-acts' },
};

/** A table's rows as they are now where that version had kept them. */
function keptBy(version: string, table: string): Row[] | undefined {
  const rows = latest.get(table);
  const late = noted[table];
  return late && version < late.since ? rows?.map((row) => ({ ...row, [late.column]: null })) : rows;
}

/** A database as that version left it: its tables and columns, with what is in them now. */
async function databaseOf(version: string, place: string): Promise<string[]> {
  const upTo = versions.slice(0, versions.indexOf(version) + 1);
  const store = await openStore(
    place,
    Object.fromEntries(upTo.map((name) => [name, migrations[name] as never])),
  );
  const tables = await store.introspection.getTables();
  await store.transaction().execute(async (db) => {
    for (const { name, columns } of tables) {
      const known = columns.map((column) => column.name);
      for (const row of latest.get(name) ?? []) {
        const all = { ...row, ...gone[name]?.(row) };
        const had = Object.fromEntries(Object.entries(all).filter(([column]) => known.includes(column)));
        await (db as unknown as Rows).insertInto(name).values(had).execute();
      }
    }
  });
  await store.destroy();
  return tables.map(({ name }) => name);
}

const sorted = (rows: readonly Row[] = []) =>
  rows.map((row) => JSON.stringify(Object.entries(row).sort())).sort();

test.each(versions.slice(0, -1))(
  '%s comes up to date with all it had, and the hub goes on',
  async (version) => {
    const place = (await emptyPostgres()) || join(directory, version, 'kawei.db');
    const own = await morning.copy(); // for the hub's keys
    const file = place.startsWith('postgres') ? place : join(own.data, 'kawei.db');
    if (!place.startsWith('postgres'))
      for (const end of ['', '-wal', '-shm']) rmSync(`${file}${end}`, { force: true });
    const tables = await databaseOf(version, file);
    if (tables.includes('sheets')) tables.push('sheets_in_force');
    tables.push('project_sites'); // follows from the ledger, also where it was not kept yet

    const store = await openStore(file, migrations);
    expect(await executedMigrations(store)).toEqual(versions);
    const content = await contentOf(store);
    for (const table of tables)
      expect([table, sorted(content.get(table))]).toEqual([table, sorted(keptBy(version, table))]);
    await store.destroy();

    const database = place.startsWith('postgres') ? place : '';
    const hub = await startHub(readSettings({ ...own.environment, KAWEI_DATABASE_URL: database }));
    await hub.hub.spine.do(plan(createSite, { id: 'NEW', name: '新场', city: '江州市' }), hubActor);
    expect(hub.hub.spine.size).toBeGreaterThan(latest.get('ledger')?.length ?? 0);
    await hub.close();
    // Also of a version that had no tree yet: its first checkpoint covers what was there.
    const after = await openStore(file, migrations);
    expect(await ledgerFaults(after)).toEqual([]);
    await after.destroy();
  },
);

/** Made from the ledger anew by a later version (below). */
const remade: readonly string[] = ['booth_calls', 'booth_troubles', 'statements', 'trouble_alerts'];

/** What a later version reads of a row, to fill a column that it adds. */
const transcript = { transcript: JSON.stringify({ seed: 'ab', beacon: null }) };

/** A row of whatever: an evaluation leaves most tables empty, and a table with a row is changed under other conditions. */
function anyRow(columns: readonly ColumnMetadata[]): Row {
  const made = ({ dataType }: ColumnMetadata) => {
    if (/int/i.test(dataType)) return 1;
    return /blob|bytea/i.test(dataType) ? Buffer.from('1') : '1';
  };
  const told = columns.filter(({ isAutoIncrementing }) => !isAutoIncrementing);
  return Object.fromEntries(told.map((column) => [column.name, made(column)]));
}

function drawRow(columns: readonly ColumnMetadata[]): Row {
  const row = { ...anyRow(columns), ...transcript };
  return 'seed' in row ? { ...row, seed: 'ab' } : row;
}

test.each(versions.slice(0, -1))(
  '%s keeps a row of each table that the evaluation leaves empty',
  async (version) => {
    const place = (await emptyPostgres()) || join(directory, `rows-${version}.db`);
    const upTo = versions.slice(0, versions.indexOf(version) + 1);
    const older = Object.fromEntries(upTo.map((name) => [name, migrations[name] as never]));
    const before = await openStore(place, older);
    const had = new Map<string, Row>();
    for (const { name, columns } of await before.introspection.getTables()) {
      if ((latest.get(name)?.length ?? 0) > 0 || remade.includes(name)) continue;
      const row = name === 'draws' ? drawRow(columns) : anyRow(columns);
      had.set(name, row);
      await (before as unknown as Rows).insertInto(name).values(row).execute();
    }
    await before.destroy();
    const store = await openStore(place, migrations);
    const content = await contentOf(store);
    await store.destroy();
    if (had.has('draws')) expect(content.get('draws')?.[0]?.seed).toBe('ab');
    for (const [table, row] of had) expect([table, content.get(table)?.[0]]).toMatchObject([table, row]);
  },
);

test('a database of a newer version is refused by name and left as it is', async () => {
  const own = await morning.copy();
  const older = Object.fromEntries(versions.slice(0, -1).map((name) => [name, migrations[name] as never]));
  await expect(openStore(own.place, older)).rejects.toMatchObject({
    code: 'STORE_UNKNOWN_VERSION',
    values: { version: versions.at(-1) },
  });
  const store = await openStore(own.place, migrations);
  expect((await contentOf(store)).get('ledger')?.length).toBe(latest.get('ledger')?.length);
  await store.destroy();
});

test('what an older version had said and ended by other rules is made from its ledger anew: statements, calls, troubles', async () => {
  const place = (await emptyPostgres()) || join(directory, 'older.db');
  const older = versions.slice(0, versions.indexOf('0060-statements'));
  const before = await openStore(
    place,
    Object.fromEntries(older.map((name) => [name, migrations[name] as never])),
  );
  const at = '2026-11-23T01:00:00.000Z';
  const where = { booth: 'B1', site: 'S1' };
  const raised = { values: {}, project: null, ...where };
  const history: [string, object][] = [
    ['statement.said', { project: 'P', expert: 'E1', alias: '专家甲', text: '意见' }],
    ['booth.trouble', { ...where, seat: 'H-1', what: 'help' }],
    ['alert.raised', { ...raised, alert: 'A1', code: 'BOOTH_HELP' }],
    ['alert.raised', { ...raised, alert: 'A2', code: 'BOOTH_MISSING' }],
    ['alert.decided', { alert: 'A2', booth: 'B1', decision: 'noted', note: '-' }],
  ];
  for (const [seq, [type, payload]] of history.entries()) {
    const entry = { seq, at, type, subject: 'booth/B1', payload: JSON.stringify(payload) };
    const digests = { salt: Buffer.alloc(32), digest: '', leaf_hash: Buffer.alloc(32) };
    await (before as unknown as Rows)
      .insertInto('ledger')
      .values({ ...entry, ...digests })
      .execute();
  }
  await before.destroy();
  const store = await openStore(place, migrations);
  expect(await store.selectFrom('statements').selectAll().execute()).toEqual([
    { project: 'P', place: 1, expert: 'E1', alias: '专家甲', at, text: '意见' },
  ]);
  expect(await store.selectFrom('booth_calls').selectAll().execute()).toEqual([
    { booth: 'B1', at, answered_at: null },
  ]);
  expect(await store.selectFrom('booth_troubles').select('what').execute()).toEqual([{ what: 'help' }]);
  expect(await store.selectFrom('trouble_alerts').selectAll().execute()).toEqual([
    { alert: 'A1', booth: 'B1', what: 'help', calling: 1 },
  ]);
  await store.destroy();
});
