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
import { whileNobodyWrites } from './turn.ts';

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
  return open(place, migrations, { mustExist: false }, async (store, file) => {
    if (await isUpToDate(store, file, migrations)) return;
    await whileNobodyWrites(store, () => migrate(store, file, migrations));
  });
}

/** As {@link openStore}, for a copy of a hub's database. Where there is none, STORE_UNREADABLE: none is made. */
export function openKept(place: string, migrations: Migrations): Promise<Store> {
  return open(place, migrations, { mustExist: true }, (store, file) => migrate(store, file, migrations));
}

/**
 * As {@link openKept}, for who only reads: nothing of the database is changed, and one of an earlier version is refused
 * (STORE_OLDER_VERSION).
 */
export function openToRead(place: string, migrations: Migrations): Promise<Store> {
  return open(place, migrations, { mustExist: true }, async (store, file) => {
    if (await isUpToDate(store, file, migrations)) return;
    const version = (await executedMigrations(store)).at(-1) ?? '—';
    throw new Refusal('STORE_OLDER_VERSION', { file, version });
  });
}

/** What a database is called in a refusal, and its last migration, as a store was opened. */
const opened = new WeakMap<Store, { readonly file: string; readonly version: string }>();

async function open(
  place: string,
  migrations: Migrations,
  must: { mustExist: boolean },
  ready: (store: Store, file: string) => Promise<void>,
): Promise<Store> {
  const store = isPostgresUrl(place) ? await openPostgres(place) : openSqlite(place, must);
  const file = isPostgresUrl(place) ? placeOf(place) : place;
  try {
    if (must.mustExist) await requireTables(store, file);
    await ready(store, file);
    opened.set(store, { file, version: Object.keys(migrations).sort().at(-1) ?? '' });
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

/**
 * Sees within a transaction that nobody has migrated the database since this process opened `store`: what a program of
 * another version writes does not fit its tables. Refuses STORE_UNKNOWN_VERSION.
 */
export async function requireSameVersion(store: Store, db: Db): Promise<void> {
  const { file, version } = opened.get(store) ?? { file: '', version: '' };
  if (version === '') return;
  const row = await (db as unknown as Kysely<Made>)
    .selectFrom('kysely_migration')
    .select((eb) => eb.fn.max('name').as('name'))
    .executeTakeFirst();
  if (row?.name !== version) throw new Refusal('STORE_UNKNOWN_VERSION', { file, version: row?.name ?? '—' });
}

/** Whether a database has had every migration. Refuses STORE_UNKNOWN_VERSION for one that has had another. */
async function isUpToDate(store: Store, file: string, migrations: Migrations): Promise<boolean> {
  const known = new Set(Object.keys(migrations));
  const done = await executedMigrations(store);
  const unknown = done.find((name) => !known.has(name));
  if (unknown) throw new Refusal('STORE_UNKNOWN_VERSION', { file, version: unknown });
  return done.length === known.size;
}

/** Another process may have done it, or more, before this one had its turn. */
async function migrate(store: Store, file: string, migrations: Migrations): Promise<void> {
  if (await isUpToDate(store, file, migrations)) return;
  const migrator = new Migrator({ db: store, provider: { getMigrations: async () => ({ ...migrations }) } });
  const { error } = await migrator.migrateToLatest();
  if (error) throw error;
}

interface Made {
  readonly kysely_migration: { readonly name: string };
}

/** Names of the migrations that a database has had, oldest first. */
export async function executedMigrations(store: Store): Promise<string[]> {
  const tables = await store.introspection.getTables({ withInternalKyselyTables: true });
  if (!tables.some((table) => table.name === 'kysely_migration')) return [];
  const rows = await (store as unknown as Kysely<Made>)
    .selectFrom('kysely_migration')
    .select('name')
    .orderBy('name')
    .execute();
  return rows.map((row) => row.name);
}
