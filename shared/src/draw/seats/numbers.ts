/** Streams of numbers made of the seed, as docs/draw.md, part 3 says. */
import { hmacUnder } from '../../canonical/index.ts';
import { keyOfSeed } from '../seed.ts';

/**
 * Block `b` of stream `s` is `HMAC(seed, J(["seats", s, b]))`, read as eight 32-bit integers, most significant byte
 * first. The tries of the plain method are the streams 0, 1, 2, …; the other methods have a stream with a name.
 */
export class NumberStream {
  readonly #mac: (data: Uint8Array) => Uint8Array;
  readonly #encoder = new TextEncoder();
  #prefix = '';
  #block = 0;
  #bytes: DataView = new DataView(new ArrayBuffer(32));
  #next = 32;

  constructor(seed: string, stream: number | string) {
    this.#mac = hmacUnder(keyOfSeed(seed));
    this.restart(stream);
  }

  /** Begins another stream of the same seed. */
  restart(stream: number | string): void {
    // Canonical JSON of an integer, and of a name in plain letters, is what stands here.
    this.#prefix = `["seats",${JSON.stringify(stream)},`;
    this.#block = 0;
    this.#next = 32;
  }

  /** A number from 0 to n − 1, each equally likely; takes nothing from the stream when n is 1. */
  uniform(n: number): number {
    if (n === 1) return 0;
    const limit = Math.floor(2 ** 32 / n) * n;
    let number = this.#take();
    while (number >= limit) number = this.#take();
    return number % n;
  }

  /**
   * The same for any size: as many numbers as hold n − 1 in binary, the first the most significant, are read as one
   * and taken again from the stream until it is below the greatest multiple of n that fits.
   */
  uniformBig(n: bigint): bigint {
    if (n === 1n) return 0n;
    const words = Math.ceil((n - 1n).toString(2).length / 32);
    const span = 1n << BigInt(32 * words);
    const limit = (span / n) * n;
    for (;;) {
      let number = 0n;
      for (let word = 0; word < words; word++) number = (number << 32n) | BigInt(this.#take());
      if (number < limit) return number % n;
    }
  }

  #take(): number {
    if (this.#next === 32) {
      const block = this.#mac(this.#encoder.encode(`${this.#prefix}${this.#block++}]`));
      this.#bytes = new DataView(block.buffer, block.byteOffset, 32);
      this.#next = 0;
    }
    const number = this.#bytes.getUint32(this.#next);
    this.#next += 4;
    return number;
  }
}
