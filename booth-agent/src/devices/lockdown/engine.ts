/**
 * Locks a machine down and takes it back. Each change is journalled before it is made, so that whatever kills this
 * program, or the machine, the next `release` leaves everything as it was.
 */
import { Refusal } from '#shared/catalogue/refusal.ts';
import type { Change, Entry, Operation, Outcome, SystemCall } from './change.ts';
import { Journal } from './journal.ts';
import { Tree } from './tree.ts';

/** Tells the system something; null when it took it, else what was in the way. */
export type Tell = (call: SystemCall) => string | null;

export interface LockdownParts {
  /** `/`, or another directory that a whole system lies in. */
  readonly root: string;
  readonly operations: readonly Operation[];
  readonly tell: Tell;
  readonly now: () => Date;
}

export class Lockdown {
  readonly #parts: LockdownParts;
  readonly #journal: Journal;
  readonly #tree: Tree;

  constructor(parts: LockdownParts) {
    this.#parts = parts;
    this.#journal = new Journal(parts.root);
    this.#tree = new Tree(parts.root);
  }

  /**
   * Takes back what an earlier lock-down has left, then locks. An operation that cannot be done is taken back whole and
   * reported; the others are done. Refuses LOCKDOWN_JOURNAL_FAILED: then everything is as it was.
   */
  engage(): Outcome[] {
    const left = this.release().filter(({ done }) => !done);
    const outcomes = this.#parts.operations.map((operation) => this.#lock(operation));
    return [...left, ...outcomes];
  }

  /**
   * Takes back everything the journal knows of, the last first. What cannot be taken back stays in the journal and is
   * reported; it does not stop the others. Refuses LOCKDOWN_JOURNAL_FAILED.
   */
  release(): Outcome[] {
    return this.#undo(this.#journal.read());
  }

  /** As `release`, and takes away what is ours and no journal knows of, should one have been lost. */
  reset(): Outcome[] {
    const released = this.release();
    const known = new Set(this.#journal.read().map(({ path }) => path));
    const strays = this.#parts.operations.flatMap((operation) =>
      operation
        .changes(this.#parts.root)
        .filter((change) => change.kind !== 'value' && !known.has(change.path) && this.#tree.holds(change))
        .map((change) => this.#entry(operation, change, { before: { kind: 'nothing' }, made: [] })),
    );
    for (const stray of strays) this.#journal.append(stray);
    return [...released, ...this.#undo(strays)];
  }

  /** Names of the operations that are in effect whole, looked at anew each time. */
  inEffect(): string[] {
    const { operations, root } = this.#parts;
    return operations
      .filter(({ changes }) =>
        changes(root).every((change) => change.kind === 'value' || this.#tree.holds(change)),
      )
      .map(({ name }) => name);
  }

  #lock(operation: Operation): Outcome {
    const entries: Entry[] = [];
    let failure: unknown;
    try {
      for (const change of operation.changes(this.#parts.root)) {
        const entry = this.#entry(operation, change, this.#tree.look(change));
        this.#journal.append(entry);
        entries.push(entry);
        this.#tree.make(change);
      }
    } catch (error) {
      failure = error;
    }
    if (failure instanceof Refusal) {
      this.release();
      throw failure;
    }
    if (failure !== undefined) {
      const detail = detailOf(failure);
      this.#undo(entries);
      return { operation: operation.name, done: false, detail };
    }
    return this.#told(operation.name, operation.tell);
  }

  #entry(operation: Operation, { path }: Change, found: Pick<Entry, 'before' | 'made'>): Entry {
    const at = this.#parts.now().toISOString();
    return { operation: operation.name, at, path, ...found, tell: operation.tell };
  }

  /** Of these entries the journal keeps those that could not be taken back. */
  #undo(entries: readonly Entry[]): Outcome[] {
    if (entries.length === 0) return [];
    const failures = new Map<Entry, string>();
    for (const entry of [...entries].reverse()) {
      try {
        this.#tree.undo(entry);
      } catch (error) {
        failures.set(entry, detailOf(error));
      }
    }
    const outcomes = [...Map.groupBy(entries, ({ operation }) => operation)].map(([name, ofOne]) => {
      const failed = ofOne.find((entry) => failures.has(entry));
      const told = this.#told(name, ofOne[0]?.tell ?? []);
      return failed ? { operation: name, done: false, detail: failures.get(failed) ?? '' } : told;
    });
    const undone = new Set(
      entries.filter((entry) => !failures.has(entry)).map((entry) => JSON.stringify(entry)),
    );
    this.#journal.leave(this.#journal.read().filter((entry) => !undone.has(JSON.stringify(entry))));
    return outcomes;
  }

  #told(operation: string, calls: readonly SystemCall[]): Outcome {
    const failures = calls.flatMap((call) => this.#parts.tell(call) ?? []);
    return { operation, done: failures.length === 0, detail: failures.join('; ') };
  }
}

function detailOf(error: unknown): string {
  const { code } = error as NodeJS.ErrnoException;
  if (code === undefined) throw error;
  return code;
}
