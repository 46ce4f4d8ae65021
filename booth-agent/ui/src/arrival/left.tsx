import { CheckCircleFilled } from '@ant-design/icons';
import { Page } from '../frame/page.tsx';
import { useTexts } from '../texts/index.ts';

export function Left() {
  const { t } = useTexts();
  return (
    <Page middle title={t('arrival.leftTitle')}>
      <CheckCircleFilled className="waiting-icon state-good" />
      <p>{t('arrival.left')}</p>
    </Page>
  );
}
