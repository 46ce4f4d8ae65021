import { LockFilled } from '@ant-design/icons';
import { useBooth } from '../bridge/booth.tsx';
import { FailureNotice } from '../frame/failure.tsx';
import { Page } from '../frame/page.tsx';
import { useTexts } from '../texts/index.ts';

/** Why it is locked; a key that is there is another expert's. */
const titles = {
  absent: 'arrival.removedTitle',
  several: 'arrival.severalTitle',
  present: 'arrival.otherTitle',
  locked: 'arrival.otherTitle',
} as const;

/** Locked until the expert's own key is back. */
export function KeyRemoved() {
  const { t } = useTexts();
  const { refusal, key } = useBooth().screen;
  return (
    <Page middle title={t(titles[key.state])}>
      <LockFilled className="waiting-icon" />
      {refusal && <FailureNotice failure={refusal} />}
      <p>{key.state === 'several' ? t('pin.several') : t('arrival.removed')}</p>
      <p>{t('arrival.removedKept')}</p>
    </Page>
  );
}
