/** SQLite (WAL, synchronous=FULL): one process has the file; the lock falls with it, so a crash leaves nothing behind. */
import SqliteDriver from 'better-sqlite3';
import { Kysely } from 'kysely';
import { Refusal } from '#shared/catalogue/refusal.ts';
import type { Store } from './database.ts';
import type { Schema } from './schema.ts';
import { StoreDialect } from './sqlite-dialect.ts';

/** Pages kept in memory, in KiB: with SQLite's 2 MiB a group of signed acts pushes out the pages it will write next. */
const CACHE_KIB = 65_536;
/** Pages of the log after which it is put into the file: every 1000 (SQLite's own) would be every few groups. */
const CHECKPOINT_PAGES = 8000;
/** Pages copied in one turn of the event loop. */
const COPIED_PAGES = 100;

const databases = new WeakMap<Store, SqliteDriver.Database>();

/** Opens the file and takes it for this process alone. Where there is none it is made, unless it must exist. */
export function openSqlite(file: string, must = { mustExist: false }): Store {
  const database = open(file, must);
  const store = new Kysely<Schema>({ dialect: new StoreDialect(database) });
  databases.set(store, database);
  return store;
}

/**
 * Copies the database into a new file, as of one moment between two transactions, while the store goes on: on the
 * store's own connection, since no other may have the file (sqlite.org/backup.html). False for another database.
 * Refuses BACKUP_FAULTY.
 */
export async function copySqlite(store: Store, file: string): Promise<boolean> {
  const database = databases.get(store);
  if (!database) return false;
  const { copied } = await beginCopy(store, database, file);
  if ((await copied).totalPages > 0) return true;
  throw new Refusal('BACKUP_FAULTY', { zh: '数据库没有复制出来', en: 'the database was not copied' });
}

/**
 * Settles when the copy has begun. One that finds a transaction open at its first step takes the database for empty and
 * itself for done, so it begins between two; later steps wait by themselves.
 */
function beginCopy(
  store: Store,
  database: SqliteDriver.Database,
  file: string,
): Promise<{ copied: Promise<SqliteDriver.BackupMetadata> }> {
  return store.connection().execute(
    () =>
      new Promise((resolve, reject) => {
        const begun = () => resolve({ copied });
        const progress = () => {
          begun();
          return COPIED_PAGES;
        };
        const copied = database.backup(file, { progress });
        copied.then(begun, reject);
      }),
  );
}

function open(file: string, { mustExist }: { mustExist: boolean }): SqliteDriver.Database {
  let database: SqliteDriver.Database | undefined;
  try {
    database = new SqliteDriver(file, { timeout: 500, fileMustExist: mustExist });
    // Exclusive from the first write on: a second hub on this file is refused, whatever it does.
    database.pragma('locking_mode = EXCLUSIVE');
    database.pragma('journal_mode = WAL');
    database.pragma(`wal_autocheckpoint = ${CHECKPOINT_PAGES}`);
    database.pragma('synchronous = FULL');
    database.pragma('foreign_keys = ON');
    database.pragma(`cache_size = -${CACHE_KIB}`);
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
