import { CheckCircleFilled, LoadingOutlined } from '@ant-design/icons';
import { useBooth } from '../bridge/booth.tsx';
import { Page } from '../frame/page.tsx';
import { useTexts } from '../texts/index.ts';

/** The hub is asked; or, while it cannot be, the slip was found right and what the hub has for the expert is waited for. */
export function Admitting() {
  const { t } = useTexts();
  const { line, bySlip } = useBooth().screen;
  if (bySlip && line === 'offline') {
    return (
      <Page middle title={t('arrival.bySlipTitle')}>
        <CheckCircleFilled className="waiting-icon state-good" />
        <p>{t('arrival.bySlip')}</p>
      </Page>
    );
  }
  return (
    <Page middle title={t('arrival.admittingTitle')}>
      <LoadingOutlined className="waiting-icon" />
      <p>{t(line === 'online' ? 'arrival.admitting' : 'arrival.admittingOffline')}</p>
    </Page>
  );
}
