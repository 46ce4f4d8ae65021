/** What is left of a panel's marks beside the bidders' quality and the experts' severity: what pairs are looked for in. */
import { projected } from './evidence.ts';
import type { ProjectMarks, Table } from './marks.ts';
import { at } from './normal.ts';
import { type SpreadCurve, spreadsOf } from './spread.ts';

export interface LeftOver {
  readonly experts: readonly string[];
  readonly affiliations: readonly (string | null)[];
  readonly parties: readonly (string | null)[];
  /** Bidder × expert, each over the bidder's spread. */
  readonly residuals: Float64Array;
  /** By bidder, in points of 100. */
  readonly spreads: Float64Array;
}

/** Severity is no prior here: over many projects an expert may be as strict as they like. */
export const ANY_SEVERITY = 100;

/** Of a project's table of 0 to 100; null where there is nothing to compare with. */
export function leftOver(
  { experts, affiliations, parties }: Pick<ProjectMarks, 'experts' | 'affiliations' | 'parties'>,
  table: Table,
  curve: SpreadCurve,
): LeftOver | null {
  if (table.experts < 3 || table.bidders < 2) return null;
  const spreads = spreadsOf(table, curve);
  const { apart } = projected(table, spreads, ANY_SEVERITY);
  const residuals = Float64Array.from(
    apart,
    (value, i) => value / at(spreads, Math.floor(i / table.experts)),
  );
  return { experts, affiliations, parties, residuals, spreads };
}
