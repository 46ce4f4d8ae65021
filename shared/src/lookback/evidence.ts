/** A table's marks projected on patterns, and the evidence for a pattern: docs/lookback.md has the formulas. */
import type { Table } from './marks.ts';
import { at, normalBelow } from './normal.ts';

/** Marks beyond so many spreads from the panel's mean count as just so many. */
const CLIP = 4;
/** Exponents beyond this are certainty enough, and `exp` stays finite. */
const MOST = 300;

export interface Projection {
  /** Of each mark: its distance over its variance, the expert's severity taken out. */
  readonly z: Float64Array;
  /** Sums of `z` over the bidders, by expert. */
  readonly columns: Float64Array;
  /** Of each mark: points of 100 from the panel's mean, the expert's shrunk severity taken out. */
  readonly apart: Float64Array;
  /** 1 / spread², by bidder, and their sum. */
  readonly weights: Float64Array;
  readonly sum: number;
  /** By how much an expert's weighed sum is taken for severity. */
  readonly shrink: number;
}

/**
 * Takes each bidder's mean and each expert's severity (a normal prior of `severity` points) out of a table. With it,
 * ⟨d, y⟩ for a pattern d on one expert's column is Σ d·z.
 */
export function projected(table: Table, spreads: Float64Array, severity: number): Projection {
  const { bidders: nb, experts: nr, values } = table;
  const weights = spreads.map((spread) => 1 / (spread * spread));
  const sum = weights.reduce((total, weight) => total + weight, 0);
  const shrink = (severity * severity) / (1 + severity * severity * sum);
  const y = new Float64Array(nb * nr);
  const totals = new Float64Array(nr);
  for (let b = 0; b < nb; b++) {
    const row = b * nr;
    let mean = 0;
    for (let r = 0; r < nr; r++) mean += at(values, row + r) / nr;
    const most = CLIP * at(spreads, b);
    let clipped = 0;
    for (let r = 0; r < nr; r++) {
      const value = Math.max(-most, Math.min(most, at(values, row + r) - mean));
      y[row + r] = value;
      clipped += value / nr;
    }
    for (let r = 0; r < nr; r++) {
      y[row + r] = at(y, row + r) - clipped;
      totals[r] = at(totals, r) + at(weights, b) * at(y, row + r);
    }
  }
  const z = new Float64Array(nb * nr);
  const apart = new Float64Array(nb * nr);
  const columns = new Float64Array(nr);
  for (let b = 0; b < nb; b++) {
    for (let r = 0; r < nr; r++) {
      const i = b * nr + r;
      const distance = at(y, i) - shrink * at(totals, r);
      apart[i] = distance;
      z[i] = at(weights, b) * distance;
      columns[r] = at(columns, r) + at(z, i);
    }
  }
  return { z, columns, apart, weights, sum, shrink };
}

/**
 * Evidence for a shift along a pattern against none, its size unknown with variance `D2`: `U` = ⟨d, y⟩, `G` = ⟨d, d⟩,
 * `upwards` the share of shifts that raise the mark.
 */
export function alone(U: number, G: number, D2: number, upwards: number): number {
  const scale = 1 + G * D2;
  const evidence = Math.exp(Math.min(MOST, (0.5 * U * U * D2) / scale)) / Math.sqrt(scale);
  return upwards === 0.5 ? evidence : evidence * side((U * Math.sqrt(D2)) / Math.sqrt(scale), upwards);
}

/**
 * The same where the pattern's expert is also harsh or mild beyond what is usual, with variance `S2`: `c` = ⟨d, S⟩,
 * `u` = ⟨S, y⟩, `e` = ⟨S, S⟩ + 1/S2.
 */
export function beside(
  U: number,
  G: number,
  c: number,
  u: number,
  e: number,
  D2: number,
  S2: number,
  upwards: number,
): number {
  const a = G + 1 / D2;
  const det = a * e - c * c;
  const exponent = (0.5 * (e * U * U - 2 * c * U * u + a * u * u)) / det;
  const evidence = Math.exp(Math.min(MOST, exponent)) / Math.sqrt(S2 * det * D2);
  return upwards === 0.5 ? evidence : evidence * side((e * U - c * u) / Math.sqrt(det * e), upwards);
}

function side(t: number, upwards: number): number {
  const above = normalBelow(t);
  return 2 * (upwards * above + (1 - upwards) * (1 - above));
}
