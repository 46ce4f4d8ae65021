/** Copies of the whole store, row by row between two databases, or page by page of one. */
import { type Kysely, sql } from 'kysely';
import { type Db, type Migrations, openStore, type Store } from './database.ts';
import { isPostgres } from './postgres-dialect.ts';
import { copySqlite } from './sqlite.ts';

type Rows = Kysely<Record<string, Record<string, unknown>>>;

/** Rows read at a time of the tables that grow for ever. */
const BATCH = 1000;
/** By what those tables are read in order; all others are small enough to be read at once. */
const growing: Readonly<Record<string, string>> = { ledger: 'seq', booth_acts: 'rowid', checkpoints: 'size' };

/** Copies the store into a new SQLite file, as of one moment, while it goes on. */
export async function copyStore(store: Store, file: string, migrations: Migrations): Promise<void> {
  if (await copySqlite(store, file)) return;
  const copy = await openStore(file, migrations);
  try {
    const snapshot = store.transaction().setIsolationLevel('repeatable read').setAccessMode('read only');
    await snapshot.execute((from) => copy.transaction().execute((to) => copyRows(from, to)));
  } finally {
    await copy.destroy();
  }
}

/** Copies every row of every table into a store of the same schema that has none yet. */
export async function copyRows(from: Db, to: Db): Promise<void> {
  for (const name of await tableNames(from)) {
    for await (const rows of batches(from as unknown as Rows, name)) {
      for (const row of rows) await (to as unknown as Rows).insertInto(name).values(row).execute();
    }
    if (name === 'booth_acts' && isPostgres(to))
      await sql`select setval(pg_get_serial_sequence('booth_acts', 'rowid'),
                (select coalesce(max(rowid), 1) from booth_acts))`.execute(to);
  }
}

/** Names of the tables, without those that only say which migrations were made. */
export async function tableNames(db: Db): Promise<string[]> {
  return (await db.introspection.getTables()).map(({ name }) => name).sort();
}

async function* batches(db: Rows, name: string): AsyncGenerator<Record<string, unknown>[]> {
  const key = growing[name];
  if (!key) {
    yield await db.selectFrom(name).selectAll().execute();
    return;
  }
  for (let last: unknown = -1; ; ) {
    const next = db.selectFrom(name).selectAll().where(key, '>', last).orderBy(key).limit(BATCH);
    const rows = await next.execute();
    if (rows.length === 0) return;
    last = rows.at(-1)?.[key];
    yield rows;
  }
}
