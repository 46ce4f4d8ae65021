import { useState } from 'react';
import { pointsText } from '#shared/scoring/exact.ts';
import { useBooth, useSession } from '../bridge/booth.tsx';
import { Page, Primary } from '../frame/page.tsx';
import { PinPage } from '../frame/pin-page.tsx';
import { Places } from '../frame/places.tsx';
import { BidderPager, useBidderPages } from '../marking/bidder-pages.tsx';
import { markedBidders, markText, mostOf, sumOf } from '../marking/cells.ts';
import { placedFaults } from '../marking/faults.ts';
import { SheetTable } from '../marking/sheet-table.tsx';
import { useTexts } from '../texts/index.ts';

const noTyped = {};

/** The sheet to read once more, then its signature. */
export function Sign() {
  const { t, read } = useTexts();
  const { screen } = useBooth();
  const { project, marks, bidders: all } = useSession();
  const [signing, setSigning] = useState(false);
  const bidders = markedBidders(all);
  const pages = useBidderPages(bidders);
  const { items } = project;
  const faults = placedFaults({ bidders, items, marks, typed: noTyped, faults: screen.sheetFaults });
  if (signing && faults.length === 0) {
    return (
      <PinPage
        title={t('sign.signTitle')}
        lead={t('pin.signedWith')}
        action={t('sign.sign')}
        kind="sign"
        intent={(pin) => ({ kind: 'sign', pin })}
        back={{ label: t('frame.back'), go: () => setSigning(false) }}
      >
        <ul className="sums">
          {bidders.map(({ id, name }) => (
            <li key={id}>
              <span>{name}</span>
              <strong>
                {pointsText(sumOf(marks, id, items))} / {pointsText(mostOf(items))}
              </strong>
            </li>
          ))}
        </ul>
      </PinPage>
    );
  }
  return (
    <Page
      title={t('sign.title')}
      lead={t('sign.rule')}
      ask={
        faults.length > 0 && (
          <Places
            title={t('sign.blocked')}
            places={faults.map(({ key, text }) => ({
              key,
              text: read(text),
              go: () => document.getElementById(`read/${key}`)?.scrollIntoView({ block: 'center' }),
            }))}
          />
        )
      }
      actions={
        <Primary busy={faults.length > 0} onClick={() => setSigning(true)}>
          {t('sign.toSign')}
        </Primary>
      }
    >
      <BidderPager pages={pages} />
      <SheetTable
        pages={pages}
        items={items}
        marks={marks}
        cell={({ bidder, item }) => (
          <span className="read-mark" id={`read/mark/${bidder.id}/${item.id}`}>
            {markText(marks[bidder.id]?.[item.id]) || '—'}
          </span>
        )}
      />
    </Page>
  );
}
