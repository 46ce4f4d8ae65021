/**
 * Digit slips that can be told from honest marks. A mark is one when undoing the slip gives a mark that lies with the
 * others, and as written it lies on no honest mark's place: off the steps all the rest of the item is on, or so far
 * from what the other experts and this expert's own other items say that no honest mark of a long history was.
 * An exchange that moves a mark less than honest marks differ cannot be told, and is not.
 */

import { decimalsOf, divisorOf, type Meant, meantMarks } from './digits.ts';
import type { EntryFault } from './entry-faults.ts';
import { ABSENT, type ProjectMarks, placeOf } from './marks.ts';
import { at, medianOf } from './normal.ts';
import type { Scope } from './scopes.ts';
import { spreadAt } from './spread.ts';

/** How far as written, and how near when undone, in spreads of the item. */
const FAR = 5;
const NEAR = 2;
/** Without other items of the same expert and bidder to compare with. */
const FAR_ALONE = 6.5;
/** The part of an expert's deviation in the other items that this item is expected to share. */
const SHARED = 0.7;
/** Fewer experts say too little about where a mark lies. */
const EXPERTS = 4;
/** A project's own step is taken from so many other marks, if it cuts the scale into no more parts. */
const STEP_MARKS = 15;
const STEP_PARTS = 200;

/** Whether a mark may be given: the full mark always, else a multiple of the step. */
export function onStep(mark: number, step: number | null, max: number): boolean {
  return step === null || mark === max || mark % step === 0;
}

export interface SlipPanel {
  /** Whether a mark lies so near the middle of its row that nothing about it can be a slip; quick. */
  readonly usual: (item: number, bidder: number, expert: number) => boolean;
  /** How far a mark (thousandths) lies from where the others and the expert's own other items put it, in spreads. */
  readonly far: (item: number, bidder: number, expert: number, mark: number, max: number) => number;
  /** Of what may have been meant, what lies nearest, if near. */
  readonly best: (
    item: number,
    bidder: number,
    expert: number,
    could: readonly Meant[],
    max: number,
  ) => Meant | null;
  readonly items: number;
}

/** The items of a project, as slips are judged by. */
export function slipPanel(scopes: readonly Scope[]): SlipPanel {
  const byItem = new Map(scopes.map((scope) => [scope.item, scope]));
  const nr = scopes[0]?.table.experts ?? 0;
  const scratch = new Float64Array(nr);
  const own = new Map<Scope, number>();
  const others = ({ table }: Scope, bidder: number, expert: number): number => {
    let count = 0;
    for (let r = 0; r < nr; r++) if (r !== expert) scratch[count++] = at(table.values, bidder * nr + r);
    return medianOf(scratch, count);
  };
  const far: SlipPanel['far'] = (item, bidder, expert, mark, max) => {
    const scope = byItem.get(item);
    if (!scope || nr < 2) return Number.NaN;
    const middle = others(scope, bidder, expert);
    let rest = 0;
    for (const other of scopes) {
      if (other === scope) continue;
      rest += at(other.table.values, bidder * nr + expert) - others(other, bidder, expert);
    }
    const expected = scopes.length > 1 ? (SHARED * rest) / (scopes.length - 1) : 0;
    const usual = own.get(scope) ?? ownSpread(scope);
    own.set(scope, usual);
    const spread = Math.max(usual, spreadAt(scope.curve, middle));
    return Math.abs((100 * mark) / max - middle - expected) / spread;
  };
  const rows = new Map(scopes.map((scope) => [scope.item, rowMiddles(scope)]));
  const usual: SlipPanel['usual'] = (item, bidder, expert) => {
    const scope = byItem.get(item);
    const row = rows.get(item);
    if (!scope || !row) return true;
    return Math.abs(at(scope.table.values, bidder * nr + expert) - at(row.middles, bidder)) < row.usual;
  };
  const best: SlipPanel['best'] = (item, bidder, expert, could, max) => {
    let found: Meant | null = null;
    let nearest = NEAR;
    for (const one of could) {
      const distance = far(item, bidder, expert, one.mark, max);
      if (distance <= nearest) {
        found = one;
        nearest = distance;
      }
    }
    return found;
  };
  return { usual, far, best, items: scopes.length };
}

