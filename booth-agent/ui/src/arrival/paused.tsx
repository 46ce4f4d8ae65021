import { EyeInvisibleFilled } from '@ant-design/icons';
import { useBooth, useDeed } from '../bridge/booth.tsx';
import { Page, Primary } from '../frame/page.tsx';
import { minuteText } from '../frame/times.ts';
import { useTexts } from '../texts/index.ts';

/** Covered by the expert: nothing of the session is here, and their own key leads back. */
export function Paused() {
  const { t } = useTexts();
  const { pausedAt } = useBooth().screen;
  const deed = useDeed('resume');
  return (
    <Page
      middle
      title={t('paused.title')}
      failure={deed.failure}
      actions={
        <Primary busy={deed.busy} onClick={() => void deed.go({ kind: 'resume' })}>
          {t('paused.resume')}
        </Primary>
      }
    >
      <EyeInvisibleFilled className="waiting-icon" />
      <p>{t('paused.how')}</p>
      <p>{t('paused.told')}</p>
      {pausedAt && <p className="lock-code">{t('paused.since', { time: minuteText(pausedAt) })}</p>}
    </Page>
  );
}
