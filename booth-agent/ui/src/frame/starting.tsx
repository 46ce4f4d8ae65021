import { useTexts } from '../texts/index.ts';

/** Until the agent's first screen has come. */
export function Starting() {
  const { t } = useTexts();
  return <div className="starting">{t('frame.starting')}</div>;
}
