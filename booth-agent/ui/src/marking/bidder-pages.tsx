import { Button } from 'antd';
import { useEffect, useState } from 'react';
import type { BidderView } from '#shared/protocol/evaluation.ts';
import { useTexts } from '../texts/index.ts';

/** Widths in pixels: what the table's frame and first column take, and one bidder's column. */
const FIRST_COLUMN = 470;
const BIDDER_COLUMN = 145;

function fits(): number {
  return Math.max(2, Math.floor((window.innerWidth - FIRST_COLUMN) / BIDDER_COLUMN));
}

/** As many bidders side by side as fit the screen without scrolling sideways. */
export interface BidderPages {
  readonly shown: readonly BidderView[];
  readonly first: number;
  readonly of: number;
  /** Turns to the page that holds a bidder. */
  show(bidder: string): void;
  turn(pages: number): void;
}

export function useBidderPages(bidders: readonly BidderView[]): BidderPages {
  const [each, setEach] = useState(fits);
  const [page, setPage] = useState(0);
  useEffect(() => {
    const measure = (): void => setEach(fits());
    window.addEventListener('resize', measure);
    return () => window.removeEventListener('resize', measure);
  }, []);
  const last = Math.max(0, Math.ceil(bidders.length / each) - 1);
  const now = Math.min(page, last);
  return {
    shown: bidders.slice(now * each, (now + 1) * each),
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
