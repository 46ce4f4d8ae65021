/** Copies of the whole store, row by row between two databases, or page by page of one. */
import { type Kysely, sql } from 'kysely';
import { type Db, type Migrations, openStore, type Store } from './database.ts';
import { isPostgres } from './postgres-dialect.ts';
import { copySqlite } from './sqlite.ts';

type Row = Record<string, unknown>;
type Rows = Kysely<Record<string, Row>>;

/** Rows read at a time: a panel's input, or what an event says of it, may be hundreds of kilobytes. */
const BATCH = 250;

/** Copies the store into a new SQLite file, as of one moment, while it goes on. */
export async function copyStore(store: Store, file: string, migrations: Migrations): Promise<void> {
  if (await copySqlite(store, file)) return;
  const copy = await openStore(file, migrations);
  try {
    await asOfOneMoment(store, (from) => copy.transaction().execute((to) => copyRows(from, to)));
  } finally {
    await copy.destroy();
  }
}

/** Reads in one transaction: of PostgreSQL as of its beginning, whatever others write meanwhile. */
export function asOfOneMoment<T>(store: Db, read: (from: Db) => Promise<T>): Promise<T> {
  if (!isPostgres(store)) return read(store);
  const snapshot = store.transaction().setIsolationLevel('repeatable read').setAccessMode('read only');
  return snapshot.execute(async (from) => {
    // It says nothing while rows are compared or written to a file, however long that takes, and has no turn to lose:
    // who hangs in it keeps nobody out.
    await sql`set local idle_in_transaction_session_timeout = 0`.execute(from);
    return read(from);
  });
}

/** Copies every row of every table into a store of the same schema that has none yet. PostgreSQL's in a transaction. */
export async function copyRows(from: Db, to: Db): Promise<void> {
  for (const name of await tableNames(from)) {
    for await (const rows of rowsOf(from, name)) {
      for (const row of rows) await (to as unknown as Rows).insertInto(name).values(row).execute();
    }
    if (name === 'booth_acts' && isPostgres(to))
      await sql`select setval(pg_get_serial_sequence('booth_acts', 'rowid'),
                (select coalesce(max(rowid), 1) from booth_acts))`.execute(to);
  }
}

/** A table's rows in batches, of which one at a time is held. PostgreSQL's in a transaction. */
export function rowsOf(db: Db, name: string): AsyncGenerator<Row[]> {
  const batches = isPostgres(db) ? batchesOfPostgres : batchesOfSqlite;
  return batches(db as unknown as Rows, name);
}

/** Names of the tables, without those that only say which migrations were made. */
export async function tableNames(db: Db): Promise<string[]> {
  return (await db.introspection.getTables()).map(({ name }) => name).sort();
}

/** A table by its rows' numbers, which every table of SQLite has; of the ledger they are its own. */
async function* batchesOfSqlite(db: Rows, name: string): AsyncGenerator<Row[]> {
  const table = sql.table(name);
  for (let after = Number.MIN_SAFE_INTEGER; ; ) {
    const numbers = sql`select rowid from ${table} where rowid > ${after} order by rowid limit ${BATCH}`;
    const batch = sql<{ last: number | null }>`select max(rowid) as last from (${numbers})`;
    const last = (await batch.execute(db)).rows[0]?.last ?? null;
    if (last === null) return;
    const between = sql`rowid > ${after} and rowid <= ${last}`;
    yield (await sql<Row>`select * from ${table} where ${between} order by rowid`.execute(db)).rows;
    after = last;
  }
}

/** A table from a cursor of the transaction; the ledger in its order, in which alone it can be written again. */
async function* batchesOfPostgres(db: Rows, name: string): AsyncGenerator<Row[]> {
  const order = name === 'ledger' ? sql` order by seq` : sql``;
  await sql`declare copied no scroll cursor for select * from ${sql.table(name)}${order}`.execute(db);
  for (;;) {
    const { rows } = await sql<Row>`fetch ${sql.lit(BATCH)} from copied`.execute(db);
    if (rows.length === 0) break;
    yield rows;
  }
  await sql`close copied`.execute(db);
}
