import { useBooth, useDeed } from '../bridge/booth.tsx';
import { FailureNotice } from '../frame/failure.tsx';
import { Page, Primary } from '../frame/page.tsx';
import { useTexts } from '../texts/index.ts';

/** Not admitted: why, and what to do. */
export function Refused() {
  const { t } = useTexts();
  const { refusal, bySlip } = useBooth().screen;
  const deed = useDeed('start-over');
  return (
    <Page
      middle
      title={t(bySlip ? 'arrival.unconfirmedTitle' : 'arrival.refusedTitle')}
      failure={deed.failure}
      actions={
        <Primary busy={deed.busy} onClick={() => void deed.go({ kind: 'start-over' })}>
          {t('arrival.startOver')}
        </Primary>
      }
    >
      {refusal && <FailureNotice failure={refusal} />}
      {bySlip && <p>{t('arrival.unconfirmed')}</p>}
      <p>{t('arrival.refusedHelp')}</p>
    </Page>
  );
}
