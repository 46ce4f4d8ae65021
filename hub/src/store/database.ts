/**
 * The store: one schema on one of two databases. SQLite is a file held by exactly one hub process; PostgreSQL is
 * shared by as many as there are (see turn.ts for who may write).
 */
import type { Kysely, Transaction } from 'kysely';
import { type Migration, Migrator } from 'kysely/migration';
import { Refusal } from '#shared/catalogue/refusal.ts';
import { storeRefusal } from './failures.ts';
import { isPostgresUrl, openPostgres, placeOf } from './postgres.ts';
import type { Schema } from './schema.ts';
import { openSqlite } from './sqlite.ts';

export type Store = Kysely<Schema>;
/** Reads and writes of one command; also a plain store where only reads are done. */
export type Db = Kysely<Schema> | Transaction<Schema>;

/** Migrations by name; names sort in the order they were written and never change. */
export type Migrations = Readonly<Record<string, Migration>>;

/**
 * Opens the database and brings its schema up to date. `place` is a file, which is taken for this process alone, or
 * the `postgres://` address of a database. Refuses STORE_IN_USE, STORE_UNREADABLE, STORE_UNREACHABLE, STORE_FULL,
 * STORE_NOT_DURABLE, STORE_UNKNOWN_VERSION.
 */
export function openStore(place: string, migrations: Migrations): Promise<Store> {
  return open(place, migrations, { mustExist: false });
}

/** As {@link openStore}, for a hub's database that is there already. Where there is none, STORE_UNREADABLE: none is made. */
export function openKept(place: string, migrations: Migrations): Promise<Store> {
  return open(place, migrations, { mustExist: true });
}

async function open(place: string, migrations: Migrations, must: { mustExist: boolean }): Promise<Store> {
  const store = isPostgresUrl(place) ? await openPostgres(place) : openSqlite(place, must);
  const shown = isPostgresUrl(place) ? placeOf(place) : place;
  try {
    if (must.mustExist) await requireTables(store, shown);
    await migrate(store, shown, migrations);
  } catch (error) {
    await store.destroy();
    throw storeRefusal(error) ?? error;
  }
  return store;
}

async function requireTables(store: Store, file: string): Promise<void> {
  if ((await executedMigrations(store)).length > 0) return;
  const detail = '其中没有中心的数据 / it holds no data of a hub';
  throw new Refusal('STORE_UNREADABLE', { file, detail });
}

async function migrate(store: Store, file: string, migrations: Migrations): Promise<void> {
  const known = new Set(Object.keys(migrations));
  const done = await executedMigrations(store);
  const unknown = done.find((name) => !known.has(name));
  if (unknown) throw new Refusal('STORE_UNKNOWN_VERSION', { file, version: unknown });
  if (done.length === known.size) return;
  const migrator = new Migrator({ db: store, provider: { getMigrations: async () => ({ ...migrations }) } });
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
    .orderBy('name')
    .execute();
  return rows.map((row) => row.name);
}
