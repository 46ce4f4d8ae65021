import type SqliteDriver from 'better-sqlite3';
import { type DatabaseConnection, type Driver, SqliteDriver as KyselyDriver, SqliteDialect } from 'kysely';

/**
 * SQLite takes a whole transaction back by itself when the disk fails it (sqlite.org/lang_transaction.html): the
 * rollback that follows has nothing to do then, and its complaint must not hide why.
 */
class FailingDiskDriver extends KyselyDriver {
  readonly #database: SqliteDriver.Database;

  constructor(database: SqliteDriver.Database) {
    super({ database });
    this.#database = database;
  }

  override async rollbackTransaction(connection: DatabaseConnection): Promise<void> {
    if (this.#database.inTransaction) await super.rollbackTransaction(connection);
  }
}

export class StoreDialect extends SqliteDialect {
  readonly #database: SqliteDriver.Database;

  constructor(database: SqliteDriver.Database) {
    super({ database });
    this.#database = database;
  }

  override createDriver(): Driver {
    return new FailingDiskDriver(this.#database);
  }
}
