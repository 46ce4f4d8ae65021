/** Rules in use, as scores: the larger, the more suspicious. Each is given its best: a threshold, not a fixed "3σ". */
import type { Table } from '#shared/lookback/marks.ts';
import { at } from '#shared/lookback/normal.ts';

export const rivals = ['percent rule', 'plain z', 'MAD'] as const;
export type Rival = (typeof rivals)[number];

/** The scores of a table of 0 to 100 by items' points. */
export function rivalScores(rival: Rival, { bidders, experts, values }: Table): Float64Array {
  const scores = new Float64Array(bidders * experts);
  for (let b = 0; b < bidders; b++) {
    const row = Array.from(values.subarray(b * experts, (b + 1) * experts));
    const mean = row.reduce((sum, value) => sum + value, 0) / experts;
    const middle = medianOf(row);
    const deviation = Math.sqrt(row.reduce((sum, value) => sum + (value - mean) ** 2, 0) / experts);
    const mad = medianOf(row.map((value) => Math.abs(value - middle)));
    for (let r = 0; r < experts; r++) {
      const value = at(row, r);
      const others = (mean * experts - value) / (experts - 1);
      const score = {
        'percent rule': Math.abs(value - others) / Math.max(1, others),
        'plain z': Math.abs(value - mean) / Math.max(1e-9, deviation),
        MAD: Math.abs(value - middle) / Math.max(0.5, 1.4826 * mad),
      };
      scores[b * experts + r] = score[rival];
    }
  }
  return scores;
}

function medianOf(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return (at(sorted, (sorted.length - 1) >> 1) + at(sorted, sorted.length >> 1)) / 2;
}
