import { type Fault, refusalText } from '#shared/catalogue/refusal.ts';
import type { Text } from '#shared/catalogue/text.ts';
import type { BidderView, ItemView, Marks } from '#shared/protocol/evaluation.ts';
import { pointsText, thousandthsOf } from '#shared/scoring/exact.ts';
import { markFault } from '#shared/scoring/sheet.ts';

/** One place of the table: a bidder and an item. */
export interface Cell {
  readonly bidder: BidderView;
  readonly item: ItemView;
}

/** A cell by the ids of its bidder and its item. */
export interface CellIds {
  readonly bidder: string;
  readonly item: string;
}

/** The cell of these ids; null where the sheet has none. */
export function cellAt(
  ids: CellIds,
  bidders: readonly BidderView[],
  items: readonly ItemView[],
): Cell | null {
  const bidder = bidders.find(({ id }) => id === ids.bidder);
  const item = items.find(({ id }) => id === ids.item);
  return bidder && item ? { bidder, item } : null;
}

/** Whether a cell has no mark yet. */
export function isEmpty({ bidder, item }: Cell, marks: Marks): boolean {
  return marks[bidder.id]?.[item.id] === undefined;
}

/** Name of a cell's input on the page, and of what is typed in it. */
export function cellKey(bidder: string, item: string): string {
  return `mark/${bidder}/${item}`;
}

/** Bidders to be marked: those whose bid was found valid. */
export function markedBidders(bidders: readonly BidderView[]): BidderView[] {
  return bidders.filter((bidder) => bidder.valid === true);
}

/** Every cell, one bidder after the other. */
export function cellsOf(bidders: readonly BidderView[], items: readonly ItemView[]): Cell[] {
  return bidders.flatMap((bidder) => items.map((item) => ({ bidder, item })));
}

/** What a typed text means: a mark, nothing yet, or a fault. */
export interface Reading {
  readonly mark: number | null;
  readonly fault: Fault | null;
}

/** Reads a mark as typed ("12.5"). Full-width digits and dots of a Chinese keyboard are taken as they are meant. */
export function readMark(text: string, { bidder, item }: Cell): Reading {
  const plain = text.normalize('NFKC').replaceAll('。', '.').trim();
  if (plain === '') return { mark: null, fault: null };
  const mark = thousandthsOf(plain);
  const fault = markFault(bidder.name, item, mark ?? Number.NaN);
  return fault ? { mark: null, fault } : { mark, fault: null };
}

/** A fault as a sentence with the bidder's name. */
export function faultText(fault: Fault): Text {
  return refusalText(fault.code, fault.values);
}

/** The mark as people read it; an absent one is empty. */
export function markText(mark: number | undefined): string {
  return mark === undefined ? '' : pointsText(mark);
}

/** Sum of one bidder's marks, in thousandths. */
export function sumOf(marks: Marks, bidder: string, items: readonly ItemView[]): number {
  return items.reduce((sum, item) => sum + (marks[bidder]?.[item.id] ?? 0), 0);
}

/** Most points of all items together, in thousandths. */
export function mostOf(items: readonly ItemView[]): number {
  return items.reduce((sum, item) => sum + item.max, 0);
}
