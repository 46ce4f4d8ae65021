/** Exact numbers: fractions of integers, rounded once at the end. No floating point anywhere in scoring. */

/** A fraction; `below` is positive. */
export interface Fraction {
  readonly above: bigint;
  readonly below: bigint;
}

/**
 * Rounds a fraction of thousandths to `decimals` places of a point, half up (away from zero for what is not
 * negative), and gives thousandths. Scores are never negative.
 */
export function roundHalfUp({ above, below }: Fraction, decimals: number): number {
  if (above < 0n || below <= 0n) throw new RangeError('a score is not negative');
  const unit = 10n ** BigInt(3 - decimals);
  const step = below * unit;
  return Number(((2n * above + step) / (2n * step)) * unit);
}

/** Thousandths of a point as people read them: 12500 → "12.5". */
export function pointsText(thousandths: number): string {
  const sign = thousandths < 0 ? '-' : '';
  const size = Math.abs(thousandths);
  const rest = String(size % 1000)
    .padStart(3, '0')
    .replace(/0+$/, '');
  return `${sign}${Math.floor(size / 1000)}${rest ? `.${rest}` : ''}`;
}

/** Points as typed ("12.5") to thousandths; null for what is not a plain decimal with three places at most. */
export function thousandthsOf(points: string): number | null {
  const match = /^(\d{1,6})(?:\.(\d{0,3}))?$/.exec(points.trim());
  if (!match) return null;
  return Number(match[1]) * 1000 + Number((match[2] ?? '').padEnd(3, '0'));
}
