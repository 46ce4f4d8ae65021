import { useState } from 'react';
import { type DisputeView, reviewHeads } from '#shared/protocol/evaluation.ts';
import { useDeed, useSession } from '../bridge/booth.tsx';
import { Choices } from '../frame/choices.tsx';
import { AskFor } from '../frame/failure.tsx';
import { Page, Primary } from '../frame/page.tsx';
import { useTexts } from '../texts/index.ts';
import { Clarifications } from './clarifications.tsx';

/** The bidders the experts disagree on, one after the other. */
export function ReviewVote() {
  const { disputes } = useSession();
  const index = disputes.findIndex((one) => one.myVote === null);
  const dispute = disputes[index];
  return dispute ? (
    <Dispute key={dispute.bidder} dispute={dispute} n={index + 1} of={disputes.length} />
  ) : null;
}

function Dispute({ dispute, n, of }: { dispute: DisputeView; n: number; of: number }) {
  const { t } = useTexts();
  const { bidders } = useSession();
  const deed = useDeed('review-vote');
  const [valid, setValid] = useState<boolean | null>(null);
  const [asked, setAsked] = useState(false);
  const vote = (): void => {
    if (valid === null) setAsked(true);
    else void deed.go({ kind: 'review-vote', bidder: dispute.bidder, valid });
  };
  return (
    <Page
      title={t('review.votedTitle')}
      lead={t('review.disputeRule')}
      failure={deed.failure}
      ask={asked && valid === null && <AskFor>{t('review.voteMissing')}</AskFor>}
      actions={
        <>
          <Clarifications />
          <Primary busy={deed.busy} onClick={vote}>
            {t('review.vote')}
          </Primary>
        </>
      }
    >
      <h2>
        {bidders.find(({ id }) => id === dispute.bidder)?.name ?? dispute.bidder}
        <span className="tag">{t('review.disputeOf', { n, of })}</span>
      </h2>
      <Findings dispute={dispute} />
      <h2>{t('review.voteQuestion')}</h2>
      <Choices<boolean>
        label={t('review.voteQuestion')}
        choices={[
          { value: true, label: t('review.valid'), tone: 'good' },
          { value: false, label: t('review.invalid'), tone: 'bad' },
        ]}
        chosen={valid}
        choose={setValid}
        disabled={deed.busy}
      />
    </Page>
  );
}

/** Who passes and who fails each head, by alias, with the reasons. */
function Findings({ dispute }: { dispute: DisputeView }) {
  const { t } = useTexts();
  const split = reviewHeads.filter((head) => dispute.findings.some((one) => one.head === head && !one.pass));
  return (
    <table className="plain-table">
      <caption>
        {t('review.findings')} {split.length < reviewHeads.length && t('review.othersPass')}
      </caption>
      <thead>
        <tr>
          <th scope="col">{t('review.headOf')}</th>
          <th scope="col">{t('review.passed')}</th>
          <th scope="col">{t('review.failed')}</th>
        </tr>
      </thead>
      <tbody>
        {split.map((head) => {
          const findings = dispute.findings.filter((one) => one.head === head);
          const passed = findings.filter((one) => one.pass).map((one) => one.alias);
          const failed = findings.filter((one) => !one.pass);
          return (
            <tr key={head}>
              <th scope="row">{t(`review.${head}`)}</th>
              <td>{passed.join('、') || t('review.nobody')}</td>
              <td>
                {failed.length === 0 && t('review.nobody')}
                {failed.map((one) => (
                  <p key={one.alias}>
                    <strong>{one.alias}</strong>：{one.reason}
                  </p>
                ))}
              </td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}
