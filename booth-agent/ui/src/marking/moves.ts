import type { BidderView, ItemView } from '#shared/protocol/evaluation.ts';
import { type Cell, cellsOf } from './cells.ts';
import type { Move } from './mark-field.tsx';

/**
 * The cell the keyboard leads to, or null at the edge. Enter goes down one bidder's items and on to the next
 * bidder, as one marks with one bid open on the table.
 */
export function cellAfter(
  from: Cell,
  to: Move,
  bidders: readonly BidderView[],
  items: readonly ItemView[],
): Cell | null {
  const column = bidders.findIndex(({ id }) => id === from.bidder.id);
  const row = items.findIndex(({ id }) => id === from.item.id);
  const at = (nextColumn: number, nextRow: number): Cell | null => {
    const [bidder, item] = [bidders[nextColumn], items[nextRow]];
    return bidder && item ? { bidder, item } : null;
  };
  switch (to) {
    case 'next':
      return at(column, row + 1) ?? at(column + 1, 0);
    case 'previous':
      return at(column, row - 1) ?? at(column - 1, items.length - 1);
    case 'down':
      return at(column, row + 1);
    case 'up':
      return at(column, row - 1);
    case 'left':
      return at(column - 1, row);
    case 'right':
      return at(column + 1, row);
  }
}

/**
 * The first cell that is empty after one, in the order of Enter, and from the beginning again after the last; null where
 * none is. From no cell: the first of all.
 */
export function emptyCellAfter(
  from: Cell | null,
  isEmpty: (cell: Cell) => boolean,
  bidders: readonly BidderView[],
  items: readonly ItemView[],
): Cell | null {
  const all = cellsOf(bidders, items);
  const at = all.findIndex(({ bidder, item }) => bidder.id === from?.bidder.id && item.id === from.item.id);
  return [...all.slice(at + 1), ...all.slice(0, at + 1)].find(isEmpty) ?? null;
}
