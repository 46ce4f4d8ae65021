import { useState } from 'react';
import { useDeed, useSession } from '../bridge/booth.tsx';
import { useDraft } from '../bridge/drafts.tsx';
import { Choices } from '../frame/choices.tsx';
import { AskFor } from '../frame/failure.tsx';
import { Page, Primary, Secondary } from '../frame/page.tsx';
import { PinPage } from '../frame/pin-page.tsx';
import { ProseField } from '../frame/prose.tsx';
import { Bids } from '../review/bids.tsx';
import { useTexts } from '../texts/index.ts';
import { Result } from './result.tsx';

type Position = 'agree' | 'dissent';

/** The report: one agrees or dissents with reasons, and signs; refusing both counts as consent. */
export function Consent() {
  const { t } = useTexts();
  const { result } = useSession();
  const [position, setPosition] = useDraft<Position | null>('position', null);
  const [dissent, setDissent] = useDraft('dissent', '');
  const [part, setPart] = useState<'choose' | 'sign' | 'refuse'>('choose');
  const [asked, setAsked] = useState<'nothingChosen' | 'dissentMissing' | null>(null);
  const written = dissent.trim();
  const goOn = (): void => {
    if (position === null) setAsked('nothingChosen');
    else if (position === 'dissent' && written === '') setAsked('dissentMissing');
    else setPart('sign');
  };
  if (part === 'refuse') return <Refuse back={() => setPart('choose')} />;
  if (part === 'sign' && position) {
    return (
      <PinPage
        title={t('consent.signTitle')}
        lead={t('pin.signedWith')}
        action={t(position === 'agree' ? 'consent.signAgree' : 'consent.signDissent')}
        kind="consent"
        intent={(pin) =>
          position === 'agree'
            ? { kind: 'consent', position, pin }
            : { kind: 'consent', position, dissent: written, pin }
        }
        back={{ label: t('frame.back'), go: () => setPart('choose') }}
      >
        <p>
          <strong>{t(`consent.${position}`)}</strong>
        </p>
        {position === 'dissent' && <p className="quoted">{written}</p>}
      </PinPage>
    );
  }
  return (
    <Page
      title={t(result ? 'consent.title' : 'consent.failedTitle')}
      lead={t('consent.rule')}
      ask={asked && (position === null || written === '') && <AskFor>{t(`consent.${asked}`)}</AskFor>}
      actions={
        <>
          <Secondary onClick={() => setPart('refuse')}>{t('consent.refuse')}</Secondary>
          <Primary onClick={goOn}>{t('consent.toSign')}</Primary>
        </>
      }
    >
      <Outcome />
      <Choices<Position>
        label={t('consent.title')}
        choices={[
          { value: 'agree', label: t('consent.agree') },
          { value: 'dissent', label: t('consent.dissent') },
        ]}
        chosen={position}
        choose={setPosition}
      />
      {position === 'dissent' && (
        <ProseField label={t('consent.dissentLabel')} value={dissent} change={setDissent} />
      )}
    </Page>
  );
}

/** The ranking, and below it the bids that were rejected; or why there is none. */
function Outcome() {
  const { t } = useTexts();
  const { result, bidders } = useSession();
  const rejected = bidders.filter(({ valid }) => valid === false);
  if (result) {
    return (
      <>
        <Result result={result} />
        {rejected.length > 0 && <Bids bidders={rejected} />}
      </>
    );
  }
  return (
    <>
      <p>
        <strong>
          {t(rejected.length === bidders.length ? 'consent.noValidBid' : 'consent.noCompetition')}
        </strong>
      </p>
      <Bids bidders={bidders} />
    </>
  );
}

/** What refusing means is told before it is done (实施条例 art. 53). */
function Refuse({ back }: { back(): void }) {
  const { t } = useTexts();
  const deed = useDeed('refuse-consent');
  return (
    <Page
      title={t('consent.refuseTitle')}
      failure={deed.failure}
      actions={
        <>
          <Secondary busy={deed.busy} onClick={() => void deed.go({ kind: 'refuse-consent' })}>
            {t('consent.refuseSure')}
          </Secondary>
          <Primary busy={deed.busy} onClick={back}>
            {t('consent.refuseBack')}
          </Primary>
        </>
      }
    >
      <p>{t('consent.refuseTold')}</p>
      <p>
        <strong>{t('consent.refuseAdvice')}</strong>
      </p>
    </Page>
  );
}
