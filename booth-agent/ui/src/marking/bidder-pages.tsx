import { Button } from 'antd';
import { useEffect, useState } from 'react';
import type { BidderView } from '#shared/protocol/evaluation.ts';
import { paneWidth, usePane } from '../documents/pane-state.ts';
import { useTexts } from '../texts/index.ts';

/** Widths in pixels: what the table's frame and first column take, and one bidder's column. */
const FIRST_COLUMN = 460;
const NARROWEST = 150;
const WIDEST = 220;
/** What the first column would like to have, where there is room. */
const FIRST_COLUMN_WIDE = 600;

/** As many bidders side by side as fit the screen without scrolling sideways. */
export interface BidderPages {
  readonly shown: readonly BidderView[];
  readonly first: number;
  readonly of: number;
  /** Turns to the page that holds a bidder. */
  show(bidder: string): void;
  turn(pages: number): void;
  /** Pixels of one bidder's column. */
  readonly columnWidth: number;
}

export function useBidderPages(bidders: readonly BidderView[]): BidderPages {
  const [whole, setWhole] = useState(window.innerWidth);
  const [page, setPage] = useState(0);
  useEffect(() => {
    const measure = (): void => setWhole(window.innerWidth);
    window.addEventListener('resize', measure);
    return () => window.removeEventListener('resize', measure);
  }, []);
  const width = whole - paneWidth(usePane().layout, whole);
  const each = Math.max(2, Math.floor((width - FIRST_COLUMN) / NARROWEST));
  const last = Math.max(0, Math.ceil(bidders.length / each) - 1);
  const now = Math.min(page, last);
  const shown = bidders.slice(now * each, (now + 1) * each);
  const share = Math.floor((width - FIRST_COLUMN_WIDE) / Math.max(1, shown.length));
  return {
    shown,
    columnWidth: Math.min(WIDEST, Math.max(NARROWEST, share)),
    first: now * each,
    of: bidders.length,
    show: (bidder) =>
      setPage(
        Math.floor(
          Math.max(
            0,
            bidders.findIndex(({ id }) => id === bidder),
          ) / each,
        ),
      ),
    turn: (pages) => setPage(Math.min(last, Math.max(0, now + pages))),
  };
}

/** Buttons to the other bidders, where not all fit. */
export function BidderPager({ pages }: { pages: BidderPages }) {
  const { t } = useTexts();
  const { first, shown, of } = pages;
  if (shown.length === of) return null;
  return (
    <div className="bidder-pager">
      <Button disabled={first === 0} onClick={() => pages.turn(-1)}>
        {t('frame.previousBidders')}
      </Button>
      <strong>{t('frame.pages', { from: first + 1, to: first + shown.length, of })}</strong>
      <Button disabled={first + shown.length >= of} onClick={() => pages.turn(1)}>
        {t('frame.nextBidders')}
      </Button>
    </div>
  );
}
