import { useBooth, useDeed, useSession } from '../bridge/booth.tsx';
import { Page, Primary } from '../frame/page.tsx';
import { useTexts } from '../texts/index.ts';
import { Result } from './result.tsx';

/** All is signed and sealed: leave. */
export function Done() {
  const { t } = useTexts();
  const { pending } = useBooth().screen;
  const { result } = useSession();
  const deed = useDeed('leave');
  return (
    <Page
      title={t('done.title')}
      lead={t('done.told')}
      failure={deed.failure}
      actions={
        <Primary busy={deed.busy} onClick={() => void deed.go({ kind: 'leave' })}>
          {t('done.leave')}
        </Primary>
      }
    >
      {pending > 0 && <p>{t('done.toldPending', { count: pending })}</p>}
      {result && <Result result={result} />}
      <p>{t('done.take')}</p>
    </Page>
  );
}
