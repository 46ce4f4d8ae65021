import { InfoCircleFilled } from '@ant-design/icons';
import { Page } from '../frame/page.tsx';
import { useTexts } from '../texts/index.ts';

/** The expert has not left, and yet has no more to do here: they withdrew, or sit elsewhere now. */
export function Ended() {
  const { t } = useTexts();
  return (
    <Page middle title={t('arrival.endedTitle')}>
      <InfoCircleFilled className="waiting-icon" />
      <p>{t('arrival.ended')}</p>
    </Page>
  );
}
