/** Totals and ranking: exact, the same on every machine. */
import type { Project } from '../projects/project.ts';
import { aggregate, struckSheet } from './aggregate.ts';
import { priceScores } from './price.ts';
import type { MarkSheet } from './sheet.ts';

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
 * valid count neither in the price's benchmark nor in the ranking.
 */
export function score(
  project: Pick<Project, 'items' | 'price' | 'aggregation' | 'bidders'>,
  sheets: readonly MarkSheet[],
  validBidders: readonly string[] = project.bidders.map((bidder) => bidder.id),
): ScoreResult {
  const bidders = project.bidders.filter((bidder) => validBidders.includes(bidder.id));
  if (bidders.length === 0) return { bidders: [], struck: [] };
  const struck = struckSheet(project.aggregation, sheets, validBidders);
  const counted = sheets.filter((sheet) => sheet !== struck);
  const prices = priceScores(project.price, bidders);
  const scored = bidders.map(({ id }) => {
    const items = Object.fromEntries(
      project.items.map((item) => [
        item.id,
        aggregate(
          project.aggregation,
          counted.map((sheet) => sheet.marks[id]?.[item.id] ?? 0),
        ),
      ]),
    );
    const price = prices.get(id) ?? 0;
    return { id, items, price, total: Object.values(items).reduce((sum, points) => sum + points, price) };
  });
  const ranked = scored
    .map((bidder) => ({ ...bidder, rank: 1 + scored.filter((other) => other.total > bidder.total).length }))
    .sort((a, b) => a.rank - b.rank);
  return { bidders: ranked, struck: struck ? [struck.expert] : [] };
}
