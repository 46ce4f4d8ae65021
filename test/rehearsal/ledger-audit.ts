/** What must hold of any hub's database at any moment, told from the database alone. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Kysely, sql } from 'kysely';
import type { Room, StoredEvent } from '#hub/ledger/command.ts';
import type { LedgerTables } from '#hub/ledger/tables.ts';
import { rooms as allRooms, migrations } from '#hub/rooms.ts';
import { type Db, openStore, type Store } from '#hub/store/database.ts';
import { canonicalText, hexOf } from '#shared/canonical/index.ts';
import { leafBytes, leafHash, payloadDigest } from '#shared/ledger/leaf.ts';
import { nodeHash } from '#shared/ledger/proofs.ts';

/** Not made of events: the ledger itself with its tree, and what became of each act. */
const notProjected: readonly string[] = ['ledger', 'ledger_tiles', 'checkpoints', 'booth_acts'];

export async function ledgerEvents(db: Db): Promise<StoredEvent[]> {
  const rows = await db.selectFrom('ledger').selectAll().orderBy('seq').execute();
  return rows.map(
    ({ seq, at, type, subject, payload }) =>
      ({ seq, at, type, subject, payload: JSON.parse(payload) }) as StoredEvent,
  );
}

/** What is wrong with the ledger: gaps in its numbers, digests, leaves or roots that do not come out again. */
export async function ledgerFaults(db: Db): Promise<string[]> {
  const rows = await db.selectFrom('ledger').selectAll().orderBy('seq').execute();
  const leaves = rows.map((row) => new Uint8Array(row.leaf_hash));
  return [...(await checkpointFaults(db, leaves)), ...entryFaults(rows)];
}

/** Checkpoints whose root is not that of the entries they cover, and entries that none covers. */
async function checkpointFaults(db: Db, leaves: readonly Uint8Array[]): Promise<string[]> {
  const checkpoints = await db.selectFrom('checkpoints').selectAll().orderBy('size').execute();
  const wrong = checkpoints
    .filter(({ size, root }) => size > leaves.length || hexOf(rootOf(leaves.slice(0, size))) !== hexOf(root))
    .map(({ size }) => `the root of the checkpoint at ${size}`);
  const last = checkpoints.at(-1)?.size ?? leaves.length;
  return last === leaves.length ? wrong : [...wrong, `no checkpoint covers the entries from ${last} on`];
}

/** Merkle Tree Hash as RFC 6962 §2.1 defines it, word for word. */
function rootOf(leaves: readonly Uint8Array[]): Uint8Array {
  const [only] = leaves;
  if (leaves.length === 1 && only) return only;
  let left = 1;
  while (left * 2 < leaves.length) left *= 2;
  return nodeHash(rootOf(leaves.slice(0, left)), rootOf(leaves.slice(left)));
}

function entryFaults(rows: readonly LedgerTables['ledger'][]): string[] {
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
