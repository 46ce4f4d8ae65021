/** Names met in a file, each kept once as its bytes and known by a number: millions of cells make no strings. */
import { isUtf8 } from 'node:buffer';

/** Deciding the writing waits until all names are known. */
export type Writing = 'utf-8' | 'gb18030';

export class Names {
  #bytes = new Uint8Array(1 << 12);
  #used = 0;
  #ends = new Uint32Array(1 << 8);
  #hashes = new Int32Array(1 << 8);
  #slots = new Int32Array(1 << 9);
  #count = 0;
  #last = -1;
  #decoded: string[] = [];

  get count(): number {
    return this.#count;
  }

  /** The number of the name in `bytes` from `from` to before `to`. */
  numberOf(bytes: Uint8Array, from: number, to: number): number {
    // Rows that follow each other mostly share their names.
    if (this.#last >= 0 && this.#is(this.#last, bytes, from, to)) return this.#last;
    let hash = 0x811c9dc5;
    for (let i = from; i < to; i++) hash = Math.imul(hash ^ (bytes[i] as number), 0x01000193);
    hash ^= hash >>> 15;
    const mask = this.#slots.length - 1;
    for (let slot = hash & mask; ; slot = (slot + 1) & mask) {
      const number = (this.#slots[slot] as number) - 1;
      if (number < 0) {
        this.#slots[slot] = this.#count + 1;
        this.#last = this.#add(bytes, from, to, hash);
        return this.#last;
      }
      if (this.#hashes[number] === hash && this.#is(number, bytes, from, to)) {
        this.#last = number;
        return number;
      }
    }
  }

  /** The first name that is not in this writing; −1 when all are. */
  firstNot(writing: Writing): number {
    const decoder = new TextDecoder(writing, { fatal: true });
    for (let number = 0; number < this.#count; number++) {
      const bytes = this.#of(number);
      if (writing === 'utf-8' ? isUtf8(bytes) : decodes(decoder, bytes)) continue;
      return number;
    }
    return -1;
  }

  /** From now on names are read in this writing. */
  decode(writing: Writing): void {
    const decoder = new TextDecoder(writing);
    this.#decoded = Array.from({ length: this.#count }, (_, number) => decoder.decode(this.#of(number)));
  }

  /** A name after `decode`. */
  name(number: number): string {
    return this.#decoded[number] ?? '';
  }

  #of(number: number): Uint8Array {
    return this.#bytes.subarray(number === 0 ? 0 : this.#ends[number - 1], this.#ends[number]);
  }

  #is(number: number, bytes: Uint8Array, from: number, to: number): boolean {
    const start = number === 0 ? 0 : (this.#ends[number - 1] as number);
    if ((this.#ends[number] as number) - start !== to - from) return false;
    const own = this.#bytes;
    for (let i = from, j = start; i < to; i++, j++) if (bytes[i] !== own[j]) return false;
    return true;
  }

  #add(bytes: Uint8Array, from: number, to: number, hash: number): number {
    const number = this.#count++;
    while (this.#used + to - from > this.#bytes.length) this.#bytes = doubled(this.#bytes);
    this.#bytes.set(bytes.subarray(from, to), this.#used);
    this.#used += to - from;
    if (number >= this.#ends.length) {
      this.#ends = doubled(this.#ends);
      this.#hashes = doubled(this.#hashes);
    }
    this.#ends[number] = this.#used;
    this.#hashes[number] = hash;
    if (2 * this.#count > this.#slots.length) this.#respread();
    return number;
  }

  #respread(): void {
    this.#slots = new Int32Array(this.#slots.length * 2);
    const mask = this.#slots.length - 1;
    for (let number = 0; number < this.#count; number++) {
      let slot = (this.#hashes[number] as number) & mask;
      while (this.#slots[slot] !== 0) slot = (slot + 1) & mask;
      this.#slots[slot] = number + 1;
    }
  }
}

function decodes(decoder: TextDecoder, bytes: Uint8Array): boolean {
  try {
    decoder.decode(bytes);
    return true;
  } catch {
    return false;
  }
}

function doubled<T extends Uint8Array<ArrayBuffer> | Uint32Array<ArrayBuffer> | Int32Array<ArrayBuffer>>(
  array: T,
): T {
  const larger = new (array.constructor as new (length: number) => T)(array.length * 2);
  larger.set(array);
  return larger;
}
