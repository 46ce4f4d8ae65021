import { useState } from 'react';
import { ownSlips } from '#shared/lookback/own-slips.ts';
import type { BidderView, ItemView, Marks } from '#shared/protocol/evaluation.ts';
import { pointsText } from '#shared/scoring/exact.ts';
import { useTexts } from '../texts/index.ts';
import { type Cell, cellAt, cellKey } from './cells.ts';

/** A mark one is asked about. */
export interface AskedSlip {
  readonly key: string;
  readonly cell: Cell;
  readonly text: string;
}

/**
 * Marks of one's own that look mistyped. `ask` says whether there are any that one was not asked about yet, and shows
 * them from then on; one who was asked goes on as they please.
 */
export function useOwnSlips(bidders: readonly BidderView[], items: readonly ItemView[], marks: Marks) {
  const { t } = useTexts();
  const [shown, setShown] = useState<readonly string[]>([]);
  const found = ownSlips(
    items,
    bidders.map(({ id }) => id),
    marks,
  ).flatMap((slip): AskedSlip[] => {
    const cell = cellAt(slip, bidders, items);
    if (!cell) return [];
    const { bidder, item } = cell;
    const { mark, meant, lowest, highest } = slip;
    const points = {
      ...{ mark: pointsText(mark), meant: pointsText(meant) },
      ...{ lowest: pointsText(lowest), highest: pointsText(highest) },
    };
    const text = t('marking.slip', { bidder: bidder.name, item: item.title, ...points });
    return [{ key: `${cellKey(bidder.id, item.id)}/${mark}`, cell, text }];
  });
  const asked = found.filter(({ key }) => shown.includes(key));
  const ask = (): boolean => {
    if (found.every(({ key }) => shown.includes(key))) return false;
    setShown(found.map(({ key }) => key));
    return true;
  };
  return { asked, ask };
}
