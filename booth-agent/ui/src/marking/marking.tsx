import { useEffect, useState } from 'react';
import { useBooth, useDeed, useSession } from '../bridge/booth.tsx';
import { Page, Primary } from '../frame/page.tsx';
import { Places } from '../frame/places.tsx';
import { Clarifications } from '../review/clarifications.tsx';
import { useTexts } from '../texts/index.ts';
import { BidderPager, useBidderPages } from './bidder-pages.tsx';
import { type Cell, cellKey, markedBidders } from './cells.ts';
import { placedFaults } from './faults.ts';
import { MarkField, type Move } from './mark-field.tsx';
import { cellAfter } from './moves.ts';
import { SheetTable } from './sheet-table.tsx';
import { useTyped } from './typed.ts';

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

  const faults = placedFaults({ bidders, items, marks, typed, faults: screen.sheetFaults });
  // Cells not reached yet are no news while one is still at work: they are counted, and listed when one says "complete".
  const listed = tried ? faults : faults.filter(({ cell, key }) => !cell || !isEmpty(cell, key));
  function isEmpty({ bidder, item }: Cell, key: string): boolean {
    return marks[bidder.id]?.[item.id] === undefined && !typed[key];
  }
  const given = bidders.flatMap(({ id }) =>
    items.filter((item) => marks[id]?.[item.id] !== undefined),
  ).length;
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

  const complete = (): void => {
    const first = faults.find(({ cell }) => cell)?.cell;
    if (faults.length === 0) void deed.go({ kind: 'ready' });
    else setTried(true);
    if (first) goTo(first);
  };
  return (
    <Page
      title={t('marking.title')}
      lead={t('marking.rule')}
      failure={deed.failure}
      ask={
        places.length > 0 && <Places title={t('marking.faults', { count: places.length })} places={places} />
      }
      actions={
        <>
          <span className="given">
            {t('marking.given', { done: given, of: bidders.length * items.length })}
          </span>
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
          title={`${t('marking.differingTitle')}：${t('marking.differing')}`}
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
              differs={differs(cell)}
              disabled={screen.busy.includes('marking')}
            />
          );
        }}
      />
    </Page>
  );
}
