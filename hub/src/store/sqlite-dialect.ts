import type SqliteDriver from 'better-sqlite3';
import {
  type DatabaseConnection,
  type Driver,
  SqliteDriver as KyselyDriver,
  SqliteAdapter,
  SqliteDialect,
} from 'kysely';
import { KeptStatements } from './sqlite-statements.ts';

/**
 * SQLite takes a whole transaction back by itself when the disk fails it (sqlite.org/lang_transaction.html): the
 * rollback that follows has nothing to do then, and its complaint must not hide why. A transaction that a failed
 * `begin` or `rollback` has left open, on the one connection there is, would keep every other out.
 */
class FailingDiskDriver extends KyselyDriver {
  readonly #database: SqliteDriver.Database;

  constructor(database: SqliteDriver.Database) {
    super({ database: new KeptStatements(database) });
    this.#database = database;
  }

  override async beginTransaction(connection: DatabaseConnection): Promise<void> {
    await this.rollbackTransaction(connection);
    await super.beginTransaction(connection);
  }

  override async rollbackTransaction(connection: DatabaseConnection): Promise<void> {
    if (this.#database.inTransaction) await super.rollbackTransaction(connection);
  }
}

/**
 * SQLite changes its schema within transactions as it does its rows: a migration is carried out whole or not at
 * all, and a hub that dies in the middle of one begins it again. (Kysely leaves this out by default, for the sake
 * of migrations that change `foreign_keys`, which is without effect in a transaction; none here does.)
 */
class TransactionalAdapter extends SqliteAdapter {
  override get supportsTransactionalDdl(): boolean {
    return true;
  }
}

export class StoreDialect extends SqliteDialect {
  readonly #database: SqliteDriver.Database;

  constructor(database: SqliteDriver.Database) {
    super({ database });
    this.#database = database;
  }

  override createAdapter(): SqliteAdapter {
    return new TransactionalAdapter();
  }

  override createDriver(): Driver {
    return new FailingDiskDriver(this.#database);
  }
}
