import { useEffect, useRef, useState } from 'react';
import type { BidderView, ItemView, Marks } from '#shared/protocol/evaluation.ts';
import { useDraft } from '../bridge/drafts.tsx';
import { usePane } from '../documents/pane-state.ts';
import type { BidderPages } from './bidder-pages.tsx';
import { type Cell, type CellIds, cellAt, cellKey, isEmpty } from './cells.ts';
import type { Move } from './mark-field.tsx';
import { cellAfter, emptyCellAfter } from './moves.ts';

interface Ground {
  readonly pages: BidderPages;
  readonly bidders: readonly BidderView[];
  readonly items: readonly ItemView[];
  readonly marks: Marks;
}

/** How one comes about the sheet: to a cell on whatever page it is, and back to where one was. */
export interface Way {
  goTo(cell: Cell): void;
  move(from: Cell, to: Move): void;
  /** The expert has come to this cell. */
  enter(cell: Cell): void;
  /** The next cell without a mark; null where every one has its mark. */
  readonly nextEmpty: Cell | null;
}

export function useWay({ pages, bidders, items, marks }: Ground): Way {
  const focus = useFocus(pages);
  const [place, setPlace] = useDraft<CellIds | null>('marks/place', null);
  const here = place && cellAt(place, bidders, items);
  const emptyAfter = (cell: Cell | null) =>
    emptyCellAfter(cell, (one) => isEmpty(one, marks), bidders, items);
  const goTo = (cell: Cell): void => {
    pages.show(cell.bidder.id);
    focus(cellKey(cell.bidder.id, cell.item.id));
  };
  // After a lock one is where one was; after a restart at the first cell that is still empty.
  const resume = useRef(() => {
    const cell = here ?? emptyAfter(null);
    if (cell) goTo(cell);
  });
  useEffect(() => resume.current(), []);
  useStay(pages, here);
  return {
    goTo,
    move: (from, to) => {
      const next = cellAfter(from, to, bidders, items);
      if (next) goTo(next);
    },
    enter: ({ bidder, item }) => setPlace({ bidder: bidder.id, item: item.id }),
    nextEmpty: emptyAfter(here),
  };
}

/** Puts the focus into a field as soon as it is on the page. */
function useFocus(pages: BidderPages): (key: string) => void {
  const [target, setTarget] = useState<{ key: string } | null>(null);
  const shownBidders = pages.shown.map(({ id }) => id).join();
  // biome-ignore lint/correctness/useExhaustiveDependencies: a turned page has to be drawn before its cell is there
  useEffect(() => {
    const field = target && document.getElementById(target.key);
    if (!field) return;
    field.focus();
    field.scrollIntoView({ block: 'nearest' });
    setTarget(null);
  }, [target, shownBidders]);
  return (key) => setTarget({ key });
}

/** A document opened beside the sheet leaves room for fewer bidders: the one at hand stays among them. */
function useStay(pages: BidderPages, here: Cell | null): void {
  const { layout } = usePane();
  const stay = useRef(() => {});
  stay.current = () => {
    if (here) pages.show(here.bidder.id);
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: once for each layout
  useEffect(() => stay.current(), [layout]);
}
