import type SqliteDriver from 'better-sqlite3';
import {
  type DatabaseConnection,
  type Driver,
  type Kysely,
  SqliteDriver as KyselyDriver,
  SqliteAdapter,
  SqliteDialect,
} from 'kysely';
import type { AnyDb } from './postgres-dialect.ts';
import { KeptStatements } from './sqlite-statements.ts';

/**
 * SQLite takes a whole transaction back by itself when the disk fails it (sqlite.org/lang_transaction.html): the
 * rollback that follows has nothing to do then, and its complaint must not hide why. A transaction that a failed
 * `begin` or `rollback` has left open, on the one connection there is, would keep every other out.
 */
class FailingDiskDriver extends KyselyDriver {
  readonly #database: SqliteDriver.Database;
  readonly #statements: KeptStatements;

  constructor(database: SqliteDriver.Database, statements: KeptStatements) {
    super({ database: statements });
    this.#database = database;
    this.#statements = statements;
  }

  override async beginTransaction(connection: DatabaseConnection): Promise<void> {
    if (this.#database.inTransaction) await this.rollbackTransaction(connection);
    await super.beginTransaction(connection);
  }

  override async commitTransaction(connection: DatabaseConnection): Promise<void> {
    this.#statements.writeLate();
    await super.commitTransaction(connection);
  }

  override async rollbackTransaction(connection: DatabaseConnection): Promise<void> {
    this.#statements.forget();
    if (this.#database.inTransaction) await super.rollbackTransaction(connection);
  }
}

/**
 * SQLite changes its schema within transactions as it does its rows: a migration is carried out whole or not at
 * all, and a hub that dies in the middle of one begins it again. (Kysely leaves this out by default, for the sake
 * of migrations that change `foreign_keys`, which is without effect in a transaction; none here does.)
 */
class StoreAdapter extends SqliteAdapter {
  readonly statements: KeptStatements;

  constructor(statements: KeptStatements) {
    super();
    this.statements = statements;
  }

  override get supportsTransactionalDdl(): boolean {
    return true;
  }
}

export class StoreDialect extends SqliteDialect {
  readonly #database: SqliteDriver.Database;
  readonly #statements: KeptStatements;

  constructor(database: SqliteDriver.Database) {
    super({ database });
    this.#database = database;
    this.#statements = new KeptStatements(database);
  }

  override createAdapter(): SqliteAdapter {
    return new StoreAdapter(this.#statements);
  }

  override createDriver(): Driver {
    return new FailingDiskDriver(this.#database, this.#statements);
  }
}

/**
 * The statements of the one connection there is, for whoever has it to themselves: a transaction, or one who holds it
 * ({@link holding}). Null for anybody else, who has to wait for it, and on another database.
 */
export function ownStatements(db: AnyDb): KeptStatements | null {
  const { adapter } = db.getExecutor();
  return adapter instanceof StoreAdapter && (db.isTransaction || holders.has(db)) ? adapter.statements : null;
}

const holders = new WeakSet<AnyDb>();

/**
 * Does some reading on one connection, which on SQLite nobody else has meanwhile: all of it sees the same moment, and
 * what is remembered need not be read. `read` must use what it is given and nothing else of the store.
 */
export function holding<S, T>(store: Kysely<S>, read: (db: Kysely<S>) => Promise<T>): Promise<T> {
  return store.connection().execute((db) => {
    holders.add(db);
    return read(db);
  });
}
