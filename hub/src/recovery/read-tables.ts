/** The read tables, and what the ledger makes of them: they follow from it, or something is wrong. */
import { hash } from 'node:crypto';
import { canonicalText } from '#shared/canonical/index.ts';
import type { Room, StoredEvent } from '../ledger/command.ts';
import { asOfOneMoment, rowsOf, tableNames } from '../store/copy.ts';
import { type Db, type Migrations, openStore } from '../store/database.ts';

/** Not made of events: the ledger itself, its tree, and what became of each act. */
const notProjected: readonly string[] = [
  'ledger',
  'ledger_tiles',
  'checkpoints',
  'cosignatures',
  'booth_acts',
];

/** SQLite's name for a file of its own that is gone when it is closed. */
const IN_A_TEMPORARY_FILE = '';

/** Entries read at a time. */
const BATCH = 1000;

/** The ledger from its first entry, in batches. */
export async function* ledgerRows(db: Db) {
  for (let first = 0; ; first += BATCH) {
    const rows = await db
      .selectFrom('ledger')
      .selectAll()
      .where('seq', '>=', first)
      .where('seq', '<', first + BATCH)
      .orderBy('seq')
      .execute();
    if (rows.length === 0) return;
    yield rows;
  }
}

/** Rows that stand in a read table and not in what the ledger makes on an empty database, or the other way round. */
export function tableFaults(db: Db, rooms: readonly Room[], migrations: Migrations): Promise<string[]> {
  return asOfOneMoment(db, async (kept) => {
    const made = await openStore(IN_A_TEMPORARY_FILE, migrations);
    try {
      await made.transaction().execute((transaction) => rebuild(kept, transaction, rooms));
      const names = (await tableNames(made)).filter((name) => !notProjected.includes(name));
      const found: string[] = [];
      for (const name of names) found.push(...(await differences(name, kept, made)));
      return found;
    } finally {
      await made.destroy();
    }
  });
}

async function rebuild(from: Db, to: Db, rooms: readonly Room[]): Promise<void> {
  for await (const rows of ledgerRows(from))
    for (const { seq, at, type, subject, payload } of rows) {
      const event = { seq, at, type, subject, payload: JSON.parse(payload) } as StoredEvent;
      await project(to, rooms, event);
    }
}

async function project(db: Db, rooms: readonly Room[], event: StoredEvent): Promise<void> {
  for (const room of rooms) {
    const keep = room.projection[event.type] as ((db: Db, event: StoredEvent) => Promise<void>) | undefined;
    await keep?.(db, event);
  }
}

/** Columns with JSON in them are compared by what it says, not by the order of its keys. */
function rowText(row: Record<string, unknown>): string {
  const told = Object.entries(row).map(([column, value]) => {
    const isJson = typeof value === 'string' && /^[[{]/.test(value);
    return [column, isJson ? canonicalText(JSON.parse(value)) : value];
  });
  return JSON.stringify(Object.fromEntries(told.sort()));
}

/** Of a table that may be larger than memory, only the digests of rows are held, and none that stands in both. */
async function differences(name: string, kept: Db, made: Db): Promise<string[]> {
  const surplus = new Map<string, number>();
  const count = async (db: Db, each: 1 | -1) => {
    let rows = 0;
    for await (const row of rowTexts(db, name)) {
      rows += 1;
      const digest = digestOf(row);
      const times = (surplus.get(digest) ?? 0) + each;
      if (times === 0) surplus.delete(digest);
      else surplus.set(digest, times);
    }
    return rows;
  };
  const [has, had] = [await count(made, -1), await count(kept, 1)];
  if (surplus.size === 0) return [];
  return [
    ...(had === has ? [] : [`${name}: ${had} rows, ${has} by the ledger`]),
    ...(await named(`${name}: not by the ledger`, rowTexts(kept, name), (row) => surplusOf(row) > 0)),
    ...(await named(`${name}: missing`, rowTexts(made, name), (row) => surplusOf(row) < 0)),
  ];

  function surplusOf(row: string): number {
    return surplus.get(digestOf(row)) ?? 0;
  }
}

async function named(
  what: string,
  rows: AsyncIterable<string>,
  differs: (row: string) => boolean,
): Promise<string[]> {
  const found: string[] = [];
  for await (const row of rows) if (differs(row)) found.push(`${what}: ${row}`);
  return found;
}

async function* rowTexts(db: Db, name: string): AsyncGenerator<string> {
  for await (const rows of rowsOf(db, name)) yield* rows.map(rowText);
}

function digestOf(row: string): string {
  return hash('sha256', row, 'base64');
}
