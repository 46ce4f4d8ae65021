/**
 * The hub's database in a simulated morning: SQLite in memory, which outlives the hub process that works on it, and
 * can fail it at a commit in every way a disk, a driver or a power cut can.
 */
import SqliteDriver from 'better-sqlite3';
import { Kysely } from 'kysely';
import { Migrator } from 'kysely/migration';
import { migrations } from '#hub/rooms.ts';
import type { Schema } from '#hub/store/schema.ts';
import { StoreDialect } from '#hub/store/sqlite-dialect.ts';
import type { Rows, Seams } from './seams.ts';

/** What becomes of one commit. */
export type CommitFate =
  | 'done'
  /** The database says it failed, and nothing is stored. */
  | 'failed'
  /** The database says it failed, and all is stored. */
  | 'failed-but-stored'
  /** The hub dies before anything is stored. */
  | 'dies-before'
  /** The hub dies with all stored, and has answered nobody. */
  | 'dies-after';

/** The mark of every error that a simulated fault has caused: whatever else is thrown is a bug. */
export const FAULT = 'simulated fault';

let template: Buffer | undefined;

/** A database with every table and no row; made once a process. */
async function emptyDatabase(): Promise<Buffer> {
  if (template) return template;
  const database = new SqliteDriver(':memory:');
  const store = new Kysely<Schema>({ dialect: new StoreDialect(database) });
  const { error } = await new Migrator({
    db: store,
    provider: { getMigrations: async () => ({ ...migrations }) },
  }).migrateToLatest();
  if (error) throw error;
  template = database.serialize();
  await store.destroy();
  return template;
}

export class HubDisk {
  #raw: SqliteDriver.Database;
  /** What is done in the place of a commit; null for the commit itself. */
  instead: () => SqliteDriver.Statement | null = () => null;
  /** Decides on the commit that is asked for; an act alone is asked about, not what only reads. */
  fate: () => CommitFate = () => 'done';
  readonly #seams: Seams;
  /** Called after each commit that is stored. */
  stored = () => {};
  readonly #statements = new Map<string, SqliteDriver.Statement>();

  private constructor(raw: SqliteDriver.Database, seams: Seams) {
    this.#raw = raw;
    this.#seams = seams;
  }

  get raw(): SqliteDriver.Database {
    return this.#raw;
  }

  static async make(seams: Seams): Promise<HubDisk> {
    const raw = new SqliteDriver(await emptyDatabase());
    raw.pragma('foreign_keys = ON');
    return new HubDisk(raw, seams);
  }

  /** The store of one hub process. What a dead one still asks for fails. */
  open(process: { readonly alive: () => boolean; readonly die: () => void }): Kysely<Schema> {
    const inTransaction = () => this.#raw.inTransaction;
    const database = {
      get inTransaction() {
        return inTransaction();
      },
      close: () => {},
      prepare: (sql: string) => this.#lasting(this.#statement(sql, process.die), process.alive),
    };
    return new Kysely<Schema>({ dialect: new StoreDialect(database as never) });
  }

  #statement(sql: string, die: () => void): SqliteDriver.Statement {
    if (sql === 'commit') return this.#commit(die);
    const statement = this.prepared(sql);
    return statement.reader ? this.#read(statement, sql) : statement;
  }

  /** For a hub that keeps its statements: each time it is asked, the hub must be alive. */
  #lasting(statement: SqliteDriver.Statement, alive: () => boolean): SqliteDriver.Statement {
    const asked = <T>(answer: () => T): T => {
      if (!alive()) throw new Error(`${FAULT}: the hub is dead`);
      return answer();
    };
    return {
      reader: statement.reader,
      all: (...values: unknown[]) => asked(() => statement.all(...values)),
      run: (...values: unknown[]) => asked(() => statement.run(...values)),
    } as unknown as SqliteDriver.Statement;
  }

  /** What is there now is an older copy. */
  goBackTo(copy: Buffer): void {
    this.#raw = new SqliteDriver(copy);
    this.#raw.pragma('foreign_keys = ON');
    this.#statements.clear();
  }

  /** What the next process finds: a transaction that was under way is undone. */
  recover(): void {
    if (this.#raw.inTransaction) this.#raw.exec('rollback');
  }

  /** A statement on what is there now: of the hub, and of those that look on. */
  prepared(sql: string): SqliteDriver.Statement {
    const known = this.#statements.get(sql);
    if (known) return known;
    const made = this.#raw.prepare(sql);
    if (/^(select|insert|update|delete|savepoint|release|rollback|begin)/i.test(sql)) {
      this.#statements.set(sql, made);
    }
    return made;
  }

  /** What is read, as the seam lets it be seen. */
  #read(statement: SqliteDriver.Statement, sql: string): SqliteDriver.Statement {
    const all = (parameters: unknown[]) =>
      this.#seams.rows(statement.all(parameters) as Rows, sql, parameters, this.#raw.inTransaction);
    return { reader: true, all } as unknown as SqliteDriver.Statement;
  }

  #commit(die: () => void): SqliteDriver.Statement {
    const commit = this.prepared('commit ');
    const run = () => {
      const fate = this.fate();
      if (fate === 'failed') throw diskError('the commit failed');
      if (fate === 'dies-before') {
        die();
        throw new Error(`${FAULT}: the hub died before its commit`);
      }
      const result = (this.instead() ?? commit).run();
      this.stored();
      if (fate === 'dies-after') die();
      if (fate !== 'done') throw diskError('the commit is done, its answer lost');
      return result;
    };
    return { reader: false, run, all: () => [] } as unknown as SqliteDriver.Statement;
  }
}

/** As SQLite tells of a disk that fails it. */
function diskError(what: string): Error {
  return Object.assign(new Error(`${FAULT}: ${what}`), { code: 'SQLITE_IOERR_WRITE' });
}
