/**
 * An expert who marks all items alike: whoever gives a bidder nine tenths gives it nine tenths everywhere. What is left
 * of an expert's marks beside the bidders' and the items' means is compared with the rest of the same panel.
 */
import { itemTable, type ProjectMarks, subjectiveItems } from './marks.ts';
import { at, normalBelow } from './normal.ts';

export interface Alike {
  /** Place among the experts. */
  readonly expert: number;
  /** Own spread between the items over the panel's other experts': 1 is as they, 0 quite alike. */
  readonly ratio: number;
  /** Share of honest experts who show as little. */
  readonly share: number;
}

const EXPERTS = 3;
const ITEMS = 2;
const BIDDERS = 3;
/** Fewer free differences than this between bidders and items say nothing. */
const FREEDOM = 8;
/**
 * Honest experts differ in this habit far more than chance has it: median and standard deviation (from quartiles) of
 * the ratio's logarithm over 792 experts of the 88 panels of the built-in calibration, chance taken out.
 */
const HABIT = { median: -0.1, deviation: 0.318 } as const;

/** What each expert's marks say; empty where items, bidders or experts are too few, or nobody tells items apart. */
export function alikeness(panel: ProjectMarks): Alike[] {
  const items = subjectiveItems(panel);
  const [nr, nb, ni] = [panel.experts.length, panel.bidders.length, items.length];
  const freedom = (nb - 1) * (ni - 1);
  if (nr < EXPERTS || nb < BIDDERS || ni < ITEMS || freedom < FREEDOM) return [];
  // A mean square of f free differences has a logarithm of variance 2/f; the ratio's is a quarter, with the others' share.
  const chance = (1 / (2 * freedom)) * (nr / (nr - 1));
  const deviation = Math.sqrt(HABIT.deviation ** 2 + chance);
  const tables = items.map((item) => itemTable(panel, item).values);
  const squares = panel.experts.map((_, r) => squaresLeft(tables, nb, nr, r));
  const total = squares.reduce((sum, value) => sum + value, 0);
  return squares.flatMap((own, expert) => {
    const others = (total - own) / (nr - 1);
    if (others < 1e-9) return [];
    const ratio = Math.sqrt(own / others);
    return [{ expert, ratio, share: normalBelow((Math.log(ratio) - HABIT.median) / deviation) }];
  });
}

/** Squares of one expert's bidder × item table, its rows' and columns' means taken out. */
function squaresLeft(tables: readonly Float64Array[], nb: number, nr: number, r: number): number {
  const ni = tables.length;
  const rows = new Float64Array(nb);
  let all = 0;
  const columns = tables.map((values) => {
    let column = 0;
    for (let b = 0; b < nb; b++) {
      const value = at(values, b * nr + r);
      rows[b] = at(rows, b) + value / ni;
      column += value / nb;
    }
    all += column / ni;
    return column;
  });
  let squares = 0;
  for (const [i, values] of tables.entries())
    for (let b = 0; b < nb; b++)
      squares += (at(values, b * nr + r) - at(rows, b) - at(columns, i) + all) ** 2;
  return squares;
}
