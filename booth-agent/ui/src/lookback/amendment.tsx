import { useEffect, useState } from 'react';
import type { BidderView, FlagView } from '#shared/protocol/evaluation.ts';
import { pointsText } from '#shared/scoring/exact.ts';
import { useDeed, useSession } from '../bridge/booth.tsx';
import { AskFor } from '../frame/failure.tsx';
import { Page, Primary, Secondary } from '../frame/page.tsx';
import { PinPage } from '../frame/pin-page.tsx';
import { cellKey, markText } from '../marking/cells.ts';
import { useTexts } from '../texts/index.ts';
import { type Change, useAmended } from './amended.ts';
import { AmendedMarks } from './amended-marks.tsx';

interface AmendmentProps {
  readonly flag: FlagView;
  back(): void;
}

/** The flagged bidder's marks, changed beside the signed ones, then the signature of the new sheet. */
export function Amendment({ flag, back }: AmendmentProps) {
  const bidder = useSession().bidders.find(({ id }) => id === flag.bidder);
  return bidder ? <AmendmentOf bidder={bidder} flag={flag} back={back} /> : null;
}

function AmendmentOf({ bidder, flag, back }: AmendmentProps & { readonly bidder: BidderView }) {
  const { t, read } = useTexts();
  const cancel = useDeed('amend-cancel');
  const amended = useAmended(bidder);
  const { items, changes, faulty, onItsWay, type } = amended;
  const [signing, setSigning] = useState(false);
  const [asked, setAsked] = useState<'amendUnchanged' | 'amendFaulty' | null>(null);
  const flagged = flag.item && cellKey(bidder.id, flag.item);
  useEffect(() => {
    if (flagged && !signing) document.getElementById(flagged)?.focus();
  }, [flagged, signing]);
  if (signing) return <SignAmendment bidder={bidder} changes={changes} back={() => setSigning(false)} />;

  const sign = (): void => {
    const lacks = faulty ? 'amendFaulty' : changes.length === 0 && !onItsWay ? 'amendUnchanged' : null;
    setAsked(lacks);
    setSigning(lacks === null);
  };
  const still = asked === 'amendFaulty' ? faulty && asked : changes.length === 0 && asked;
  const giveUp = async (): Promise<void> => {
    if (changes.length > 0 && !(await cancel.go({ kind: 'amend-cancel' }))) return;
    for (const item of items) type(item, null);
    back();
  };
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
      <AmendedMarks bidder={bidder} flagged={flag.item} amended={amended} disabled={cancel.busy} />
    </Page>
  );
}

interface SignAmendmentProps {
  readonly bidder: BidderView;
  readonly changes: readonly Change[];
  back(): void;
}

/** What changes, and the key's PIN for it. */
function SignAmendment({ bidder, changes, back }: SignAmendmentProps) {
  const { t } = useTexts();
  return (
    <PinPage
      title={t('flags.signTitle')}
      lead={t('pin.signedWith')}
      action={t('flags.sign')}
      kind="amend-sign"
      intent={(pin) => ({ kind: 'amend-sign', pin })}
      back={{ label: t('frame.back'), go: back }}
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
