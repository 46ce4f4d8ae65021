/** What must hold of any hub's database at any moment, told from the database alone. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Kysely, sql } from 'kysely';
import type { Room, StoredEvent } from '#hub/ledger/command.ts';
import { rooms as allRooms, migrations } from '#hub/rooms.ts';
import { type Db, openStore, type Store } from '#hub/store/database.ts';
import { canonicalText, hexOf } from '#shared/canonical/index.ts';
import { leafBytes, leafHash, payloadDigest } from '#shared/ledger/leaf.ts';

/** Not made of events: the ledger itself, and what became of each act. */
const notProjected: readonly string[] = ['ledger', 'booth_acts'];

export async function ledgerEvents(db: Db): Promise<StoredEvent[]> {
  const rows = await db.selectFrom('ledger').selectAll().orderBy('seq').execute();
  return rows.map(
    ({ seq, at, type, subject, payload }) =>
      ({ seq, at, type, subject, payload: JSON.parse(payload) }) as StoredEvent,
  );
}

/** What is wrong with the ledger: gaps in its numbers, digests or leaves that do not come out again. */
export async function ledgerFaults(db: Db): Promise<string[]> {
  const rows = await db.selectFrom('ledger').selectAll().orderBy('seq').execute();
  return rows.flatMap(({ seq, at, type, subject, payload, salt, digest, leaf_hash }, place) => {
    const found: string[] = [];
    if (seq !== place) found.push(`entry ${place} has the number ${seq}`);
    if (payloadDigest(salt, JSON.parse(payload)) !== digest) found.push(`digest of ${seq} ${type}`);
    const leaf = hexOf(leafHash(leafBytes({ at, digest, seq, subject, type })));
    if (leaf !== hexOf(leaf_hash)) found.push(`leaf of ${seq} ${type}`);
    return found;
  });
}

/** Every read table, its rows in an order of their own. */
export async function readTables(db: Db): Promise<Map<string, string[]>> {
  const all = db as Kysely<Record<string, Record<string, unknown>>>;
  const { rows: tables } = await sql<{ name: string }>`
    select name from sqlite_master where type = 'table' and name not like 'sqlite_%' and name not like 'kysely_%'
  `.execute(db);
  const found = new Map<string, string[]>();
  for (const { name } of tables) {
    if (notProjected.includes(name)) continue;
    const rows = await all.selectFrom(name).selectAll().execute();
    found.set(name, rows.map(rowText).sort());
  }
  return found;
}

/** Columns with JSON in them are compared by what it says, not by the order of its keys. */
function rowText(row: Record<string, unknown>): string {
  const told = Object.entries(row).map(([column, value]) => {
    const isJson = typeof value === 'string' && /^[[{]/.test(value);
    return [column, isJson ? canonicalText(JSON.parse(value)) : value];
  });
  return JSON.stringify(Object.fromEntries(told));
}

/** The read tables that this ledger makes on an empty database. */
export async function rebuiltTables(
  events: readonly StoredEvent[],
  rooms: readonly Room[] = allRooms,
): Promise<Map<string, string[]>> {
  const directory = mkdtempSync(join(tmpdir(), 'kawei-rebuilt-'));
  const store = await openStore(join(directory, 'kawei.db'), migrations);
  try {
    await store.transaction().execute(async (db) => {
      for (const event of events) await project(db, event, rooms);
    });
    return await readTables(store);
  } finally {
    await store.destroy();
    rmSync(directory, { recursive: true, force: true });
  }
}

/** Rows that stand in a read table and not in what the ledger makes, or the other way round. */
export async function tableFaults(store: Store): Promise<string[]> {
  const kept = await readTables(store);
  const rebuilt = await rebuiltTables(await ledgerEvents(store));
  return [...kept].flatMap(([name, rows]) => {
    const made = rebuilt.get(name) ?? [];
    const [had, has] = [new Set(rows), new Set(made)];
    return [
      ...(rows.length === made.length ? [] : [`${name}: ${rows.length} rows, ${made.length} by the ledger`]),
      ...rows.filter((row) => !has.has(row)).map((row) => `${name}: not by the ledger: ${row}`),
      ...made.filter((row) => !had.has(row)).map((row) => `${name}: missing: ${row}`),
    ];
  });
}

async function project(db: Db, event: StoredEvent, rooms: readonly Room[]): Promise<void> {
  for (const room of rooms) {
    const keep = room.projection[event.type] as ((db: Db, event: StoredEvent) => Promise<void>) | undefined;
    await keep?.(db, event);
  }
}
