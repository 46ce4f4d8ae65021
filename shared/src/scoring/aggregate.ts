import type { Aggregation } from '../projects/project.ts';
import { roundHalfUp } from './exact.ts';
import type { MarkSheet } from './sheet.ts';

/**
 * The score of one item for one bidder over the experts' marks, in thousandths, rounded once. For `replaced` further
 * marks, which do not count, the mean of `marks` stands instead.
 */
export function aggregate({ kind, decimals }: Aggregation, marks: readonly number[], replaced = 0): number {
  const all = marks.length + replaced;
  const sum = marks.reduce((total, mark) => total + BigInt(mark), 0n);
  const count = BigInt(marks.length);
  if (kind === 'mean' || all < 5) return roundHalfUp({ above: sum, below: count }, decimals);
  // One high and one low are left out; a mean that stands for a mark is never beyond the marks it is of.
  const ends = BigInt(Math.max(...marks)) + BigInt(Math.min(...marks));
  const above = count * (sum - ends) + BigInt(replaced) * sum;
  return roundHalfUp({ above, below: count * BigInt(all - 2) }, decimals);
}

/**
 * The sheet that `strike-widest-then-trim` strikes when there are five or more: of the expert whose totals over
 * the bidders spread widest, highest less lowest; ties by second highest less second lowest and so on inwards,
 * then by the lower ticket. Null when nothing is struck.
 */
export function struckSheet(
  { kind }: Aggregation,
  sheets: readonly MarkSheet[],
  bidders: readonly string[],
): MarkSheet | null {
  if (kind !== 'strike-widest-then-trim' || sheets.length < 5) return null;
  const [widest] = sheets
    .map((sheet) => ({ sheet, spreads: spreadsOf(sheet, bidders) }))
    .sort((a, b) => compareSpreads(b.spreads, a.spreads) || (a.sheet.ticket < b.sheet.ticket ? -1 : 1));
  return widest?.sheet ?? null;
}

/** Highest less lowest total, second highest less second lowest, and so on inwards. */
function spreadsOf({ marks }: MarkSheet, bidders: readonly string[]): number[] {
  const totals = bidders
    .map((bidder) => Object.values(marks[bidder] ?? {}).reduce((sum, mark) => sum + mark, 0))
    .sort((a, b) => b - a);
  return Array.from(
    { length: Math.floor(totals.length / 2) },
    (_, k) => (totals[k] ?? 0) - (totals[totals.length - 1 - k] ?? 0),
  );
}

function compareSpreads(a: readonly number[], b: readonly number[]): number {
  for (const [k, spread] of a.entries()) if (spread !== b[k]) return spread - (b[k] ?? 0);
  return 0;
}
