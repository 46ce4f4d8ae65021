/** Learns a calibration from a history of projects taken to be honest. */
import { Refusal } from '../catalogue/refusal.ts';
import type { Calibration } from './calibration.ts';
import { divisorOf } from './digits.ts';
import { ABSENT, itemsKey, itemTable, type ProjectMarks, placeOf } from './marks.ts';
import { PairTally } from './pairs.ts';
import { Scopes, totalTable } from './scopes.ts';
import { type SpreadCurve, SpreadLearner } from './spread.ts';
import { type Honest, learnTails, type Tails } from './tails.ts';
import { itemOrder, plainWeights, WeightLearner } from './weights.ts';

/** Projects whose tables are kept to draw clean ones from: more say nothing new about what is rare. */
const KEPT = 4000;
/** A step is taken for known from so many marks that all lie on it, and where it cuts the scale into no more parts. */
const STEP_MARKS = 500;
const STEP_PARTS = 200;

/** The history of one set of items. */
interface Gathered {
  readonly weights: WeightLearner;
  readonly spreads: SpreadLearner[];
  readonly steps: { divisor: number; marks: number; readonly max: number }[];
}

/**
 * Learns from `history`, which is gone through several times. `source` says where it comes from. Refuses
 * CALIBRATION_SMALL where there are too few projects with three experts and two bidders to tell what is rare.
 */
export function calibrate(history: () => Iterable<ProjectMarks>, source: string): Calibration {
  const sets = new Map<string, Gathered>();
  const anyItem = new SpreadLearner();
  let projects = 0;
  let marks = 0;
  for (const panel of history()) {
    projects++;
    marks += panel.marks.length;
    const order = itemOrder(panel);
    if (order.length === 0) continue;
    const key = itemsKey(panel.items);
    const set = sets.get(key) ?? started(panel, order);
    sets.set(key, set);
    set.weights.add(panel);
    for (const [place, item] of order.entries()) {
      const table = itemTable(panel, item);
      set.spreads[place]?.add(table);
      anyItem.add(table);
      gatherStep(set.steps[place], panel, item);
    }
  }
  const weights = [...sets].flatMap(([items, set]) => {
    const learned = set.weights.weights();
    const spreads = set.spreads.map((spread) => spread.curve());
    return learned && spreads.every((spread) => spread !== null)
      ? [{ items, weights: learned, spreads: spreads as SpreadCurve[], steps: set.steps.map(stepOf) }]
      : [];
  });
  const known = new Map(weights.map((set) => [set.items, set]));
  const totals = new SpreadLearner();
  for (const panel of history()) {
    const order = itemOrder(panel);
    if (order.length === 0) continue;
    const set = known.get(itemsKey(panel.items));
    totals.add(totalTable(panel, order, set?.weights ?? plainWeights(panel, order)));
  }
  const [total, item] = [totals.curve(), anyItem.curve()];
  if (!total || !item) throw small(projects);
  const drafted = {
    totals: { spread: total, tails: [] as Tails },
    items: { spread: item, tails: [] as Tails },
    weights,
  };
  const scopes = new Scopes(drafted);
  const pairs = new PairTally(null);
  const kept: { totals: Honest[]; items: Honest[] } = { totals: [], items: [] };
  const every = Math.max(1, Math.ceil(projects / KEPT));
  let index = 0;
  for (const panel of history()) {
    const scope = scopes.total(panel);
    if (!scope) continue;
    pairs.add(panel, scope.table, scope.curve);
    if (index++ % every !== 0) continue;
    kept.totals.push(scope);
    kept.items.push(...scopes.items(panel));
  }
  const tails = [learnTails(kept.totals, true), learnTails(kept.items, false)] as const;
  if (tails[0].length === 0 || tails[1].length === 0) throw small(projects);
  return {
    format: 'kawei/calibration@1',
    source,
    projects,
    marks,
    totals: { spread: total, tails: tails[0] },
    items: { spread: item, tails: tails[1] },
    weights,
    pairs: pairs.carried(),
  };
}

function small(projects: number): Refusal {
  return new Refusal('CALIBRATION_SMALL', { projects });
}

function started(panel: ProjectMarks, order: readonly number[]): Gathered {
  return {
    weights: new WeightLearner(order.length),
    spreads: order.map(() => new SpreadLearner()),
    steps: order.map((item) => ({ divisor: 0, marks: 0, max: panel.items[item]?.max ?? 0 })),
  };
}

function gatherStep(step: Gathered['steps'][number] | undefined, panel: ProjectMarks, item: number): void {
  if (!step) return;
  for (let b = 0; b < panel.bidders.length; b++) {
    for (let r = 0; r < panel.experts.length; r++) {
      const mark = panel.marks[placeOf(panel, b, r, item)] ?? ABSENT;
      // The full mark may always be given, whatever the step.
      if (mark < 0 || mark >= step.max) continue;
      step.divisor = divisorOf(step.divisor, mark);
      step.marks++;
    }
  }
}

function stepOf({ divisor, marks, max }: Gathered['steps'][number]): number | null {
  return marks >= STEP_MARKS && divisor > 0 && max / divisor <= STEP_PARTS ? divisor : null;
}
