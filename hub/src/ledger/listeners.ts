import type { StoredEvent } from './command.ts';
import { tellError } from './tell-error.ts';

export type Listener = (events: readonly StoredEvent[]) => void;

/** Those who are told of each commit, in the order in which they came. */
export class Listeners {
  readonly #all = new Set<Listener>();

  add(listener: Listener): () => void {
    this.#all.add(listener);
    return () => this.#all.delete(listener);
  }

  /** What is stored is answered, whatever a listener makes of it: its bug is told and takes nobody else's news away. */
  tell(committed: readonly StoredEvent[]): void {
    for (const listener of this.#all) {
      try {
        listener(committed);
      } catch (error) {
        tellError(error);
      }
    }
  }
}
