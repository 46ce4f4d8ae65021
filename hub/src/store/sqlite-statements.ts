import type SqliteDriver from 'better-sqlite3';
import { LateWrites } from './late-writes.ts';
import { type Asked, type ChangedKey, RememberedRows } from './remembered-rows.ts';

/** How many statements are kept. */
const KEPT = 256;
/** What changes the schema makes every statement that was prepared before doubtful. */
const SCHEMA = /^\s*(create|alter|drop|pragma|vacuum|reindex|attach|detach)\b/i;

/** A statement with its values. */
interface Given {
  readonly sql: string;
  readonly parameters: readonly unknown[];
}

/**
 * A database whose statements are prepared once and kept, by their text: preparing costs more than most of the reads.
 * (A kept statement must not be read step by step while it is asked again; nothing here streams.)
 */
export class KeptStatements {
  readonly #database: SqliteDriver.Database;
  readonly #kept = new Map<string, SqliteDriver.Statement<unknown[]>>();
  readonly #remembered = new RememberedRows();
  readonly #late = new LateWrites();

  constructor(database: SqliteDriver.Database) {
    this.#database = database;
  }

  /** The statement of this text, to be carried out at once. */
  prepare(sql: string): SqliteDriver.Statement<unknown[]> {
    this.#late.before(sql);
    this.#remembered.forgetBefore(sql);
    return this.#prepared(sql);
  }

  /** Carries a statement out. `changed`: all that it changes. */
  run({ sql, parameters }: Given, changed?: ChangedKey): unknown[] {
    this.#late.before(sql);
    if (changed) this.#remembered.forgetKey(changed);
    else this.#remembered.forgetBefore(sql);
    const statement = this.#prepared(sql);
    if (statement.reader) return statement.all(parameters);
    statement.run(parameters);
    return [];
  }

  /** The rows of a question as they were read before, or are read now. */
  remembered(asked: Asked): readonly object[] {
    return this.#remembered.rows(asked, () => {
      this.#late.before(asked.sql);
      return this.#prepared(asked.sql).all(asked.parameters) as object[];
    });
  }

  /** Puts a row into the place of the one that is `asked` for by its key; it is written by the end of the transaction. */
  putLate(asked: Asked, { table, key }: ChangedKey, row: object, write: () => Given): void {
    this.#remembered.forgetKey({ table, key });
    this.#remembered.know(asked, [row]);
    const carryOut = () => {
      const { sql, parameters } = write();
      this.#prepared(sql).run(parameters);
    };
    this.#late.put({ table, key: String(key), carryOut });
  }

  /** Writes what is still to be written in a transaction. */
  writeLate(): void {
    this.#late.carryOut();
  }

  /** Forgets every row that was read or was to be written: the transaction is undone. */
  forget(): void {
    this.#remembered.forgetAll();
    this.#late.forget();
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
