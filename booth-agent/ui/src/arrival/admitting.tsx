import { LoadingOutlined } from '@ant-design/icons';
import { useBooth } from '../bridge/booth.tsx';
import { Page } from '../frame/page.tsx';
import { useTexts } from '../texts/index.ts';

/** The hub is asked. */
export function Admitting() {
  const { t } = useTexts();
  const { line } = useBooth().screen;
  return (
    <Page middle title={t('arrival.admittingTitle')}>
      <LoadingOutlined className="waiting-icon" />
      <p>{t(line === 'online' ? 'arrival.admitting' : 'arrival.admittingOffline')}</p>
    </Page>
  );
}
