import { useDeed } from '../bridge/booth.tsx';
import { PinPage } from '../frame/pin-page.tsx';
import { useTexts } from '../texts/index.ts';

/** Insert the key, enter its PIN: the signature of the admission. */
export function Key() {
  const { t } = useTexts();
  const over = useDeed('start-over');
  return (
    <PinPage
      title={t('arrival.keyTitle')}
      lead={t('arrival.key')}
      action={t('arrival.admit')}
      kind="admit"
      intent={(pin) => ({ kind: 'admit', pin })}
      back={{ label: t('arrival.startOver'), go: () => void over.go({ kind: 'start-over' }) }}
    />
  );
}
