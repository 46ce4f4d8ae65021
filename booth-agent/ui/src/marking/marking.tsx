import { useEffect, useRef, useState } from 'react';
import { useBooth, useDeed, useSession } from '../bridge/booth.tsx';
import { useDraft } from '../bridge/drafts.tsx';
import { usePane } from '../documents/pane-state.ts';
import { Page, Primary, Secondary } from '../frame/page.tsx';
import { Places } from '../frame/places.tsx';
import { Clarifications } from '../review/clarifications.tsx';
import { useTexts } from '../texts/index.ts';
import { BidderPager, useBidderPages } from './bidder-pages.tsx';
import { type Cell, cellKey, cellsOf, markedBidders } from './cells.ts';
import { placedFaults } from './faults.ts';
import { MarkField, type Move } from './mark-field.tsx';
import { cellAfter, emptyCellAfter } from './moves.ts';
import { useOwnSlips } from './own-slips.ts';
import { SheetTable } from './sheet-table.tsx';
import { useTyped } from './typed.ts';

/** Where the expert is on the sheet. */
interface Place {
  readonly bidder: string;
  readonly item: string;
}

/** The score sheet: each mark is saved as it is given; faults are told where they are. */
export function Marking() {
  const { t, read } = useTexts();
  const { screen, act } = useBooth();
  const session = useSession();
  const { items } = session.project;
  const { marks } = session;
  const bidders = markedBidders(session.bidders);
  const pages = useBidderPages(bidders);
  const deed = useDeed('ready');
  const [typed, setTyped] = useTyped('marks');
  const [tried, setTried] = useState(false);
  const [target, setTarget] = useState<{ key: string } | null>(null);
  const [place, setPlace] = useDraft<Place | null>('marks/place', null);

  const shownBidders = pages.shown.map(({ id }) => id).join();
  // biome-ignore lint/correctness/useExhaustiveDependencies: a turned page has to be drawn before its cell is there
  useEffect(() => {
    const field = target && document.getElementById(target.key);
    if (!field) return;
    field.focus();
    field.scrollIntoView({ block: 'nearest' });
    setTarget(null);
  }, [target, shownBidders]);
  const goTo = ({ bidder, item }: Cell): void => {
    pages.show(bidder.id);
    setTarget({ key: cellKey(bidder.id, item.id) });
  };
  const move = (from: Cell, to: Move): void => {
    const next = cellAfter(from, to, bidders, items);
    if (next) goTo(next);
  };

  const here =
    cellsOf(bidders, items).find(
      ({ bidder, item }) => bidder.id === place?.bidder && item.id === place.item,
    ) ?? null;
  const isMissing = ({ bidder, item }: Cell) => marks[bidder.id]?.[item.id] === undefined;
  const nextMissing = emptyCellAfter(here, isMissing, bidders, items);
  // After a lock one is where one was; after a restart at the first cell that is still empty.
  const resume = useRef(() => {
    const cell = here ?? emptyCellAfter(null, isMissing, bidders, items);
    if (cell) goTo(cell);
  });
  useEffect(() => resume.current(), []);
  // A document opened beside the sheet leaves room for fewer bidders: the one at hand stays among them.
  const { layout } = usePane();
  const stay = useRef(() => {});
  stay.current = () => {
    if (here) pages.show(here.bidder.id);
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: once for each layout
  useEffect(() => stay.current(), [layout]);

  const faults = placedFaults({ bidders, items, marks, typed, faults: screen.sheetFaults });
  // Cells not reached yet are no news while one is still at work: they are counted, and listed when one says "complete".
  const listed = tried ? faults : faults.filter(({ cell, key }) => !cell || !isEmpty(cell, key));
  function isEmpty({ bidder, item }: Cell, key: string): boolean {
    return marks[bidder.id]?.[item.id] === undefined && !typed[key];
  }
  const given = cellsOf(bidders, items).filter((cell) => !isMissing(cell)).length;
  const places = listed.map(({ key, cell, text }) => ({
    key,
    text: read(text),
    go: () => cell && goTo(cell),
  }));
  const differing = session.differing.flatMap(({ bidder, item }) => {
    const cell = {
      bidder: bidders.find(({ id }) => id === bidder),
      item: items.find(({ id }) => id === item),
    };
    return cell.bidder && cell.item ? [{ bidder: cell.bidder, item: cell.item }] : [];
  });
  const differs = ({ bidder, item }: Cell) =>
    differing.some((one) => one.bidder.id === bidder.id && one.item.id === item.id);

  const slips = useOwnSlips(bidders, items, marks);
  const complete = (): void => {
    const first = faults.find(({ cell }) => cell)?.cell;
    if (faults.length > 0) setTried(true);
    else if (!slips.ask()) void deed.go({ kind: 'ready' });
    if (first) goTo(first);
  };
  return (
    <Page
      title={t('marking.title')}
      lead={t('marking.rule')}
      failure={deed.failure}
      ask={
        places.length > 0 ? (
          <Places title={t('marking.faults', { count: places.length })} places={places} />
        ) : (
          slips.asked.length > 0 && (
            <Places
              tone="warning"
              title={t('marking.slips')}
              places={slips.asked.map(({ key, text, cell }) => ({ key, text, go: () => goTo(cell) }))}
            />
          )
        )
      }
      actions={
        <>
          <span className="given">
            {t('marking.given', { done: given, of: bidders.length * items.length })}
          </span>
          {nextMissing && given > 0 && (
            <Secondary onClick={() => goTo(nextMissing)}>{t('marking.nextMissing')}</Secondary>
          )}
          <Clarifications />
          <Primary busy={deed.busy} onClick={complete}>
            {t('marking.complete')}
          </Primary>
        </>
      }
    >
      {differing.length > 0 && (
        <Places
          tone="warning"
          title={t('marking.differing')}
          places={differing.map((cell) => ({
            key: `differs/${cell.bidder.id}/${cell.item.id}`,
            text: `${cell.bidder.name}：${cell.item.title}`,
            go: () => goTo(cell),
          }))}
        />
      )}
      <BidderPager pages={pages} />
      <SheetTable
        guides
        missing
        pages={pages}
        items={items}
        marks={marks}
        cell={(cell) => {
          const key = cellKey(cell.bidder.id, cell.item.id);
          return (
            <MarkField
              cell={cell}
              mark={marks[cell.bidder.id]?.[cell.item.id]}
              typed={typed[key] ?? null}
              setTyped={(text) => setTyped(key, text)}
              send={(mark) => act({ kind: 'mark', bidder: cell.bidder.id, item: cell.item.id, mark })}
              move={move}
              entered={() => setPlace({ bidder: cell.bidder.id, item: cell.item.id })}
              differs={differs(cell)}
              disabled={screen.busy.includes('marking')}
            />
          );
        }}
      />
    </Page>
  );
}
