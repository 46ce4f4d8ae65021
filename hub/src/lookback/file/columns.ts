/** Numbers of all rows, column by column, in blocks: a file grows without anything being copied. */
const BLOCK = 1 << 18;
const BITS = 18;

export class Column {
  readonly #blocks: Int32Array[] = [];
  #block = new Int32Array(0);
  #length = 0;

  push(value: number): void {
    const place = this.#length & (BLOCK - 1);
    if (place === 0) {
      this.#block = new Int32Array(BLOCK);
      this.#blocks.push(this.#block);
    }
    this.#block[place] = value;
    this.#length++;
  }

  get length(): number {
    return this.#length;
  }

  at(index: number): number {
    return (this.#blocks[index >>> BITS] as Int32Array)[index & (BLOCK - 1)] as number;
  }

  indexOf(value: number): number {
    for (let index = 0; index < this.#length; index++) if (this.at(index) === value) return index;
    return -1;
  }
}

/** What stands in a cell that is no number. */
export const NOT_A_NUMBER = 2 ** 31 - 1;
/** Larger numbers are none: 2,000,000 points. */
const LARGEST = 2e9;

/**
 * Points as written (`12.5`, `-1`, `.75`) in thousandths, more than three decimals rounded half up; NOT_A_NUMBER for
 * anything else, such as exponents, thousands separators or full-width digits.
 */
export function thousandthsIn(bytes: Uint8Array, from: number, to: number): number {
  let at = from;
  const negative = bytes[at] === 45;
  if (negative || bytes[at] === 43) at++;
  let value = 0;
  let digits = 0;
  let decimals = -1;
  let up = 0;
  for (; at < to; at++) {
    const byte = bytes[at] as number;
    if (byte === 46 && decimals < 0) {
      decimals = 0;
      continue;
    }
    const digit = byte - 48;
    if (digit < 0 || digit > 9) return NOT_A_NUMBER;
    digits++;
    if (decimals < 3) {
      value = value * 10 + digit;
      if (value > LARGEST) return NOT_A_NUMBER;
      if (decimals >= 0) decimals++;
    } else if (decimals === 3) {
      up = digit >= 5 ? 1 : 0;
      decimals++;
    }
  }
  if (digits === 0) return NOT_A_NUMBER;
  for (let places = Math.max(0, decimals); places < 3; places++) value *= 10;
  value += up;
  if (value > LARGEST) return NOT_A_NUMBER;
  return negative ? -value : value;
}
