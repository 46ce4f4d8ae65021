import { LockFilled } from '@ant-design/icons';
import { useBooth } from '../bridge/booth.tsx';
import { Page } from '../frame/page.tsx';
import { minuteText } from '../frame/times.ts';
import { useTexts } from '../texts/index.ts';

/** Locked by the hall, or by what the booth has seen: why, since when, and who can clear it. */
export function Locked() {
  const { t, read } = useTexts();
  const { lock } = useBooth().screen;
  if (!lock) return null;
  return (
    <Page middle title={t('arrival.lockedTitle')}>
      <LockFilled className="waiting-icon" />
      <p className="lock-cause">{read(lock.cause)}</p>
      <p>{read(lock.clears)}</p>
      <p>{t('arrival.removedKept')}</p>
      <p className="lock-code">{t('arrival.lockedSince', { code: lock.code, time: minuteText(lock.at) })}</p>
    </Page>
  );
}
