import { useEffect, useState } from 'react';
import type { FlagView, ItemView } from '#shared/protocol/evaluation.ts';
import { pointsText } from '#shared/scoring/exact.ts';
import { useBooth, useDeed, useSession } from '../bridge/booth.tsx';
import { AskFor } from '../frame/failure.tsx';
import { Page, Primary, Secondary } from '../frame/page.tsx';
import { PinPage } from '../frame/pin-page.tsx';
import { type Cell, cellKey, markText, readMark } from '../marking/cells.ts';
import { MarkField, type Move } from '../marking/mark-field.tsx';
import { cellAfter } from '../marking/moves.ts';
import { useTyped } from '../marking/typed.ts';
import { useTexts } from '../texts/index.ts';

/** The flagged bidder's marks, changed beside the signed ones, then the signature of the new sheet. */
export function Amendment({ flag, back }: { flag: FlagView; back(): void }) {
  const { t, read } = useTexts();
  const { screen, act } = useBooth();
  const { project, marks, bidders } = useSession();
  const cancel = useDeed('amend-cancel');
  const [typed, setTyped] = useTyped('amended');
  const [signing, setSigning] = useState(false);
  const [asked, setAsked] = useState<'amendUnchanged' | 'amendFaulty' | null>(null);
  const flagged = flag.item && cellKey(flag.bidder, flag.item);
  useEffect(() => {
    if (flagged && !signing) document.getElementById(flagged)?.focus();
  }, [flagged, signing]);
  const bidder = bidders.find(({ id }) => id === flag.bidder);
  if (!bidder) return null;
  const signed = marks[bidder.id] ?? {};
  const changes = changesOf(project.items, signed, screen.amendment[bidder.id] ?? {});
  const faulty = project.items.some((item) => {
    const text = typed[cellKey(bidder.id, item.id)];
    if (text === undefined) return false;
    const { mark, fault } = readMark(text, { bidder, item });
    return mark === null || fault !== null;
  });
  // A mark just typed counts, though the agent has not told of it yet.
  const onItsWay = project.items.some((item) => {
    const text = typed[cellKey(bidder.id, item.id)];
    return text !== undefined && readMark(text, { bidder, item }).mark !== signed[item.id];
  });
  const sign = (): void => {
    if (faulty) setAsked('amendFaulty');
    else if (changes.length === 0 && !onItsWay) setAsked('amendUnchanged');
    else {
      setAsked(null);
      setSigning(true);
    }
  };
  const still = asked === 'amendFaulty' ? faulty && asked : changes.length === 0 && asked;
  const giveUp = async (): Promise<void> => {
    if (changes.length > 0 && !(await cancel.go({ kind: 'amend-cancel' }))) return;
    for (const item of project.items) setTyped(cellKey(bidder.id, item.id), null);
    back();
  };
  const move = (from: Cell, to: Move): void => {
    const next = cellAfter(from, to, [bidder], project.items);
    if (next) document.getElementById(cellKey(next.bidder.id, next.item.id))?.focus();
  };
  if (signing) {
    return (
      <PinPage
        title={t('flags.signTitle')}
        lead={t('pin.signedWith')}
        action={t('flags.sign')}
        kind="amend-sign"
        intent={(pin) => ({ kind: 'amend-sign', pin })}
        back={{ label: t('frame.back'), go: () => setSigning(false) }}
      >
        <h2>{bidder.name}</h2>
        <ul className="sums">
          {changes.map(({ item, before, after }) => (
            <li key={item.id}>
              <span>{item.title}</span>
              <strong>
                {markText(before)} → {pointsText(after)}
              </strong>
            </li>
          ))}
        </ul>
      </PinPage>
    );
  }
  return (
    <Page
      title={t('flags.amendTitle', { bidder: bidder.name })}
      lead={t('flags.amendRule')}
      failure={cancel.failure}
      ask={still && <AskFor>{t(`flags.${still}`)}</AskFor>}
      actions={
        <>
          <Secondary busy={cancel.busy} onClick={() => void giveUp()}>
            {t('flags.cancelAmend')}
          </Secondary>
          <Primary busy={cancel.busy} onClick={sign}>
            {t('flags.toSign')}
          </Primary>
        </>
      }
    >
      <p>{read(flag.text)}</p>
      <table className="sheet amend-table">
        <thead>
          <tr>
            <th scope="col" className="sheet-item">
              {t('marking.item')}
            </th>
            <th scope="col">{t('flags.before')}</th>
            <th scope="col">{t('flags.after')}</th>
          </tr>
        </thead>
        <tbody>
          {project.items.map((item) => {
            const key = cellKey(bidder.id, item.id);
            const changed = screen.amendment[bidder.id]?.[item.id];
            return (
              <tr key={item.id} className={item.id === flag.item ? 'flagged-row' : ''}>
                <th scope="row" className="sheet-item">
                  <span className="item-title">{item.title}</span>{' '}
                  <span className="limits">
                    {t('marking.limits', { max: pointsText(item.max), step: pointsText(item.step) })}
                  </span>
                </th>
                <td>
                  <span className="read-mark">{markText(signed[item.id])}</span>
                </td>
                <td>
                  <MarkField
                    cell={{ bidder, item }}
                    mark={changed ?? signed[item.id]}
                    typed={typed[key] ?? null}
                    setTyped={(text) => setTyped(key, text)}
                    // An empty or wrong text changes nothing: an amended sheet has every mark.
                    send={async (mark) =>
                      mark === null
                        ? null
                        : act({ kind: 'amend-mark', bidder: bidder.id, item: item.id, mark })
                    }
                    move={move}
                    disabled={cancel.busy}
                  />
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </Page>
  );
}

function changesOf(
  items: readonly ItemView[],
  signed: Readonly<Record<string, number>>,
  amended: Readonly<Record<string, number>>,
) {
  return items.flatMap((item) => {
    const after = amended[item.id];
    return after === undefined || after === signed[item.id] ? [] : [{ item, before: signed[item.id], after }];
  });
}
