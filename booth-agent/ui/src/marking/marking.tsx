import { useState } from 'react';
import type { BidderView, ItemView } from '#shared/protocol/evaluation.ts';
import { useBooth, useDeed, useSession } from '../bridge/booth.tsx';
import { Page, Primary, Secondary } from '../frame/page.tsx';
import { Places } from '../frame/places.tsx';
import { Clarifications } from '../review/clarifications.tsx';
import { useTexts } from '../texts/index.ts';
import { BidderPager, useBidderPages } from './bidder-pages.tsx';
import { type Cell, cellAt, cellKey, cellsOf, isEmpty, markedBidders } from './cells.ts';
import { type PlacedFault, placedFaults } from './faults.ts';
import { MarkField } from './mark-field.tsx';
import { type AskedSlip, useOwnSlips } from './own-slips.ts';
import { SheetTable } from './sheet-table.tsx';
import { useTyped } from './typed.ts';
import { useWay, type Way } from './way.ts';

/** The score sheet: each mark is saved as it is given; faults are told where they are. */
export function Marking() {
  const { t } = useTexts();
  const { screen } = useBooth();
  const session = useSession();
  const { items } = session.project;
  const { marks } = session;
  const bidders = markedBidders(session.bidders);
  const pages = useBidderPages(bidders);
  const way = useWay({ pages, bidders, items, marks });
  const deed = useDeed('ready');
  const [typed, setTyped] = useTyped('marks');
  const [tried, setTried] = useState(false);
  const slips = useOwnSlips(bidders, items, marks);
  const differing = session.differing.flatMap((ids) => cellAt(ids, bidders, items) ?? []);

  const faults = placedFaults({ bidders, items, marks, typed, faults: screen.sheetFaults });
  // Cells not reached yet are no news while one is still at work: they are counted, and listed when one says "complete".
  const reached = ({ cell, key }: PlacedFault) => !cell || !isEmpty(cell, marks) || Boolean(typed[key]);
  const listed = tried ? faults : faults.filter(reached);
  const complete = (): void => {
    const first = faults.find(({ cell }) => cell)?.cell;
    if (faults.length > 0) setTried(true);
    else if (!slips.ask()) void deed.go({ kind: 'ready' });
    if (first) way.goTo(first);
  };
  return (
    <Page
      title={t('marking.title')}
      lead={t('marking.rule')}
      failure={deed.failure}
      ask={
        listed.length > 0 ? (
          <Faults faults={listed} way={way} />
        ) : (
          slips.asked.length > 0 && <Slips slips={slips.asked} way={way} />
        )
      }
      actions={
        <>
          <Given bidders={bidders} items={items} way={way} />
          <Clarifications />
          <Primary busy={deed.busy} onClick={complete}>
            {t('marking.complete')}
          </Primary>
        </>
      }
    >
      {differing.length > 0 && <Differing cells={differing} way={way} />}
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
            <OwnMark
              cell={cell}
              typed={typed[key] ?? null}
              setTyped={(text) => setTyped(key, text)}
              way={way}
              differs={differing.some(
                (one) => one.bidder.id === cell.bidder.id && one.item.id === cell.item.id,
              )}
            />
          );
        }}
      />
    </Page>
  );
}

/** What keeps the sheet from being complete, each place leading to its cell. */
function Faults({ faults, way }: { faults: readonly PlacedFault[]; way: Way }) {
  const { t, read } = useTexts();
  return (
    <Places
      title={t('marking.faults', { count: faults.length })}
      places={faults.map(({ key, cell, text }) => ({
        key,
        text: read(text),
        go: () => cell && way.goTo(cell),
      }))}
    />
  );
}

/** Marks of one's own that look mistyped. */
function Slips({ slips, way }: { slips: readonly AskedSlip[]; way: Way }) {
  const { t } = useTexts();
  return (
    <Places
      tone="warning"
      title={t('marking.slips')}
      places={slips.map(({ key, text, cell }) => ({ key, text, go: () => way.goTo(cell) }))}
    />
  );
}

/** Objective items on which the panel differs and that are to be looked at again. */
function Differing({ cells, way }: { cells: readonly Cell[]; way: Way }) {
  const { t } = useTexts();
  return (
    <Places
      tone="warning"
      title={t('marking.differing')}
      places={cells.map((cell) => ({
        key: `differs/${cell.bidder.id}/${cell.item.id}`,
        text: `${cell.bidder.name}：${cell.item.title}`,
        go: () => way.goTo(cell),
      }))}
    />
  );
}

interface GivenProps {
  readonly bidders: readonly BidderView[];
  readonly items: readonly ItemView[];
  readonly way: Way;
}

/** How many marks are given, and the way to the next that is not. */
function Given({ bidders, items, way }: GivenProps) {
  const { t } = useTexts();
  const { marks } = useSession();
  const { nextEmpty, goTo } = way;
  const cells = cellsOf(bidders, items);
  const done = cells.filter((cell) => !isEmpty(cell, marks)).length;
  return (
    <>
      <span className="given">{t('marking.given', { done, of: cells.length })}</span>
      {nextEmpty && done > 0 && (
        <Secondary onClick={() => goTo(nextEmpty)}>{t('marking.nextMissing')}</Secondary>
      )}
    </>
  );
}

interface OwnMarkProps {
  readonly cell: Cell;
  readonly typed: string | null;
  setTyped(text: string | null): void;
  readonly way: Way;
  readonly differs: boolean;
}

/** The field of one mark of one's own sheet. */
function OwnMark({ cell, typed, setTyped, way, differs }: OwnMarkProps) {
  const { screen, act } = useBooth();
  const { marks } = useSession();
  const { bidder, item } = cell;
  return (
    <MarkField
      cell={cell}
      mark={marks[bidder.id]?.[item.id]}
      typed={typed}
      setTyped={setTyped}
      send={(mark) => act({ kind: 'mark', bidder: bidder.id, item: item.id, mark })}
      move={way.move}
      entered={() => way.enter(cell)}
      differs={differs}
      disabled={screen.busy.includes('marking')}
    />
  );
}
