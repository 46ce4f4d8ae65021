/**
 * Slips of the pen that an expert's own marks give away before anybody has signed: nothing of another expert is looked
 * at. A question to look once more, which keeps nobody from going on.
 */
import type { Item } from '../projects/project.ts';
import type { Marks } from '../protocol/evaluation.ts';
import { decimalsOf, meantMarks } from './digits.ts';

export interface OwnSlip {
  readonly bidder: string;
  readonly item: string;
  /** As given, what may have been meant, and from where to where the expert's marks for the other bidders go. */
  readonly mark: number;
  readonly meant: number;
  readonly lowest: number;
  readonly highest: number;
}

/** With fewer other bidders there is nothing to hold a mark against. */
const OTHERS = 3;
/** A mark is only asked about where it lies so far outside the others: their own range, and this share of the item. */
const APART = 0.2;

/**
 * Marks of subjective items that lie far outside what the same expert gave all other bidders, and within it once two
 * digits are exchanged back or the decimal point is put back.
 */
export function ownSlips(
  items: readonly Pick<Item, 'id' | 'max' | 'step' | 'kind'>[],
  bidders: readonly string[],
  marks: Marks,
): OwnSlip[] {
  return items
    .filter(({ kind }) => kind === 'subjective')
    .flatMap(({ id: item, max, step }) => {
      const given = bidders.flatMap((bidder) => {
        const mark = marks[bidder]?.[item];
        return mark === undefined ? [] : [{ bidder, mark }];
      });
      const decimals = decimalsOf(given.map(({ mark }) => mark));
      return given.flatMap(({ bidder, mark }): OwnSlip[] => {
        const others = given.filter((one) => one.bidder !== bidder).map((one) => one.mark);
        if (others.length < OTHERS) return [];
        const [lowest, highest] = [Math.min(...others), Math.max(...others)];
        const room = highest - lowest + APART * max;
        if (mark >= lowest - room && mark <= highest + room) return [];
        const meant = meantMarks(mark, decimals, max)
          .map((one) => one.mark)
          .filter((one) => one % step === 0 && one >= lowest && one <= highest);
        const [only, another] = [...new Set(meant)];
        return only === undefined || another !== undefined
          ? []
          : [{ bidder, item, mark, meant: only, lowest, highest }];
      });
    });
}
