import { useState } from 'react';
import { type BidderView, type ReviewHead, reviewHeads } from '#shared/protocol/evaluation.ts';
import { useDeed, useSession } from '../bridge/booth.tsx';
import { useDraft } from '../bridge/drafts.tsx';
import { Choices } from '../frame/choices.tsx';
import { Page, Primary } from '../frame/page.tsx';
import { Places } from '../frame/places.tsx';
import { ProseField } from '../frame/prose.tsx';
import { useTexts } from '../texts/index.ts';
import { Clarifications } from './clarifications.tsx';
import { type Draft, gapsOf, placeOf, verdictsOf } from './findings.ts';

const empty: Draft = {};

/** The preliminary review: three heads for each bidder, each fail with its reason. */
export function Review() {
  const { t } = useTexts();
  const { bidders } = useSession();
  const deed = useDeed('review');
  const [draft, setDraft] = useDraft('review', empty);
  const [tried, setTried] = useState(false);
  const gaps = gapsOf(bidders, draft);
  const judge = (bidder: string, head: ReviewHead, change: { pass?: boolean; reason?: string }): void => {
    const place = placeOf(bidder, head);
    setDraft((old) => ({ ...old, [place]: { pass: true, reason: '', ...old[place], ...change } }));
  };
  const submit = (): void => {
    setTried(true);
    if (gaps.length === 0) void deed.go({ kind: 'review', verdicts: verdictsOf(bidders, draft) });
  };
  return (
    <Page
      title={t('review.title')}
      lead={t('review.rule')}
      failure={deed.failure}
      ask={
        tried &&
        gaps.length > 0 && (
          <Places
            title={t('review.todo', { count: gaps.length })}
            places={gaps.map(({ bidder, head, lacks }) => ({
              key: placeOf(bidder.id, head),
              text: t(lacks === 'finding' ? 'review.missing' : 'review.reasonMissing', {
                bidder: bidder.name,
                head: t(`review.${head}`),
              }),
              go: () => goTo(placeOf(bidder.id, head)),
            }))}
          />
        )
      }
      actions={
        <>
          <Clarifications />
          <Primary busy={deed.busy} onClick={submit}>
            {t('review.submit')}
          </Primary>
        </>
      }
    >
      {bidders.map((bidder, index) => (
        <BidderReview
          key={bidder.id}
          n={index + 1}
          bidder={bidder}
          draft={draft}
          judge={judge}
          disabled={deed.busy}
        />
      ))}
    </Page>
  );
}

function BidderReview({
  n,
  bidder,
  draft,
  judge,
  disabled,
}: {
  n: number;
  bidder: BidderView;
  draft: Draft;
  judge(bidder: string, head: ReviewHead, change: { pass?: boolean; reason?: string }): void;
  disabled: boolean;
}) {
  const { t } = useTexts();
  return (
    <section className="review-bidder" data-bidder={bidder.id}>
      <h2>
        {n}. {bidder.name}
      </h2>
      <div className="review-heads">
        {reviewHeads.map((head) => {
          const given = draft[placeOf(bidder.id, head)];
          return (
            <div key={head}>
              <h3>{t(`review.${head}`)}</h3>
              <Choices<boolean>
                id={placeOf(bidder.id, head)}
                label={`${bidder.name} ${t(`review.${head}`)}`}
                choices={[
                  { value: true, label: t('review.pass'), tone: 'good' },
                  { value: false, label: t('review.fail'), tone: 'bad' },
                ]}
                chosen={given?.pass ?? null}
                choose={(pass) => judge(bidder.id, head, { pass })}
                disabled={disabled}
              />
            </div>
          );
        })}
      </div>
      {reviewHeads.map((head) => {
        const given = draft[placeOf(bidder.id, head)];
        return given && !given.pass ? (
          <ProseField
            key={head}
            id={`${placeOf(bidder.id, head)}/reason`}
            label={t('review.reason', { head: t(`review.${head}`) })}
            value={given.reason}
            change={(reason) => judge(bidder.id, head, { reason })}
            rows={2}
            disabled={disabled}
          />
        ) : null;
      })}
    </section>
  );
}

/** To the reason if one is asked for, else to the buttons. */
function goTo(place: string): void {
  const target =
    document.getElementById(`${place}/reason`) ?? document.getElementById(place)?.querySelector('button');
  target?.scrollIntoView({ block: 'center' });
  target?.focus();
}
