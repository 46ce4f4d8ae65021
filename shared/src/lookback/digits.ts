/** Slips of the pen: what a mark may have been meant to be, when two digits were exchanged or the point was shifted. */

export type Slip = 'transposed' | 'shifted';

export interface Meant {
  readonly slip: Slip;
  /** Thousandths of a point. */
  readonly mark: number;
}

/**
 * The marks from which `mark` could have come by one slip: two neighbouring digits exchanged, or the decimal point one
 * place too far left or right. `decimals` is how many the item's marks are written with; marks over `max` are left out.
 */
export function meantMarks(mark: number, decimals: number, max: number): Meant[] {
  const meant: Meant[] = [];
  const add = (slip: Slip, value: number) => {
    if (value !== mark && value >= 0 && value <= max && Number.isInteger(value))
      meant.push({ slip, mark: value });
  };
  if (mark > 0) {
    add('shifted', mark * 10);
    add('shifted', mark / 10);
  }
  const unit = 10 ** (3 - decimals);
  if (mark % unit !== 0) return meant;
  const written = mark / unit;
  for (let low = 1; low * 10 <= Math.max(written, 10); low *= 10) {
    const right = Math.floor(written / low) % 10;
    const left = Math.floor(written / (low * 10)) % 10;
    // A zero in front is not written, so nothing can have been exchanged with it, except before the point.
    if (left === right || (written < low * 10 && low >= 10 ** decimals)) continue;
    add('transposed', (written + (right - left) * (low * 10 - low)) * unit);
  }
  return meant;
}

/** How many decimals these marks are written with at least. */
export function decimalsOf(marks: Iterable<number>): number {
  let decimals = 0;
  for (const mark of marks) {
    while (decimals < 3 && mark % 10 ** (3 - decimals) !== 0) decimals++;
    if (decimals === 3) break;
  }
  return decimals;
}

/** The greatest common divisor. */
export function divisorOf(a: number, b: number): number {
  let [x, y] = [a, b];
  while (y !== 0) [x, y] = [y, x % y];
  return x;
}
