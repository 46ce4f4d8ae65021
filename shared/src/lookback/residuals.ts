/** A robust two-way fit: what is left of each mark beside the bidder's quality and the expert's severity. */
import type { Table } from './marks.ts';
import { at, medianOf } from './normal.ts';

export interface TwoWay {
  /** The middle of the experts' marks for each bidder, as written. */
  readonly quality: Float64Array;
  readonly severity: Float64Array;
  /** At the places of the table. */
  readonly residuals: Float64Array;
}

const SWEEPS = 3;

/** Median polish (J. W. Tukey, Exploratory Data Analysis, 1977): medians of bidders and experts taken out in turn. */
export function twoWayFit({ bidders, experts, values }: Table): TwoWay {
  const residuals = Float64Array.from(values);
  const quality = new Float64Array(bidders);
  const severity = new Float64Array(experts);
  const scratch = new Float64Array(Math.max(bidders, experts));
  for (let sweep = 0; sweep < SWEEPS; sweep++) {
    for (let b = 0; b < bidders; b++) {
      for (let r = 0; r < experts; r++) scratch[r] = at(residuals, b * experts + r);
      const middle = medianOf(scratch, experts);
      if (sweep === 0) quality[b] = middle;
      for (let r = 0; r < experts; r++) residuals[b * experts + r] = at(residuals, b * experts + r) - middle;
    }
    for (let r = 0; r < experts; r++) {
      for (let b = 0; b < bidders; b++) scratch[b] = at(residuals, b * experts + r);
      const middle = medianOf(scratch, bidders);
      severity[r] = at(severity, r) + middle;
      for (let b = 0; b < bidders; b++) residuals[b * experts + r] = at(residuals, b * experts + r) - middle;
    }
  }
  return { quality, severity, residuals };
}

/** What a squared residual of so small a table is to be multiplied with, since the fit has taken a part of the spread. */
export function fitLoss(bidders: number, experts: number): number {
  return bidders < 2 || experts < 2 ? 1 : (bidders * experts) / ((bidders - 1) * (experts - 1));
}
