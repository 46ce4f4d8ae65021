/**
 * The store: one schema on one database. SQLite (WAL, synchronous=FULL) is held by exactly one hub process;
 * the lock falls with the process, so that a crash leaves nothing to clean up.
 */
import SqliteDriver from 'better-sqlite3';
import { Kysely, type Transaction } from 'kysely';
import { type Migration, Migrator } from 'kysely/migration';
import { Refusal } from '#shared/catalogue/refusal.ts';
import { storeRefusal } from './failures.ts';
import type { Schema } from './schema.ts';
import { StoreDialect } from './sqlite-dialect.ts';
import { preparingOnce } from './statements.ts';

export type Store = Kysely<Schema>;
/** Reads and writes of one command; also a plain store where only reads are done. */
export type Db = Kysely<Schema> | Transaction<Schema>;

/** Migrations by name; names sort in the order they were written and never change. */
export type Migrations = Readonly<Record<string, Migration>>;

/** Opens the database file, takes it for this process alone, and brings its schema up to date. */
export async function openStore(file: string, migrations: Migrations): Promise<Store> {
  const database = openSqlite(file);
  const store = new Kysely<Schema>({ dialect: new StoreDialect(preparingOnce(database)) });
  databases.set(store, database);
  try {
    await migrate(store, file, migrations);
  } catch (error) {
    await store.destroy();
    throw storeRefusal(error) ?? error;
  }
  return store;
}

const databases = new WeakMap<Store, SqliteDriver.Database>();

/**
 * Copies the database into a new file, as of one moment between two transactions, while the store goes on: on the
 * store's own connection, since no other may have the file (sqlite.org/backup.html).
 */
export async function copyStore(store: Store, file: string): Promise<void> {
  const database = databases.get(store);
  if (!database) throw new Error('this store was not opened here');
  await database.backup(file);
}

function openSqlite(file: string): SqliteDriver.Database {
  let database: SqliteDriver.Database | undefined;
  try {
    database = new SqliteDriver(file, { timeout: 500 });
    // Exclusive from the first write on: a second hub on this file is refused, whatever it does.
    database.pragma('locking_mode = EXCLUSIVE');
    database.pragma('journal_mode = WAL');
    database.pragma('synchronous = FULL');
    database.pragma('foreign_keys = ON');
    database.exec('BEGIN EXCLUSIVE; COMMIT');
    return database;
  } catch (error) {
    database?.close();
    const code = (error as { code?: string }).code ?? '';
    if (code.startsWith('SQLITE_BUSY')) throw new Refusal('STORE_IN_USE', { file });
    if (code === 'SQLITE_FULL') throw new Refusal('STORE_FULL');
    throw new Refusal('STORE_UNREADABLE', { file, detail: (error as Error).message });
  }
}

async function migrate(store: Store, file: string, migrations: Migrations): Promise<void> {
  const migrator = new Migrator({ db: store, provider: { getMigrations: async () => ({ ...migrations }) } });
  const known = new Set(Object.keys(migrations));
  const done = await executedMigrations(store);
  const unknown = done.find((name) => !known.has(name));
  if (unknown) throw new Refusal('STORE_UNKNOWN_VERSION', { file, version: unknown });
  const { error } = await migrator.migrateToLatest();
  if (error) throw error;
}

/** Names of the migrations that a database has had, oldest first. */
export async function executedMigrations(store: Store): Promise<string[]> {
  const tables = await store.introspection.getTables({ withInternalKyselyTables: true });
  if (!tables.some((table) => table.name === 'kysely_migration')) return [];
  const rows = await (store as unknown as Kysely<{ kysely_migration: { name: string } }>)
    .selectFrom('kysely_migration')
    .select('name')
    .execute();
  return rows.map((row) => row.name);
}
