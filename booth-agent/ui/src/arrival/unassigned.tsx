import { useBooth } from '../bridge/booth.tsx';
import { Page } from '../frame/page.tsx';
import { useTexts } from '../texts/index.ts';

/** Nobody is expected here: whoever stands before it is at the wrong seat, or too early. */
export function Unassigned() {
  const { t } = useTexts();
  const { seat, hall, booth } = useBooth().screen;
  return (
    <Page middle title={t('arrival.unassignedTitle')}>
      <p className="big-seat">
        <span>{t('arrival.thisSeat')}</span>
        <strong>{seat ? t('frame.seat', { seat }) : t('frame.booth', { booth })}</strong>
        {hall && <span>{hall}</span>}
      </p>
      <p>{t('arrival.unassigned')}</p>
      <p>{t('arrival.unassignedHelp')}</p>
    </Page>
  );
}
