/** The read tables, and what the ledger makes of them: they follow from it, or something is wrong. */
import type { Kysely } from 'kysely';
import { canonicalText } from '#shared/canonical/index.ts';
import type { Room, StoredEvent } from '../ledger/command.ts';
import { tableNames } from '../store/copy.ts';
import { type Db, type Migrations, openStore } from '../store/database.ts';

/** Not made of events: the ledger itself, its tree, and what became of each act. */
const notProjected: readonly string[] = [
  'ledger',
  'ledger_tiles',
  'checkpoints',
  'cosignatures',
  'booth_acts',
];

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
export async function tableFaults(db: Db, rooms: readonly Room[], migrations: Migrations): Promise<string[]> {
  const rebuilt = await openStore(':memory:', migrations);
  try {
    await rebuilt.transaction().execute(async (transaction) => {
      for await (const rows of ledgerRows(db))
        for (const { seq, at, type, subject, payload } of rows)
          await project(transaction, rooms, {
            ...{ seq, at, type, subject },
            payload: JSON.parse(payload),
          } as StoredEvent);
    });
    const names = (await tableNames(rebuilt)).filter((name) => !notProjected.includes(name));
    const found: string[] = [];
    for (const name of names)
      found.push(...differences(name, await table(db, name), await table(rebuilt, name)));
    return found;
  } finally {
    await rebuilt.destroy();
  }
}

async function project(db: Db, rooms: readonly Room[], event: StoredEvent): Promise<void> {
  for (const room of rooms) {
    const keep = room.projection[event.type] as ((db: Db, event: StoredEvent) => Promise<void>) | undefined;
    await keep?.(db, event);
  }
}

/** A table's rows in an order of their own. */
async function table(db: Db, name: string): Promise<string[]> {
  const all = db as Kysely<Record<string, Record<string, unknown>>>;
  return (await all.selectFrom(name).selectAll().execute()).map(rowText).sort();
}

/** Columns with JSON in them are compared by what it says, not by the order of its keys. */
function rowText(row: Record<string, unknown>): string {
  const told = Object.entries(row).map(([column, value]) => {
    const isJson = typeof value === 'string' && /^[[{]/.test(value);
    return [column, isJson ? canonicalText(JSON.parse(value)) : value];
  });
  return JSON.stringify(Object.fromEntries(told.sort()));
}

function differences(name: string, kept: readonly string[], made: readonly string[]): string[] {
  const [had, has] = [new Set(kept), new Set(made)];
  return [
    ...(kept.length === made.length ? [] : [`${name}: ${kept.length} rows, ${made.length} by the ledger`]),
    ...kept.filter((row) => !has.has(row)).map((row) => `${name}: not by the ledger: ${row}`),
    ...made.filter((row) => !had.has(row)).map((row) => `${name}: missing: ${row}`),
  ];
}
