import { Input } from 'antd';
import { useState } from 'react';
import { useBooth, useDeed } from '../bridge/booth.tsx';
import { isBadge, isSlip, longestSlip } from '../frame/contract.ts';
import { AskFor } from '../frame/failure.tsx';
import { Page, Primary } from '../frame/page.tsx';
import { useTexts } from '../texts/index.ts';

/** Scan or type the badge. A scanner types and presses Enter by itself. */
export function Badge() {
  const { t } = useTexts();
  const { seat } = useBooth().screen;
  const deed = useDeed('badge');
  const [badge, setBadge] = useState('');
  const [wrong, setWrong] = useState<'badgeWrong' | 'badgeIsSlip' | null>(null);
  const submit = (): void => {
    const typed = badge.trim();
    if (deed.busy) return;
    setWrong(isBadge(typed) ? null : isSlip(typed) ? 'badgeIsSlip' : 'badgeWrong');
    if (isSlip(typed)) setBadge('');
    if (isBadge(typed)) void deed.go({ kind: 'badge', badge: typed });
  };
  return (
    <Page
      middle
      title={t('arrival.badgeTitle')}
      lead={t('arrival.badge')}
      failure={deed.failure}
      ask={wrong && <AskFor>{t(`arrival.${wrong}`)}</AskFor>}
      actions={
        <Primary busy={deed.busy} onClick={submit}>
          {t('arrival.next')}
        </Primary>
      }
    >
      {seat && (
        <p className="big-seat">
          <span>{t('arrival.thisSeat')}</span>
          <strong>{t('frame.seat', { seat })}</strong>
        </p>
      )}
      <label className="field field-short" htmlFor="badge">
        <span>{t('arrival.badgeLabel')}</span>
        <Input
          id="badge"
          autoFocus
          autoComplete="off"
          maxLength={longestSlip}
          value={badge}
          onChange={(event) => setBadge(event.target.value)}
          onPressEnter={submit}
        />
      </label>
    </Page>
  );
}
