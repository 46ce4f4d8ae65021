/**
 * Rows that a database has given and would give again: kept until something is written that they came from.
 *
 * It counts on seeing every write: of a database that this process alone has, through its one connection, whose
 * statements all pass here. What is remembered within a transaction holds for that transaction, and after its commit
 * for all; whatever is undone makes everything forgotten.
 */

/** How many answers are kept of each question. */
const KEPT = 2000;

/** One question with all the values it has been asked with. */
interface Question {
  readonly answers: Map<string, readonly object[]>;
  /** Its only value is the key of the rows it asks for. */
  readonly byKey: boolean;
}

export interface Asked {
  readonly sql: string;
  readonly parameters: readonly unknown[];
  readonly byKey: boolean;
}

/** A key of a table's rows; nothing else was changed of it. */
export interface ChangedKey {
  readonly table: string;
  readonly key: unknown;
}

export class RememberedRows {
  readonly #questions = new Map<string, Question>();
  /** Which questions look at a table. */
  readonly #of = new Map<string, Question[]>();

  /** The rows as remembered, or else as read now. Nobody can change them. */
  rows(asked: Asked, read: () => object[]): readonly object[] {
    return this.#answers(asked).get(nameOf(asked)) ?? this.know(asked, read());
  }

  /** Takes these rows for the answer, until they are forgotten. */
  know(asked: Asked, rows: readonly object[]): readonly object[] {
    const answers = this.#answers(asked);
    const known = Object.freeze(rows.map((row) => Object.freeze(row)));
    const [oldest] = answers.size >= KEPT ? answers.keys() : [];
    if (oldest !== undefined) answers.delete(oldest);
    answers.set(nameOf(asked), known);
    return known;
  }

  #answers(asked: Asked): Question['answers'] {
    return (this.#questions.get(asked.sql) ?? this.#learnt(asked)).answers;
  }

  #learnt({ sql, byKey }: Asked): Question {
    const question: Question = { answers: new Map(), byKey };
    this.#questions.set(sql, question);
    for (const [, table = ''] of sql.matchAll(/\b(?:from|join) "(\w+)"/g))
      this.#of.set(table, [...(this.#of.get(table) ?? []), question]);
    return question;
  }

  /** Forgets what this statement may change. */
  forgetBefore(sql: string): void {
    if (READS_ONLY.test(sql)) return;
    const table = CHANGES.exec(sql)?.[1];
    if (table === undefined) this.forgetAll();
    else for (const { answers } of this.#of.get(table) ?? []) answers.clear();
  }

  forgetAll(): void {
    for (const { answers } of this.#questions.values()) answers.clear();
  }

  /** Forgets the rows of one key, and whatever is asked of that table in any other way. */
  forgetKey({ table, key }: ChangedKey): void {
    for (const { answers, byKey } of this.#of.get(table) ?? [])
      if (byKey) answers.delete(String(key));
      else answers.clear();
  }
}

function nameOf({ parameters }: Asked): string {
  return parameters.length === 1 ? String(parameters[0]) : JSON.stringify(parameters);
}

const READS_ONLY = /^\s*(select|begin|commit|savepoint|release)\b/i;
const CHANGES = /^\s*(?:insert into|update|delete from) "(\w+)"/i;
