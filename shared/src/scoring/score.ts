/** Totals and ranking: exact, the same on every machine. */
import type { Project } from '../projects/project.ts';
import { aggregate, struckSheet } from './aggregate.ts';
import { priceScores } from './price.ts';
import type { MarkSheet } from './sheet.ts';
import { type Ruled, type Ruling, type UncountedMark, uncountedMarks } from './uncounted.ts';

export interface BidderScore {
  readonly id: string;
  /** item → thousandths */
  readonly items: Readonly<Record<string, number>>;
  readonly price: number;
  readonly total: number;
  /** 1, 1, 3 for ties. */
  readonly rank: number;
}

export interface ScoreResult {
  /** By total, highest first; equal totals in the project's order. */
  readonly bidders: readonly BidderScore[];
  /** Experts whose whole sheet was struck by the aggregation. */
  readonly struck: readonly string[];
}

/**
 * Scores the bidders whose bids are valid (all by default) from sheets that have been checked
 * (`checkSheets`): items aggregated over the experts and rounded, plus the price score; bids that are not
 * valid count neither in the price's benchmark nor in the ranking. Marks that the tender's own rule leaves out give way
 * to the mean of the others (`uncountedMarks`); `rulings` are those of the panel's votes.
 */
export function score(
  project: Ruled & Pick<Project, 'price' | 'aggregation' | 'bidders'>,
  sheets: readonly MarkSheet[],
  validBidders: readonly string[] = project.bidders.map((bidder) => bidder.id),
  rulings: readonly Ruling[] = [],
): ScoreResult {
  const bidders = project.bidders.filter((bidder) => validBidders.includes(bidder.id));
  if (bidders.length === 0) return { bidders: [], struck: [] };
  const { struck, counted } = split(project, sheets, validBidders);
  const keyOf = (expert: string, bidder: string, item: string) => JSON.stringify([expert, bidder, item]);
  const out = new Set(
    uncountedMarks(project, counted, validBidders, rulings).map(({ expert, bidder, item }) =>
      keyOf(expert, bidder, item),
    ),
  );
  const prices = priceScores(project.price, bidders);
  const scored = bidders.map(({ id }) => {
    const items = Object.fromEntries(
      project.items.map((item) => {
        const standing = counted.filter(({ expert }) => !out.has(keyOf(expert, id, item.id)));
        const marks = standing.map((sheet) => sheet.marks[id]?.[item.id] ?? 0);
        return [item.id, aggregate(project.aggregation, marks, counted.length - standing.length)];
      }),
    );
    const price = prices.get(id) ?? 0;
    return { id, items, price, total: Object.values(items).reduce((sum, points) => sum + points, price) };
  });
  const ranked = scored
    .map((bidder) => ({ ...bidder, rank: 1 + scored.filter((other) => other.total > bidder.total).length }))
    .sort((a, b) => a.rank - b.rank);
  return { bidders: ranked, struck: struck ? [struck.expert] : [] };
}

/** The marks that the tender's own rule leaves out of the totals which `score` gives for the same. */
export function marksLeftOut(
  project: Ruled & Pick<Project, 'aggregation'>,
  sheets: readonly MarkSheet[],
  validBidders: readonly string[],
  rulings: readonly Ruling[] = [],
): UncountedMark[] {
  return uncountedMarks(project, split(project, sheets, validBidders).counted, validBidders, rulings);
}

function split(
  { aggregation }: Pick<Project, 'aggregation'>,
  sheets: readonly MarkSheet[],
  bidders: readonly string[],
) {
  const struck = struckSheet(aggregation, sheets, bidders);
  return { struck, counted: sheets.filter((sheet) => sheet !== struck) };
}
