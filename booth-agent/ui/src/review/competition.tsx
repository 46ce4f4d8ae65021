import { useState } from 'react';
import { useDeed, useSession } from '../bridge/booth.tsx';
import { Choices } from '../frame/choices.tsx';
import { AskFor } from '../frame/failure.tsx';
import { Page, Primary } from '../frame/page.tsx';
import { useTexts } from '../texts/index.ts';
import { Bids } from './bids.tsx';

/** Fewer than three valid bids: the panel decides whether competition remains. */
export function Competition() {
  const { t } = useTexts();
  const { bidders } = useSession();
  const deed = useDeed('competition-vote');
  const [remains, setRemains] = useState<boolean | null>(null);
  const [asked, setAsked] = useState(false);
  const vote = (): void => {
    if (remains === null) setAsked(true);
    else void deed.go({ kind: 'competition-vote', remains });
  };
  return (
    <Page
      title={t('review.competitionTitle')}
      lead={t('review.competitionRule')}
      failure={deed.failure}
      ask={asked && remains === null && <AskFor>{t('review.competitionMissing')}</AskFor>}
      actions={
        <Primary busy={deed.busy} onClick={vote}>
          {t('review.vote')}
        </Primary>
      }
    >
      <Bids bidders={bidders} />
      <Choices<boolean>
        label={t('review.competitionTitle')}
        choices={[
          { value: true, label: t('review.remains'), tone: 'good' },
          { value: false, label: t('review.lacks'), tone: 'bad' },
        ]}
        chosen={remains}
        choose={setRemains}
        disabled={deed.busy}
      />
      <p>{t('talk.invite')}</p>
    </Page>
  );
}
