/** How well abnormal marks are found, beside rules in use, on panels split by project; and how fast. */
import { writeFileSync } from 'node:fs';
import { readMarksFile } from '#hub/lookback/file/marks-file.ts';
import { calibrate } from '#shared/lookback/calibrate.ts';
import type { ProjectMarks } from '#shared/lookback/marks.ts';
import { accuracy, type FlagFigures, type MethodFigures, ownFlags } from './accuracy.ts';
import { calibrationOf, ownCountry, type PairFigures } from './own-country.ts';
import { halves, modelPanels } from './panels.ts';
import { type SlipFigures, slips } from './slips.ts';
import { type SpeedFigures, speed } from './speed.ts';

export interface LookbackSize {
  /** Panels drawn of each shape; panels of the stated model; rows of the speed bench. */
  readonly each: number;
  readonly panels: number;
  readonly rows: number;
}

export const lookbackSizes: Record<'full' | 'small', LookbackSize> = {
  full: { each: 60, panels: 88, rows: 1_000_000 },
  small: { each: 1, panels: 24, rows: 5000 },
};

export interface LookbackResult {
  readonly bench: 'lookback';
  readonly marks: string;
  readonly projects: number;
  /** Calibrated on one half, tested on the other, and the other way round. */
  readonly splits: readonly {
    readonly methods: readonly MethodFigures[];
    readonly flags: FlagFigures;
    readonly slips: SlipFigures;
    readonly pairs: PairFigures;
  }[];
  readonly speed: SpeedFigures;
}

/** Constants were chosen on splits 1 and 2; these are others. */
const SPLIT = 5;

export async function lookback(
  options: LookbackSize & { readonly marks: string; readonly tell: (line: string) => void },
): Promise<LookbackResult> {
  const { marks, each, panels: count, rows, tell } = options;
  const panels = marks ? [...readMarksFile(marks).projects()] : modelPanels(count, 1);
  const [one, other] = halves(panels, SPLIT);
  const splits = (
    [
      [one, other],
      [other, one],
    ] as const
  ).map(([history, test]) => {
    const calibration = calibrationOf(history);
    tell(`calibrated on ${history.length} projects, tested on ${test.length}`);
    return {
      methods: accuracy(calibration, history, test, each),
      flags: ownFlags(calibration, test, each),
      slips: slips(calibration, test, each * 50),
      pairs: ownCountry(calibration, history, test),
    };
  });
  tell(`speed, ${rows} marks`);
  return {
    ...{ bench: 'lookback', marks: marks || 'stated model', projects: panels.length, splits },
    speed: await speed(rows),
  };
}

/** Writes the built-in calibration: what a history teaches, without anything of persons or parties. */
export function writeBuiltIn(marks: string, source: string): void {
  const panels: ProjectMarks[] = [...readMarksFile(marks).projects()];
  const { pairs, ...learned } = calibrate(() => panels, source);
  const none = { who: [], parties: [], met: [] };
  const file = new URL('../../shared/src/lookback/built-in.json', import.meta.url);
  const kept = { scale: pairs.scale, experts: [], byExpert: none, byAffiliation: none };
  writeFileSync(file, `${JSON.stringify({ ...learned, pairs: kept }, null, 1)}\n`);
}
