import { useState } from 'react';
import type { FlagVoteView } from '#shared/protocol/evaluation.ts';
import { useDeed, useSession } from '../bridge/booth.tsx';
import { Choices } from '../frame/choices.tsx';
import { AskFor } from '../frame/failure.tsx';
import { Page, Primary } from '../frame/page.tsx';
import { minuteText } from '../frame/times.ts';
import { useTexts } from '../texts/index.ts';
import { FlaggedMark } from './flagged-mark.tsx';

/** Others' marks on which the panel votes, one after the other. */
export function FlagVote() {
  const { flagVotes } = useSession();
  const left = flagVotes.filter(({ myVote }) => myVote === null);
  const [vote] = left;
  return vote ? <Vote key={vote.id} vote={vote} left={left.length} /> : null;
}

function Vote({ vote, left }: { vote: FlagVoteView; left: number }) {
  const { t } = useTexts();
  const deed = useDeed('flag-vote');
  const [abnormal, setAbnormal] = useState<boolean | null>(null);
  const [asked, setAsked] = useState(false);
  const { alias, explanation, sentBack } = vote;
  const submit = (): void => {
    if (abnormal === null) setAsked(true);
    else void deed.go({ kind: 'flag-vote', flag: vote.id, abnormal });
  };
  return (
    <Page
      title={
        <>
          {t('flags.voteTitle')} <span className="tag">{t('flags.votesLeft', { count: left })}</span>
        </>
      }
      lead={
        <>
          {t('flags.voteRule')} {vote.dueAt && t('flags.due', { at: minuteText(vote.dueAt) })}
        </>
      }
      failure={deed.failure}
      ask={asked && abnormal === null && <AskFor>{t('flags.voteMissing')}</AskFor>}
      actions={
        <Primary busy={deed.busy} onClick={submit}>
          {t('flags.vote')}
        </Primary>
      }
    >
      <FlaggedMark flag={vote} whose={t('flags.theirMark', { alias })} mark={vote.mark}>
        {explanation && (
          <p>
            <strong>{t('flags.theirWords', { alias })}</strong>
            {explanation}
          </p>
        )}
        {sentBack && (
          <p>
            <strong>{t('flags.sentBackWords')}</strong>
            {sentBack}
          </p>
        )}
      </FlaggedMark>
      <Choices<boolean>
        label={t('flags.voteTitle')}
        choices={[
          { value: true, label: t('flags.voteAbnormal'), tone: 'bad' },
          { value: false, label: t('flags.voteNormal'), tone: 'good' },
        ]}
        chosen={abnormal}
        choose={setAbnormal}
        disabled={deed.busy}
      />
    </Page>
  );
}
