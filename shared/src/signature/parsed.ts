import { sha256Hex } from '../canonical/index.ts';

/** What was made of bytes before, by their digest: made once. When there are too many, the oldest is let go. */
export class Parsed<T> {
  readonly #most: number;
  readonly #all = new Map<string, T>();

  constructor(most: number) {
    this.#most = most;
  }

  get size(): number {
    return this.#all.size;
  }

  /** What `make` gives for these bytes; nothing is kept of one that throws. */
  of(bytes: Uint8Array, make: () => T): T {
    const digest = sha256Hex(bytes);
    const known = this.#all.get(digest);
    if (known !== undefined) return known;
    const made = make();
    this.#all.set(digest, made);
    const [oldest] = this.#all.keys();
    if (this.#all.size > this.#most && oldest !== undefined) this.#all.delete(oldest);
    return made;
  }
}
