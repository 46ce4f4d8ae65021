/** Whether the order of the bidders rests on one mark, or on one expert's sheet. */
import type { Project } from '../projects/project.ts';
import { score } from '../scoring/score.ts';
import type { MarkSheet } from '../scoring/sheet.ts';
import { itemTable, type ProjectMarks } from './marks.ts';
import { at } from './normal.ts';

/** A bidder's place before, and after one expert's points for it are left out; 1 is first, ties share a place. */
export interface Places {
  readonly before: number;
  readonly after: number;
  /** Whether any bidder's place is another. */
  readonly changes: boolean;
}

/**
 * The places by the mean over the experts of all marks of the project, price apart, which marks do not tell; and where
 * the points of `expert` for `bidder` (thousandths, bidder × expert) are left out and the others' mean stands.
 */
export function placesWithout(
  panel: ProjectMarks,
  points: Float64Array,
  bidder: number,
  expert: number,
): Places {
  const nr = panel.experts.length;
  const totals = Float64Array.from(panel.bidders, () => 0);
  for (const [item, { max }] of panel.items.entries()) {
    const { values } = itemTable(panel, item);
    for (let i = 0; i < values.length; i++) {
      const b = Math.floor(i / nr);
      totals[b] = at(totals, b) + (at(values, i) * max) / 100 / nr;
    }
  }
  let others = 0;
  for (let r = 0; r < nr; r++) if (r !== expert) others += at(points, bidder * nr + r) / (nr - 1);
  const changed = totals.slice();
  changed[bidder] = at(totals, bidder) + (others - at(points, bidder * nr + expert)) / nr;
  // Sums of thousandths over experts: a difference below this is floating point's.
  const placesOf = (sums: Float64Array) =>
    Array.from(sums, (own) => 1 + sums.reduce((count, other) => count + Number(other > own + 1e-6), 0));
  const [before, after] = [placesOf(totals), placesOf(changed)];
  return {
    before: before[bidder] ?? 1,
    after: after[bidder] ?? 1,
    changes: before.some((place, index) => place !== after[index]),
  };
}

/** For each expert, whether the order of the bidders, price and all, would be another without their sheet. */
export function deciding(
  project: Pick<Project, 'items' | 'price' | 'aggregation' | 'bidders'>,
  sheets: readonly MarkSheet[],
  bidders: readonly string[],
): ReadonlyMap<string, boolean> {
  const order = (of: readonly MarkSheet[]) =>
    score(project, of, bidders)
      .bidders.map(({ id, rank }) => `${rank}:${id}`)
      .join();
  const whole = order(sheets);
  return new Map(
    sheets.map((sheet) => {
      const others = sheets.filter((other) => other !== sheet);
      return [sheet.expert, others.length > 0 && order(others) !== whole];
    }),
  );
}
