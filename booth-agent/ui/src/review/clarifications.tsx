import { useState } from 'react';
import type { ClarificationView } from '#shared/protocol/evaluation.ts';
import { useDeed, useSession } from '../bridge/booth.tsx';
import { useDraft } from '../bridge/drafts.tsx';
import { Choices } from '../frame/choices.tsx';
import { AskFor, FailureNotice } from '../frame/failure.tsx';
import { Primary, Secondary } from '../frame/page.tsx';
import { ProseField } from '../frame/prose.tsx';
import { Side } from '../frame/side.tsx';
import { minuteText } from '../frame/times.ts';
import { useTexts } from '../texts/index.ts';

/** A button that opens the questions to bidders and their answers; it tells the chair how many wait to be relayed. */
export function Clarifications() {
  const { t } = useTexts();
  const { clarifications, isChair } = useSession();
  const toRelay = isChair ? clarifications.filter(({ state }) => state === 'drafted').length : 0;
  const [open, setOpen] = useState(false);
  return (
    <>
      <Secondary onClick={() => setOpen(true)}>
        {toRelay > 0 ? (
          <strong>{t('talk.toRelay', { count: toRelay })}</strong>
        ) : (
          t('talk.clarifications', { count: clarifications.length })
        )}
      </Secondary>
      {open && <ClarificationsSide close={() => setOpen(false)} />}
    </>
  );
}

function ClarificationsSide({ close }: { close(): void }) {
  const { t } = useTexts();
  const { bidders, clarifications } = useSession();
  const deed = useDeed('clarification-draft');
  const [bidder, setBidder] = useDraft<string | null>('question-to', null);
  const [question, setQuestion] = useDraft('question', '');
  const [asked, setAsked] = useState(false);
  const submit = async (): Promise<void> => {
    const text = question.trim();
    setAsked(bidder === null || text === '');
    if (bidder === null || text === '') return;
    if (await deed.go({ kind: 'clarification-draft', bidder, question: text })) {
      setBidder(null);
      setQuestion('');
    }
  };
  return (
    <Side
      title={t('talk.clarificationsTitle')}
      close={close}
      action={
        <>
          {asked && <AskFor>{t('talk.incomplete')}</AskFor>}
          {deed.failure && <FailureNotice failure={deed.failure} />}
          <Primary busy={deed.busy} onClick={() => void submit()}>
            {t('talk.draft')}
          </Primary>
        </>
      }
    >
      <p>{t('talk.clarificationsRule')}</p>
      {clarifications.length === 0 && <p>{t('talk.noClarifications')}</p>}
      {clarifications.map((one) => (
        <Clarification key={one.id} one={one} />
      ))}
      <h2>{t('talk.bidder')}</h2>
      <Choices<string>
        label={t('talk.bidder')}
        columns={2}
        choices={bidders.map(({ id, name }) => ({ value: id, label: name }))}
        chosen={bidder}
        choose={setBidder}
        disabled={deed.busy}
      />
      <ProseField
        label={t('talk.question')}
        value={question}
        change={setQuestion}
        rows={2}
        disabled={deed.busy}
      />
    </Side>
  );
}

function Clarification({ one }: { one: ClarificationView }) {
  const { t } = useTexts();
  const { bidders, isChair } = useSession();
  const deed = useDeed('clarification-relay');
  const state =
    one.state === 'relayed' && one.dueAt
      ? t('talk.relayedDue', { at: minuteText(one.dueAt) })
      : t(`talk.${one.state}`);
  return (
    <section className="clarification">
      <strong>{bidders.find(({ id }) => id === one.bidder)?.name ?? one.bidder}</strong>
      <span className="tag">{state}</span>
      <p>{one.question}</p>
      {one.answer && <p className="answer">{t('talk.answer', { answer: one.answer })}</p>}
      {deed.failure && <FailureNotice failure={deed.failure} />}
      {isChair && one.state === 'drafted' && (
        <Secondary busy={deed.busy} onClick={() => void deed.go({ kind: 'clarification-relay', id: one.id })}>
          {t('talk.relay')}
        </Secondary>
      )}
    </section>
  );
}
