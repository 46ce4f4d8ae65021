/** What a morning has shown to be wrong, by the invariant that does not hold; and the trace that tells two mornings apart. */
import { createHash } from 'node:crypto';

/** What must hold of every morning. */
export const invariants = {
  acknowledged: 'every act that was acknowledged is in the ledger exactly once, in the order it was done',
  taken: 'every act that a person was told is taken reaches the ledger, or its refusal reaches the booth',
  tables: "the hub's read tables are those that the ledger makes",
  entries: 'every entry has its number, its digest and its leaf, and hours do not run backwards',
  checkpoints: 'every checkpoint is signed, is over the entries, and continues those that were seen before',
  totals: 'totals and ranks are those of an independent count of the signed sheets',
  signatures: 'every signed statement holds, is bound to its place, and is time-stamped',
  secrecy: 'nobody is sent a mark, a name or a seat before its time',
  endings: 'every evaluation ends, and every booth in a state that a person can act on',
  refusals: 'nothing is refused that a right hub would not refuse',
  errors: 'nothing is thrown but what a fault has caused',
} as const;

export type Invariant = keyof typeof invariants;

export interface Finding {
  readonly invariant: Invariant;
  readonly message: string;
}

const MOST = 40;

export class Findings {
  readonly all: Finding[] = [];

  add(invariant: Invariant, message: string): void {
    if (this.all.length < MOST) this.all.push({ invariant, message: message.slice(0, 600) });
  }
}

export class Trace {
  readonly #lines: string[] = [];
  readonly #tell: ((line: string) => void) | null;

  constructor(tell: ((line: string) => void) | null) {
    this.#tell = tell;
  }

  note(time: number, text: string): void {
    this.#lines.push(`${time} ${text}`);
    this.#tell?.(`${new Date(time).toISOString()} ${text}`);
  }

  digest(): string {
    return createHash('sha256').update(this.#lines.join('\n')).digest('hex').slice(0, 32);
  }
}
