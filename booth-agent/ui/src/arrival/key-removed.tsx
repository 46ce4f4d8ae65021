import { LockFilled } from '@ant-design/icons';
import { useBooth } from '../bridge/booth.tsx';
import { FailureNotice } from '../frame/failure.tsx';
import { Page } from '../frame/page.tsx';
import { useTexts } from '../texts/index.ts';

/** Locked until the expert's own key is back. */
export function KeyRemoved() {
  const { t } = useTexts();
  const { refusal } = useBooth().screen;
  return (
    <Page middle title={t('arrival.removedTitle')}>
      <LockFilled className="waiting-icon" />
      {refusal && <FailureNotice failure={refusal} />}
      <p>{t('arrival.removed')}</p>
      <p>{t('arrival.removedKept')}</p>
    </Page>
  );
}
