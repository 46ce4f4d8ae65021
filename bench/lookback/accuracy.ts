/** How well planted anomalies are told from honest marks. */
import type { Calibration } from '#shared/lookback/calibration.ts';
import type { ProjectMarks } from '#shared/lookback/marks.ts';
import { oddsOf } from '#shared/lookback/odds.ts';
import { Scopes, totalTable } from '#shared/lookback/scopes.ts';
import { logit, numbersFrom, tailOf, thresholdOf } from '#shared/lookback/tails.ts';
import { itemOrder, plainWeights } from '#shared/lookback/weights.ts';
import { quantile } from '../statistics.ts';
import { drawnOf } from './panels.ts';
import { negatives, type Plant, planted, plants } from './planting.ts';
import { rivalScores, rivals } from './rivals.ts';

export const shapes = [5, 6, 7, 8, 9].flatMap((experts) =>
  [3, 4, 5, 6, 7, 8].map((bidders) => ({ experts, bidders })),
);

type Scorer = (panel: ProjectMarks) => Float64Array;

export interface MethodFigures {
  readonly method: string;
  /** By plant. */
  readonly recall1: Record<string, number>;
  readonly recallHalf: Record<string, number>;
  readonly auc: Record<string, number>;
  /** Share of honest marks of the test half over the threshold of 1 % set on the other half. */
  readonly falseAlarms: number;
}

export interface FlagFigures {
  /** Share of honest marks that the detector's own flag takes, asked for 1 %: on clean panels, and on each negative. */
  readonly clean: number;
  readonly negatives: Record<string, number>;
  readonly recall: Record<string, number>;
  readonly items: number;
}

function scorers(calibration: Calibration): Record<string, Scorer> {
  const scopes = new Scopes(calibration);
  const plain = (panel: ProjectMarks) => {
    const order = itemOrder(panel);
    return totalTable(panel, order, plainWeights(panel, order));
  };
  return {
    kawei: (panel) => {
      const scope = scopes.total(panel);
      return scope ? oddsOf(scope.table, scope.curve).strength.map(logit) : new Float64Array();
    },
    ...Object.fromEntries(
      rivals.map((rival) => [rival, (panel: ProjectMarks) => rivalScores(rival, plain(panel))]),
    ),
  };
}

/** The figures of each method; thresholds, by shape, from clean panels of `honest`, all else on `test`. */
export function accuracy(
  calibration: Calibration,
  honest: readonly ProjectMarks[],
  test: readonly ProjectMarks[],
  each: number,
): MethodFigures[] {
  return Object.entries(scorers(calibration)).map(([method, score]) => {
    const next = numbersFrom(7);
    const recall1: Record<string, number[]> = {};
    const recallHalf: Record<string, number[]> = {};
    const above: Record<string, number[]> = {};
    const over: number[] = [];
    for (const { experts, bidders } of shapes) {
      const clean = (panels: readonly ProjectMarks[], times: number) =>
        Array.from({ length: times }, () => score(drawnOf(panels, experts, bidders, next))).flatMap(
          (scores) => [...scores],
        );
      const reference = clean(honest, each * 2);
      const [one, half] = [quantile(reference, 0.99), quantile(reference, 0.995)];
      const unseen = clean(test, each).sort((a, b) => a - b);
      over.push(...unseen.map((value) => Number(value > one)));
      for (const plant of plants) {
        for (let time = 0; time < each; time++) {
          const { panel, places } = planted(drawnOf(test, experts, bidders, next), plant, next);
          const scores = score(panel);
          for (const place of places) {
            const value = scores[place] as number;
            push(recall1, plant, Number(value > one));
            push(recallHalf, plant, Number(value > half));
            push(above, plant, shareBelow(unseen, value));
          }
        }
      }
    }
    return {
      ...{ method, recall1: means(recall1), recallHalf: means(recallHalf), auc: means(above) },
      falseAlarms: mean(over),
    };
  });
}

/** What the detector itself flags, asked for `falseAlarm`. */
export function ownFlags(
  calibration: Calibration,
  test: readonly ProjectMarks[],
  each: number,
  falseAlarm = 0.01,
): FlagFigures {
  const next = numbersFrom(11);
  const scopes = new Scopes(calibration);
  const clean: number[] = [];
  const items: number[] = [];
  const found: Record<string, number[]> = {};
  const flags = (panel: ProjectMarks) => {
    const scope = scopes.total(panel);
    if (!scope) return [];
    const threshold = thresholdOf(
      tailOf(scope.tails, panel.experts.length, panel.bidders.length),
      falseAlarm,
    );
    return [...oddsOf(scope.table, scope.curve).strength].map((strength) =>
      Number(logit(strength) > threshold),
    );
  };
  for (const { experts, bidders } of shapes) {
    for (let time = 0; time < each; time++) {
      const honest = drawnOf(test, experts, bidders, next);
      clean.push(...flags(honest));
      for (const { table, curve, tails } of scopes.items(honest)) {
        const threshold = thresholdOf(tailOf(tails, experts, bidders), falseAlarm);
        for (const strength of oddsOf(table, curve, false).strength)
          items.push(Number(logit(strength) > threshold));
      }
      for (const plant of [...plants, ...negatives] satisfies Plant[]) {
        const { panel, places } = planted(honest, plant, next);
        const flagged = flags(panel);
        for (const place of places.length > 0 ? places : flagged.keys())
          push(found, plant, flagged[place] ?? 0);
      }
    }
  }
  const shares = means(found);
  const of = (names: readonly string[]) => Object.fromEntries(names.map((name) => [name, shares[name] ?? 0]));
  return { clean: mean(clean), items: mean(items), negatives: of(negatives), recall: of(plants) };
}

function push(to: Record<string, number[]>, key: string, value: number): void {
  const values = to[key] ?? [];
  values.push(value);
  to[key] = values;
}

export function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
}

function means(of: Record<string, number[]>): Record<string, number> {
  return Object.fromEntries(Object.entries(of).map(([key, values]) => [key, mean(values)]));
}

/** Share of sorted values below one, ties by half. */
export function shareBelow(sorted: readonly number[], value: number): number {
  const first = (wanted: (other: number) => boolean) => {
    let [low, high] = [0, sorted.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (wanted(sorted[middle] as number)) high = middle;
      else low = middle + 1;
    }
    return low;
  };
  return (
    (first((other) => other >= value) + first((other) => other > value)) / 2 / Math.max(1, sorted.length)
  );
}
