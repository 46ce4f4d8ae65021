/** Every choice of a simulated morning: a generator that gives the same for the same seed, on every machine. */
import { createHash } from 'node:crypto';

export class Chance {
  readonly #state: Uint32Array;
  readonly #name: string;

  /** sfc32 (PractRand), seeded by a digest of the name. */
  constructor(name: string) {
    const digest = createHash('sha256').update(name).digest();
    this.#name = name;
    this.#state = Uint32Array.from({ length: 4 }, (_, n) => digest.readUInt32LE(n * 4));
    for (let n = 0; n < 12; n++) this.#next();
  }

  /** A generator of its own for one part of the morning: what others draw does not change what it draws. */
  fork(part: string): Chance {
    return new Chance(`${this.#name}/${part}`);
  }

  /** From 0 up to, not including, 1. */
  fraction(): number {
    return this.#next() / 2 ** 32;
  }

  /** A whole number from `low` to `high`, both included. */
  whole(low: number, high: number): number {
    return low + Math.floor(this.fraction() * (high - low + 1));
  }

  /** True once in so many. */
  happens(probability: number): boolean {
    return this.fraction() < probability;
  }

  pick<T>(choices: readonly T[]): T {
    const chosen = choices[this.whole(0, choices.length - 1)];
    if (chosen === undefined) throw new Error('nothing to choose from');
    return chosen;
  }

  /** So many of these, in an order of their own. */
  some<T>(choices: readonly T[], count: number): T[] {
    const left = [...choices];
    return Array.from({ length: Math.min(count, left.length) }, () => {
      const [taken] = left.splice(this.whole(0, left.length - 1), 1);
      return taken as T;
    });
  }

  bytes(count: number): Uint8Array {
    const bytes = new Uint8Array(count);
    for (let n = 0; n < count; n++) bytes[n] = this.#next() & 0xff;
    return bytes;
  }

  hex(bytes: number): string {
    return Buffer.from(this.bytes(bytes)).toString('hex');
  }

  #next(): number {
    const s = this.#state;
    const [a = 0, b = 0, c = 0, d = 0] = s;
    const sum = (a + b + d) >>> 0;
    s[3] = d + 1;
    s[0] = b ^ (b >>> 9);
    s[1] = c + (c << 3);
    s[2] = ((c << 21) | (c >>> 11)) + sum;
    return sum;
  }
}
