/** Whether a result rests on one expert (显失公平 as a question): who would be first without each of them. */
import type { Project } from '../projects/project.ts';
import { score } from '../scoring/score.ts';
import type { MarkSheet } from '../scoring/sheet.ts';
import { builtIn } from './built-in.ts';
import { Checker } from './check.ts';
import { at, normalBelow } from './normal.ts';
import { panelOf } from './panel-flags.ts';
import { spreadsOf } from './spread.ts';

export interface Resting {
  /** The bidder that is first; null where two share the place. */
  readonly first: string | null;
  /** Total of the first less that of the second, thousandths. */
  readonly margin: number;
  /** For each expert who is first without their sheet, where that is another bidder. */
  readonly without: readonly { readonly expert: string; readonly first: string | null }[];
  /** The one expert without whose sheet another would be first, where there is just one. */
  readonly expert: string | null;
  /**
   * How likely another panel of as many honest experts would put the second bidder first, from how far honest marks
   * differ; null where nothing subjective is marked. At least this: a third bidder is left out of it.
   */
  readonly otherwise: number | null;
}

/** Leaves one expert after the other out. Null with fewer than three experts or two bidders. */
export function resting(
  project: Project,
  sheets: readonly MarkSheet[],
  bidders: readonly string[],
): Resting | null {
  if (sheets.length < 3 || bidders.length < 2) return null;
  const ranked = score(project, sheets, bidders).bidders;
  const [best, second] = ranked;
  if (!best || !second) return null;
  const first = winnerOf(ranked);
  const without = sheets.flatMap((sheet) => {
    const others = sheets.filter((one) => one !== sheet);
    const other = winnerOf(score(project, others, bidders).bidders);
    return other === first ? [] : [{ expert: sheet.expert, first: other }];
  });
  const margin = best.total - second.total;
  const [alone] = without;
  return {
    ...{ first, margin, without },
    expert: without.length === 1 && alone ? alone.expert : null,
    otherwise: otherwise(project, sheets, bidders, [best.id, second.id], margin),
  };
}

function winnerOf(ranked: readonly { readonly id: string; readonly rank: number }[]): string | null {
  const leading = ranked.filter(({ rank }) => rank === 1);
  return leading.length === 1 ? (leading[0]?.id ?? null) : null;
}

/** Both this panel's margin and another's stray by the same error, so the difference strays by √2 times it. */
function otherwise(
  project: Project,
  sheets: readonly MarkSheet[],
  bidders: readonly string[],
  two: readonly [string, string],
  margin: number,
): number | null {
  const scope = new Checker(builtIn, project.lookback.falseAlarm).totalScope(
    panelOf(project, sheets, bidders),
  );
  if (!scope) return null;
  const spreads = spreadsOf(scope.table, scope.curve);
  const worth = project.items.reduce((sum, { kind, max }) => sum + (kind === 'subjective' ? max : 0), 0);
  const square = two.reduce((sum, bidder) => sum + at(spreads, bidders.indexOf(bidder)) ** 2, 0);
  const error = (worth / 100) * Math.sqrt((2 * square) / sheets.length);
  return error > 0 ? normalBelow(-margin / error) : null;
}
