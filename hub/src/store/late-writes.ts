/**
 * Rows that a transaction writes again and again: only the last of what is written to each is carried out, before the
 * commit or before anybody asks for the table in another way. What is undone to a savepoint takes with it what was put
 * after it.
 */
export interface LateWrite {
  readonly table: string;
  readonly key: string;
  carryOut(): void;
}

type Due = Map<string, LateWrite>;

const SAVEPOINT = /^(savepoint|rollback to savepoint) (\w+)$/;

export class LateWrites {
  #due: Due = new Map();
  /** Tables that were put to in this transaction: few, where what is due may be hundreds of rows. */
  readonly #tables = new Set<string>();
  /** What was due when a savepoint was made, by its name. */
  readonly #marks = new Map<string, Due>();

  put(write: LateWrite): void {
    this.#tables.add(write.table);
    this.#due.set(`${write.table} ${write.key}`, write);
  }

  /** Carries out what a statement must find done. */
  before(sql: string): void {
    const [, what, name = ''] = SAVEPOINT.exec(sql) ?? [];
    if (what === 'savepoint') this.#marks.set(name, new Map(this.#due));
    else if (what !== undefined) this.#due = new Map(this.#marks.get(name));
    else if (this.#due.size > 0 && this.#concerns(sql)) this.carryOut();
  }

  #concerns(sql: string): boolean {
    for (const table of this.#tables) if (sql.includes(`"${table}"`)) return true;
    return false;
  }

  carryOut(): void {
    const due = this.#due;
    this.#due = new Map();
    for (const write of due.values()) write.carryOut();
  }

  /** The transaction is over. */
  forget(): void {
    this.#due = new Map();
    this.#tables.clear();
    this.#marks.clear();
  }
}
