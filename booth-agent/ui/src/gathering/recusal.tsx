import { Button } from 'antd';
import { useState } from 'react';
import type { ExpertView } from '#shared/protocol/evaluation.ts';
import { useDeed } from '../bridge/booth.tsx';
import { useDraft } from '../bridge/drafts.tsx';
import { AskFor, FailureNotice } from '../frame/failure.tsx';
import { Primary } from '../frame/page.tsx';
import { ProseField } from '../frame/prose.tsx';
import { Side } from '../frame/side.tsx';
import { useTexts } from '../texts/index.ts';
import { BidderTicks } from './bidder-ticks.tsx';

const nobody: readonly string[] = [];

/** A conflict found after the declaration: one may withdraw at any step until the marks are revealed. */
export function Recusal({ session }: { session: ExpertView }) {
  const { t } = useTexts();
  const [open, setOpen] = useState(false);
  const { step, result, bidders } = session;
  if (result !== null || bidders.length === 0) return null;
  if (step === 'declare' || step === 'consent' || step === 'done') return null;
  return (
    <>
      <Button className="recuse-button" onClick={() => setOpen(true)}>
        {t('declare.late')}
      </Button>
      {open && <RecusalForm close={() => setOpen(false)} />}
    </>
  );
}

function RecusalForm({ close }: { close(): void }) {
  const { t } = useTexts();
  const deed = useDeed('declare');
  const [ticked, setTicked] = useDraft('recusal', nobody);
  const [reason, setReason] = useDraft('recusal-reason', '');
  const [asked, setAsked] = useState<'lateChoose' | 'reasonMissing' | null>(null);
  const submit = (): void => {
    const written = reason.trim();
    if (ticked.length === 0) setAsked('lateChoose');
    else if (written === '') setAsked('reasonMissing');
    else {
      setAsked(null);
      void deed.go({ kind: 'declare', bidders: [...ticked], reason: written });
    }
  };
  return (
    <Side
      title={t('declare.lateTitle')}
      close={close}
      action={
        <>
          {deed.failure ? (
            <FailureNotice failure={deed.failure} />
          ) : (
            <AskFor>{t(asked ? `declare.${asked}` : 'declare.leaves')}</AskFor>
          )}
          <Primary busy={deed.busy} onClick={submit}>
            {t('declare.sureRecuse')}
          </Primary>
        </>
      }
    >
      <p>{t('declare.rule')}</p>
      <BidderTicks ticked={ticked} change={setTicked} disabled={deed.busy} />
      <ProseField
        label={t('declare.reason')}
        value={reason}
        change={setReason}
        rows={2}
        disabled={deed.busy}
      />
    </Side>
  );
}