/** The middle of each bidder's marks, and a distance from it that is far from being strange. */
function rowMiddles({ table: { bidders, experts, values }, curve }: Scope): {
  middles: Float64Array;
  usual: number;
} {
  const middles = new Float64Array(bidders);
  const row = new Float64Array(experts);
  for (let b = 0; b < bidders; b++) {
    for (let r = 0; r < experts; r++) row[r] = at(values, b * experts + r);
    middles[b] = medianOf(row, experts);
  }
  return { middles, usual: (FAR / 2) * curve.deviation.reduce((least, one) => Math.min(least, one)) };
}

/** The project's own spread of an item, by the middle of the distances from the bidders' middles. */
function ownSpread({ table: { bidders, experts, values } }: Scope): number {
  const row = new Float64Array(experts);
  const distances: number[] = [];
  for (let b = 0; b < bidders; b++) {
    for (let r = 0; r < experts; r++) row[r] = at(values, b * experts + r);
    const middle = medianOf(row, experts);
    for (let r = 0; r < experts; r++) distances.push(Math.abs(at(values, b * experts + r) - middle));
  }
  distances.sort((a, b) => a - b);
  return 1.4826 * (distances[distances.length >> 1] ?? 0);
}

/** Adds the digit slips of one subjective item whose marks are in range and on the known step. */
export function itemSlips(
  panel: ProjectMarks,
  item: number,
  step: number | null,
  slips: SlipPanel,
  faults: EntryFault[],
): void {
  const max = panel.items[item]?.max ?? 0;
  if (panel.experts.length < EXPERTS) return;
  const marks: number[] = [];
  for (let place = item; place < panel.marks.length; place += panel.items.length) {
    const mark = panel.marks[place] as number;
    if (mark !== ABSENT && mark >= 0 && mark <= max) marks.push(mark);
  }
  const decimals = decimalsOf(marks);
  const rest = step === null ? stepsWithout(marks, max) : new Map<number, number>();
  const enough = slips.items > 1 ? FAR : FAR_ALONE;
  for (let bidder = 0; bidder < panel.bidders.length; bidder++) {
    for (let expert = 0; expert < panel.experts.length; expert++) {
      const mark = panel.marks[placeOf(panel, bidder, expert, item)] as number;
      if (mark < 0 || mark > max || !onStep(mark, step, max)) continue;
      const unstepped = rest.get(mark);
      if (unstepped === undefined && slips.usual(item, bidder, expert)) continue;
      if (unstepped === undefined && !(slips.far(item, bidder, expert, mark, max) > enough)) continue;
      const could = meantMarks(mark, decimals, max).filter((one) => onStep(one.mark, unstepped ?? step, max));
      const meant = slips.best(item, bidder, expert, could, max);
      if (meant) faults.push({ expert, bidder, item, fault: meant.slip, mark, meant });
    }
  }
}

/**
 * Marks that alone are off a step all the other marks of the item are on → that step. At most one mark of an item can
 * be so, or a few written alike.
 */
function stepsWithout(marks: readonly number[], max: number): Map<number, number> {
  const found = new Map<number, number>();
  const counts = new Map<number, number>();
  for (const mark of marks) if (mark < max) counts.set(mark, (counts.get(mark) ?? 0) + 1);
  const all = [...counts.keys()].reduce(divisorOf, 0);
  for (const [mark, count] of counts) {
    if (count > 1 || marks.length - count < STEP_MARKS) continue;
    let divisor = 0;
    for (const other of counts.keys()) if (other !== mark) divisor = divisorOf(divisor, other);
    if (divisor > all && max / divisor <= STEP_PARTS && mark % divisor !== 0) found.set(mark, divisor);
  }
  return found;
}
