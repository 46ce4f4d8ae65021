/** Faults of entry of known places, and how many of them are found; on clean panels, how many are found that are none. */
import type { Calibration } from '#shared/lookback/calibration.ts';
import { Checker } from '#shared/lookback/check.ts';
import { meantMarks } from '#shared/lookback/digits.ts';
import { ABSENT, type ProjectMarks } from '#shared/lookback/marks.ts';
import { numbersFrom } from '#shared/lookback/tails.ts';
import { drawnOf } from './panels.ts';

const planted = ['missing', 'range', 'step', 'shifted', 'transposed'] as const;
/** Marks are written with two decimals, as the panels' are. */
const DECIMALS = 2;

export interface SlipFigures {
  /** Planted and found, by kind. */
  readonly found: Record<string, { planted: number; found: number }>;
  /** Of the exchanges that are found nowhere else than by how far they lie: planted on the step, and found. */
  readonly onStep: { planted: number; found: number };
  readonly falseFaults: number;
  readonly cleanMarks: number;
}

export function slips(calibration: Calibration, test: readonly ProjectMarks[], panels: number): SlipFigures {
  const next = numbersFrom(23);
  const checker = new Checker(calibration, 0.01);
  const found: Record<string, { planted: number; found: number }> = {};
  const onStep = { planted: 0, found: 0 };
  let [falseFaults, cleanMarks] = [0, 0];
  for (let time = 0; time < panels; time++) {
    const clean = drawnOf(test, 5 + Math.floor(next() * 5), 3 + Math.floor(next() * 6), next);
    falseFaults += checker.entry(clean).length;
    cleanMarks += clean.marks.length;
    for (const kind of planted) {
      const place = Math.floor(next() * clean.marks.length);
      const { max } = clean.items[place % clean.items.length] ?? { max: 0 };
      const mark = clean.marks[place] as number;
      const wrong = wrongMark(kind, mark, max, next);
      if (wrong === null) continue;
      const marks = clean.marks.slice();
      marks[place] = wrong;
      const faults = checker.entry({ ...clean, marks });
      const nr = clean.experts.length;
      const at = (fault: (typeof faults)[number]) =>
        (fault.bidder * nr + fault.expert) * clean.items.length + fault.item;
      const hit = Number(faults.some((fault) => at(fault) === place));
      const counts = found[kind] ?? { planted: 0, found: 0 };
      found[kind] = { planted: counts.planted + 1, found: counts.found + hit };
      if (kind !== 'transposed' || wrong > max || faults.some((f) => at(f) === place && f.fault === 'step'))
        continue;
      onStep.planted++;
      onStep.found += hit;
    }
  }
  return { found, onStep, falseFaults, cleanMarks };
}

function wrongMark(
  kind: (typeof planted)[number],
  mark: number,
  max: number,
  next: () => number,
): number | null {
  switch (kind) {
    case 'missing':
      return ABSENT;
    case 'range':
      return next() < 0.5 ? max + 500 : -500;
    case 'step':
      return mark > 100 ? mark - 100 : null;
    default: {
      const slips = meantMarks(mark, DECIMALS, 10 * max).filter(({ slip }) => slip === kind);
      return slips[Math.floor(next() * slips.length)]?.mark ?? null;
    }
  }
}
