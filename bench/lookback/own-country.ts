/** Pairs across projects against a truth nobody planted: experts who mark parties of their own affiliation. */
import { calibrate } from '#shared/lookback/calibrate.ts';
import type { Calibration } from '#shared/lookback/calibration.ts';
import { Checker } from '#shared/lookback/check.ts';
import type { ProjectMarks } from '#shared/lookback/marks.ts';
import { PairTally } from '#shared/lookback/pairs.ts';
import { quantile } from '../statistics.ts';
import { mean, shareBelow } from './accuracy.ts';

const MEETINGS = 5;

export interface Told {
  readonly auc: number;
  /** Share of the own found where 5 % of the others are. */
  readonly recall5: number;
  readonly own: number;
  readonly others: number;
}

export interface PairFigures {
  readonly withHistory: Told;
  readonly without: Told;
  readonly percentRule: Told;
  readonly affiliations: Told;
}

/** `history` is what the calibration was learned from. */
export function ownCountry(
  calibration: Calibration,
  history: readonly ProjectMarks[],
  test: readonly ProjectMarks[],
): PairFigures {
  const checker = new Checker(calibration, 0.01);
  const home = new Map<string, string>();
  for (const panel of [...history, ...test])
    for (const [r, expert] of panel.experts.entries()) home.set(expert, panel.affiliations[r] ?? '');
  const tallied = (carried: Calibration['pairs'] | null) => {
    const tally = new PairTally(carried);
    for (const panel of test) {
      const scope = checker.totalScope(panel);
      if (scope) tally.add(panel, scope.table, scope.curve);
    }
    const { pairs, affiliations } = tally.associations(0.01);
    return { pairs: [...pairs], affiliations: [...affiliations] };
  };
  const known = tallied(calibration.pairs);
  const alone = tallied(null);
  const percent = new Map<string, number[]>();
  for (const panel of [...history, ...test]) {
    const values = checker.total(panel)?.percentFromOthers ?? [];
    for (const [b, party] of panel.parties.entries())
      for (const [r, expert] of panel.experts.entries()) {
        const key = JSON.stringify([expert, party]);
        const given = percent.get(key) ?? [];
        given.push(values[b * panel.experts.length + r] ?? 0);
        percent.set(key, given);
      }
  }
  const met = known.pairs.filter(({ n }) => n >= MEETINGS);
  const isOwn = ({ who, party }: { who: string; party: string }) => home.get(who) === party;
  const statistics = new Map(
    alone.pairs.map(({ who, party, statistic }) => [JSON.stringify([who, party]), statistic]),
  );
  const ruled = (one: { who: string; party: string }) =>
    mean(percent.get(JSON.stringify([one.who, one.party])) ?? []);
  return {
    withHistory: told(met, isOwn, ({ statistic }) => statistic),
    without: told(met, isOwn, ({ who, party }) => statistics.get(JSON.stringify([who, party])) ?? 0),
    percentRule: told(met, isOwn, ruled),
    affiliations: told(
      known.affiliations.filter(({ n }) => n >= MEETINGS),
      ({ who, party }) => who === party,
      ({ statistic }) => statistic,
    ),
  };
}

function told<T>(of: readonly T[], isOwn: (one: T) => boolean, score: (one: T) => number): Told {
  const others = of
    .filter((one) => !isOwn(one))
    .map(score)
    .sort((a, b) => a - b);
  const own = of.filter(isOwn).map(score);
  const limit = quantile(others, 0.95);
  return {
    auc: mean(own.map((value) => shareBelow(others, value))),
    recall5: mean(own.map((value) => Number(value > limit))),
    ...{ own: own.length, others: others.length },
  };
}

/** A calibration of these panels. */
export function calibrationOf(panels: readonly ProjectMarks[]): Calibration {
  return calibrate(() => panels, 'bench');
}
