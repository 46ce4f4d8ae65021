import { useState } from 'react';
import type { FlagView } from '#shared/protocol/evaluation.ts';
import { useDeed, useSession } from '../bridge/booth.tsx';
import { useDraft } from '../bridge/drafts.tsx';
import { Choices } from '../frame/choices.tsx';
import { AskFor } from '../frame/failure.tsx';
import { Page, Primary } from '../frame/page.tsx';
import { ProseField } from '../frame/prose.tsx';
import { minuteText } from '../frame/times.ts';
import { useTexts } from '../texts/index.ts';
import { Amendment } from './amendment.tsx';
import { FlaggedMark, useCounted } from './flagged-mark.tsx';

/** The flags of one's own marks, one after the other: explained, or amended. */
export function Flags() {
  const { flags } = useSession();
  const index = flags.findIndex(({ state }) => state === 'open');
  const flag = flags[index];
  const [amending, setAmending] = useDraft<string | null>('amending', null);
  if (!flag) return null;
  if (amending === flag.id) return <Amendment flag={flag} back={() => setAmending(null)} />;
  return (
    <Flag key={flag.id} flag={flag} n={index + 1} of={flags.length} amend={() => setAmending(flag.id)} />
  );
}

type Way = 'explain' | 'amend' | 'refuse';

function Flag({ flag, n, of, amend }: { flag: FlagView; n: number; of: number; amend(): void }) {
  const { t } = useTexts();
  const deed = useDeed('explain');
  const refusing = useDeed('refuse-explanation');
  const [text, setText] = useDraft(`explanation/${flag.id}`, '');
  const [way, setWay] = useState<Way>('explain');
  const [asked, setAsked] = useState(false);
  const busy = deed.busy || refusing.busy;
  const explain = (): void => {
    const written = text.trim();
    setAsked(written === '');
    if (written !== '') void deed.go({ kind: 'explain', flag: flag.id, text: written });
  };
  const go: Record<Way, () => void> = {
    explain,
    amend,
    refuse: () => void refusing.go({ kind: 'refuse-explanation', flag: flag.id }),
  };
  return (
    <Page
      title={
        <>
          {t('flags.title')} <span className="tag">{t('flags.one', { n, of })}</span>
        </>
      }
      lead={
        <>
          {t(flag.votes ? 'flags.ruleVoted' : 'flags.rule')}{' '}
          {flag.kept && <strong>{t('flags.struckIfKept')} </strong>}
          {flag.dueAt && t('flags.due', { at: minuteText(flag.dueAt) })}
        </>
      }
      failure={deed.failure ?? refusing.failure}
      ask={
        asked && way === 'explain' && text.trim() === '' && <AskFor>{t('flags.explanationMissing')}</AskFor>
      }
      actions={
        <Primary busy={busy} onClick={go[way]}>
          {t(doing[way])}
        </Primary>
      }
    >
      <OwnMark flag={flag} />
      <Choices<Way>
        label={t('flags.title')}
        choices={[
          { value: 'explain', label: t('flags.explain') },
          { value: 'amend', label: t('flags.amend') },
          ...(flag.refusal ? [{ value: 'refuse' as const, label: t('flags.refuse') }] : []),
        ]}
        chosen={way}
        choose={setWay}
        disabled={busy}
      />
      {way === 'explain' && (
        <ProseField label={t('flags.explanation')} value={text} change={setText} rows={2} disabled={busy} />
      )}
      {way === 'refuse' && (
        <p className="flag-refusal">
          {t(flag.refusal === 'others-mean' ? 'flags.refuseMean' : 'flags.refuseNoted')}
        </p>
      )}
    </Page>
  );
}

const doing = {
  explain: 'flags.submitExplanation',
  amend: 'flags.amend',
  refuse: 'flags.refuseDo',
} as const;

/** One's own flagged mark, and what the panel has found where it has voted. */
function OwnMark({ flag }: { flag: FlagView }) {
  const { t } = useTexts();
  const { marks } = useSession();
  const mark = useCounted(flag.item).reduce((sum, { id }) => sum + (marks[flag.bidder]?.[id] ?? 0), 0);
  return (
    <FlaggedMark flag={flag} whose={t('flags.myMark')} mark={mark}>
      {flag.explanation && <p>{t('flags.sentBackBefore', { text: flag.explanation })}</p>}
      {flag.votes && (
        <p>
          <strong>{t('flags.votedTold', flag.votes)}</strong>
        </p>
      )}
    </FlaggedMark>
  );
}
