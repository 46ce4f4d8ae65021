/** Anomalies of known places, planted in panels taken to be honest, on the panel's own steps. */
import { type ProjectMarks, placeOf } from '#shared/lookback/marks.ts';

/** What is planted, in points of 100: σ is what remains of an honest mark beside bidder and expert. */
const SIGMA = 2.9;
/** The marks of an item lie 3 % of its maximum apart. */
const STEP = 3;

export const plants = ['one 4σ', 'one 6σ', 'favour', 'two 4σ'] as const;
export const negatives = ['severity', 'unanimous'] as const;
export type Plant = (typeof plants)[number] | (typeof negatives)[number];

export interface Planted {
  readonly panel: ProjectMarks;
  /** Bidder × expert of what was planted, as places of a table; none in negatives. */
  readonly places: readonly number[];
}

/** Plants in a copy. */
export function planted(panel: ProjectMarks, plant: Plant, next: () => number): Planted {
  const marks = panel.marks.slice();
  const [nb, nr] = [panel.bidders.length, panel.experts.length];
  const shift = (b: number, r: number, points: number) => {
    for (const [i, { max }] of panel.items.entries()) {
      const place = placeOf(panel, b, r, i);
      const percent = (100 * (marks[place] as number)) / max + STEP * Math.round(points / STEP);
      marks[place] = Math.round((Math.max(0, Math.min(100, percent)) * max) / 100);
    }
  };
  const b = Math.floor(next() * nb);
  const r = Math.floor(next() * nr);
  const other = (r + 1 + Math.floor(next() * (nr - 1))) % nr;
  const sign = next() < 0.5 ? 1 : -1;
  switch (plant) {
    case 'one 4σ':
    case 'one 6σ':
      shift(b, r, sign * SIGMA * (plant === 'one 4σ' ? 4 : 6));
      break;
    case 'favour':
      shift(b, r, 4 * SIGMA);
      for (let rest = 0; rest < nb; rest++) if (rest !== b) shift(rest, r, -2 * SIGMA);
      break;
    case 'two 4σ':
      shift(b, r, 4 * SIGMA);
      shift(b, other, 4 * SIGMA);
      break;
    case 'severity':
      for (let bidder = 0; bidder < nb; bidder++) shift(bidder, r, sign * 2 * SIGMA);
      break;
    case 'unanimous':
      for (let expert = 0; expert < nr; expert++) shift(b, expert, sign * 8 * SIGMA);
      break;
  }
  const places = plant === 'severity' || plant === 'unanimous' ? [] : [b * nr + r];
  if (plant === 'two 4σ') places.push(b * nr + other);
  return { panel: { ...panel, marks }, places };
}
