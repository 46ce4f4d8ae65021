import { useState } from 'react';
import type { FlagView } from '#shared/protocol/evaluation.ts';
import { pointsText } from '#shared/scoring/exact.ts';
import { useDeed, useSession } from '../bridge/booth.tsx';
import { useDraft } from '../bridge/drafts.tsx';
import { Choices } from '../frame/choices.tsx';
import { AskFor } from '../frame/failure.tsx';
import { Page, Primary } from '../frame/page.tsx';
import { ProseField } from '../frame/prose.tsx';
import { useTexts } from '../texts/index.ts';
import { Amendment } from './amendment.tsx';

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

function Flag({ flag, n, of, amend }: { flag: FlagView; n: number; of: number; amend(): void }) {
  const { t } = useTexts();
  const deed = useDeed('explain');
  const [text, setText] = useDraft(`explanation/${flag.id}`, '');
  const [way, setWay] = useState<'explain' | 'amend'>('explain');
  const [asked, setAsked] = useState(false);
  const explain = (): void => {
    const written = text.trim();
    setAsked(written === '');
    if (written !== '') void deed.go({ kind: 'explain', flag: flag.id, text: written });
  };
  return (
    <Page
      title={
        <>
          {t('flags.title')} <span className="tag">{t('flags.one', { n, of })}</span>
        </>
      }
      lead={t('flags.rule')}
      failure={deed.failure}
      ask={
        asked && way === 'explain' && text.trim() === '' && <AskFor>{t('flags.explanationMissing')}</AskFor>
      }
      actions={
        <Primary busy={deed.busy} onClick={way === 'explain' ? explain : amend}>
          {t(way === 'explain' ? 'flags.submitExplanation' : 'flags.amend')}
        </Primary>
      }
    >
      <FlagTold flag={flag} />
      <Choices<'explain' | 'amend'>
        label={t('flags.title')}
        choices={[
          { value: 'explain', label: t('flags.explain') },
          { value: 'amend', label: t('flags.amend') },
        ]}
        chosen={way}
        choose={setWay}
        disabled={deed.busy}
      />
      {way === 'explain' && (
        <ProseField
          label={t('flags.explanation')}
          value={text}
          change={setText}
          rows={2}
          disabled={deed.busy}
        />
      )}
    </Page>
  );
}

/** What the flag is about, the mark it is about, and why it was raised. */
function FlagTold({ flag }: { flag: FlagView }) {
  const { t, read } = useTexts();
  const { bidders, project, marks } = useSession();
  const item = project.items.find(({ id }) => id === flag.item);
  // A flag on a bidder is about the sum of what is judged: the objective items are the same for all.
  const counted = item ? [item] : project.items.filter(({ kind }) => kind === 'subjective');
  const mark = counted.reduce((sum, { id }) => sum + (marks[flag.bidder]?.[id] ?? 0), 0);
  const most = counted.reduce((sum, { max }) => sum + max, 0);
  return (
    <section className="flag">
      <h2>
        {bidders.find(({ id }) => id === flag.bidder)?.name ?? flag.bidder} ·{' '}
        {item?.title ?? t('flags.wholeSheet')}
      </h2>
      <p className="flag-mark">
        {t('flags.myMark')} <strong>{pointsText(mark)}</strong> / {pointsText(most)}
        <span className="tag tag-strong">
          {flag.direction === 'high' ? '▲' : '▼'} {t(`flags.${flag.direction}`)}
        </span>
      </p>
      <p>{read(flag.text)}</p>
    </section>
  );
}
