import type SqliteDriver from 'better-sqlite3';

/** How many statements are kept. */
const KEPT = 256;
/** What changes the schema makes every statement that was prepared before doubtful. */
const SCHEMA = /^\s*(create|alter|drop|pragma|vacuum|reindex|attach|detach)\b/i;

/**
 * A database whose statements are prepared once and kept, by their text: preparing costs more than most of the reads.
 * (A kept statement must not be read step by step while it is asked again; nothing here streams.)
 */
export class KeptStatements {
  readonly #database: SqliteDriver.Database;
  readonly #kept = new Map<string, SqliteDriver.Statement<unknown[]>>();

  constructor(database: SqliteDriver.Database) {
    this.#database = database;
  }

  prepare(sql: string): SqliteDriver.Statement<unknown[]> {
    const known = this.#kept.get(sql);
    if (known) return known;
    const statement = this.#database.prepare<unknown[]>(sql);
    if (SCHEMA.test(sql)) {
      this.#kept.clear();
      return statement;
    }
    const [oldest] = this.#kept.keys();
    if (this.#kept.size >= KEPT && oldest !== undefined) this.#kept.delete(oldest);
    this.#kept.set(sql, statement);
    return statement;
  }

  close(): void {
    this.#kept.clear();
    this.#database.close();
  }
}
