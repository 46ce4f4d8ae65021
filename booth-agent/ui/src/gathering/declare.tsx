import { useState } from 'react';
import { useDeed } from '../bridge/booth.tsx';
import { useDraft } from '../bridge/drafts.tsx';
import { Tick } from '../frame/choices.tsx';
import { AskFor } from '../frame/failure.tsx';
import { Page, Primary } from '../frame/page.tsx';
import { ProseField } from '../frame/prose.tsx';
import { useTexts } from '../texts/index.ts';
import { BidderTicks } from './bidder-ticks.tsx';

interface Declaration {
  readonly none: boolean;
  readonly bidders: readonly string[];
  readonly reason: string;
}

const REASON = 'declaration-reason';

const nothing: Declaration = { none: false, bidders: [], reason: '' };

/** No conflict, or the bidders one has an interest in and why. */
export function Declare() {
  const { t } = useTexts();
  const deed = useDeed('declare');
  const [draft, setDraft] = useDraft('declaration', nothing);
  const [asked, setAsked] = useState<'nothingChosen' | 'reasonMissing' | null>(null);
  const recuses = draft.bidders.length > 0;
  const change = (next: Partial<Declaration>): void => {
    setAsked(null);
    setDraft({ ...draft, ...next });
  };
  const submit = (): void => {
    const reason = draft.reason.trim();
    if (!draft.none && !recuses) setAsked('nothingChosen');
    else if (recuses && reason === '') {
      setAsked('reasonMissing');
      document.getElementById(REASON)?.focus();
    } else if (recuses) void deed.go({ kind: 'declare', bidders: [...draft.bidders], reason });
    else void deed.go({ kind: 'declare', bidders: [] });
  };
  return (
    <Page
      title={t('declare.title')}
      lead={t('declare.rule')}
      failure={deed.failure}
      ask={
        (asked && <AskFor>{t(`declare.${asked}`)}</AskFor>) ||
        (recuses && <AskFor>{t('declare.leaves')}</AskFor>)
      }
      actions={
        <Primary busy={deed.busy} onClick={submit}>
          {t(recuses ? 'declare.sureRecuse' : 'declare.sureNone')}
        </Primary>
      }
    >
      <BidderTicks
        ticked={draft.bidders}
        change={(ticked) => change({ none: false, bidders: ticked })}
        disabled={deed.busy}
      />
      <fieldset className="choices" disabled={deed.busy}>
        <Tick role="checkbox" on={draft.none} press={() => change({ none: !draft.none, bidders: [] })}>
          <strong>{t('declare.none')}</strong>
        </Tick>
      </fieldset>
      {recuses && (
        <ProseField
          id={REASON}
          rows={2}
          label={t('declare.reason')}
          value={draft.reason}
          change={(reason) => change({ reason })}
          disabled={deed.busy}
        />
      )}
    </Page>
  );
}
