/** Faults of entry: what is not a judgement but a slip. Only what can be told for certain, or as good as. */

import { itemSlips, onStep, type SlipPanel, slipPanel } from './digit-slips.ts';
import { decimalsOf, type Meant, meantMarks } from './digits.ts';
import { ABSENT, type ProjectMarks, placeOf } from './marks.ts';
import type { Scope } from './scopes.ts';

export const entryFaultKinds = ['missing', 'range', 'step', 'differs', 'transposed', 'shifted'] as const;
export type EntryFaultKind = (typeof entryFaultKinds)[number];

export interface EntryFault {
  readonly expert: number;
  readonly bidder: number;
  readonly item: number;
  readonly fault: EntryFaultKind;
  /** As written, in thousandths; null where nothing is. */
  readonly mark: number | null;
  /** What may have been meant, where one slip explains it. */
  readonly meant: Meant | null;
}

/**
 * Every fault of entry of a project, bidder by bidder. `steps` are the items' known steps, `items` the scopes of the
 * subjective items.
 *
 * - `missing`: no mark where the project has the expert, the bidder and the item.
 * - `range`: below 0 or over the maximum.
 * - `step`: not on the step, where the project states it or a long history has no other.
 * - `differs`: an objective item marked otherwise than by most experts; all of them where there is no majority.
 * - `transposed`, `shifted`: a digit slip, see `itemSlips`.
 */
export function entryFaults(
  panel: ProjectMarks,
  steps: readonly (number | null)[],
  items: readonly Scope[],
): EntryFault[] {
  const faults: EntryFault[] = [];
  const slips = slipPanel(items);
  for (const [item, { kind }] of panel.items.entries()) {
    plainFaults(panel, item, steps[item] ?? null, slips, faults);
    if (kind === 'objective') differences(panel, item, faults);
    else itemSlips(panel, item, steps[item] ?? null, slips, faults);
  }
  return faults.sort((a, b) => a.bidder - b.bidder || a.expert - b.expert || a.item - b.item);
}

function plainFaults(
  panel: ProjectMarks,
  item: number,
  step: number | null,
  slips: SlipPanel,
  faults: EntryFault[],
): void {
  const max = panel.items[item]?.max ?? 0;
  let decimals = -1;
  for (let bidder = 0; bidder < panel.bidders.length; bidder++) {
    for (let expert = 0; expert < panel.experts.length; expert++) {
      const mark = panel.marks[placeOf(panel, bidder, expert, item)] as number;
      if (mark === ABSENT) {
        faults.push({ expert, bidder, item, fault: 'missing', mark: null, meant: null });
        continue;
      }
      const fault = mark < 0 || mark > max ? 'range' : onStep(mark, step, max) ? null : 'step';
      if (!fault) continue;
      if (decimals < 0) decimals = decimalsOf(marksOf(panel, item));
      const could = meantMarks(Math.abs(mark), decimals, max).filter((one) => onStep(one.mark, step, max));
      faults.push({ expert, bidder, item, fault, mark, meant: slips.best(item, bidder, expert, could, max) });
    }
  }
}

/** Objective items: what most experts gave holds. */
function differences(panel: ProjectMarks, item: number, faults: EntryFault[]): void {
  const max = panel.items[item]?.max ?? 0;
  for (let bidder = 0; bidder < panel.bidders.length; bidder++) {
    const given = panel.experts.map(
      (_, expert) => panel.marks[placeOf(panel, bidder, expert, item)] as number,
    );
    const counts = new Map<number, number>();
    for (const mark of given) if (mark >= 0 && mark <= max) counts.set(mark, (counts.get(mark) ?? 0) + 1);
    if (counts.size < 2) continue;
    const total = [...counts.values()].reduce((sum, count) => sum + count, 0);
    const [most] = [...counts].find(([, count]) => 2 * count > total) ?? [null];
    for (const [expert, mark] of given.entries()) {
      if (mark < 0 || mark > max || mark === most) continue;
      const decimals = decimalsOf(given.filter((one) => one >= 0));
      const meant = meantMarks(mark, decimals, max).find((one) => one.mark === most) ?? null;
      faults.push({ expert, bidder, item, fault: 'differs', mark, meant });
    }
  }
}

/** All marks written for an item. */
function* marksOf(panel: ProjectMarks, item: number): Generator<number> {
  for (let place = item; place < panel.marks.length; place += panel.items.length) {
    const mark = panel.marks[place] as number;
    if (mark >= 0) yield mark;
  }
}
