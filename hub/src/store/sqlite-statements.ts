import type SqliteDriver from 'better-sqlite3';
import { type Asked, type ChangedKey, RememberedRows } from './remembered-rows.ts';

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
  readonly #remembered = new RememberedRows();

  constructor(database: SqliteDriver.Database) {
    this.#database = database;
  }

  /** The statement of this text, to be carried out at once. */
  prepare(sql: string): SqliteDriver.Statement<unknown[]> {
    this.#remembered.forgetBefore(sql);
    return this.#prepared(sql);
  }

  /** Carries a statement out. `changed`: all that it changes. */
  run(sql: string, parameters: readonly unknown[], changed?: ChangedKey): unknown[] {
    if (changed) this.#remembered.forgetKey(changed);
    else this.#remembered.forgetBefore(sql);
    const statement = this.#prepared(sql);
    if (statement.reader) return statement.all(parameters);
    statement.run(parameters);
    return [];
  }

  /** The rows of a question as they were read before, or are read now. */
  remembered(asked: Asked): readonly object[] {
    return this.#remembered.rows(asked, () => this.#prepared(asked.sql).all(asked.parameters) as object[]);
  }

  /** Forgets every row that was read: what was written may have been undone. */
  forget(): void {
    this.#remembered.forgetAll();
  }

  #prepared(sql: string): SqliteDriver.Statement<unknown[]> {
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
