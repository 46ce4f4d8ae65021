import type { RefusalShown } from './state.ts';

/** Intents that wait for the hub's decision on their act. */
export class Answers {
  readonly #waiting = new Map<number, (refusal: RefusalShown | null) => void>();

  /** Settles with the hub's answer to act n, or with null when the line falls before it has come. */
  wait(n: number): Promise<RefusalShown | null> {
    return new Promise((settle) => this.#waiting.set(n, settle));
  }

  /** Hands the answer to who waits for it; false when nobody does. */
  give(n: number, refusal: RefusalShown | null): boolean {
    const settle = this.#waiting.get(n);
    this.#waiting.delete(n);
    settle?.(refusal);
    return settle !== undefined;
  }

  /** What the hub has not answered is stored all the same, and the person goes on without its decision. */
  giveUp(): void {
    for (const settle of this.#waiting.values()) settle(null);
    this.#waiting.clear();
  }
}
