import type { Text } from '#shared/catalogue/text.ts';
import type { SheetFault } from '#shared/protocol/bridge.ts';
import type { BidderView, ItemView, Marks } from '#shared/protocol/evaluation.ts';
import { markFault } from '#shared/scoring/sheet.ts';
import { type Cell, cellKey, faultText, readMark } from './cells.ts';

/** A fault of the sheet with the cell it is in, if it is in one. */
export interface PlacedFault {
  readonly key: string;
  readonly cell: Cell | null;
  readonly text: Text;
}

interface SheetParts {
  readonly bidders: readonly BidderView[];
  readonly items: readonly ItemView[];
  readonly marks: Marks;
  readonly typed: Readonly<Record<string, string>>;
  /** What the core says keeps the sheet from being signed. */
  readonly faults: readonly SheetFault[];
}

/**
 * Every fault, in the order of the table: what is typed wrongly, and what the core tells. The words name the
 * bidder where the core's sentence can only know an id.
 */
export function placedFaults({ bidders, items, marks, typed, faults }: SheetParts): PlacedFault[] {
  const inCells = bidders.flatMap((bidder) =>
    items.flatMap((item): PlacedFault[] => {
      const cell = { bidder, item };
      const key = cellKey(bidder.id, item.id);
      const reading = typed[key] === undefined ? null : readMark(typed[key], cell);
      if (reading?.fault) return [{ key, cell, text: faultText(reading.fault) }];
      // A good mark on its way: what the core said of the cell is of before.
      if (reading && reading.mark !== null) return [];
      return faults
        .filter((fault) => fault.bidder === bidder.id && fault.item === item.id)
        .slice(0, 1)
        .map((fault) => {
          const same = markFault(bidder.name, item, marks[bidder.id]?.[item.id]);
          return { key, cell, text: same ? faultText(same) : fault.message };
        });
    }),
  );
  const shown = new Set(bidders.flatMap(({ id }) => items.map((item) => cellKey(id, item.id))));
  const elsewhere = faults
    .filter(({ bidder, item }) => !(bidder && item && shown.has(cellKey(bidder, item))))
    .map((fault, index) => ({ key: `elsewhere/${index}`, cell: null, text: fault.message }));
  return [...inCells, ...elsewhere];
}
