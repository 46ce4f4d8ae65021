import { Alert, Button } from 'antd';
import { useBooth, useDeed } from '../bridge/booth.tsx';
import { useTexts } from '../texts/index.ts';

/** What the hall has told this booth, until it is read. */
export function HallMessage() {
  const { t } = useTexts();
  const { message } = useBooth().screen;
  const { go, busy } = useDeed('message-read');
  if (!message) return null;
  return (
    <Alert
      banner
      type="info"
      title={t('frame.hallMessage', { text: message.text })}
      action={
        <Button disabled={busy} onClick={() => go({ kind: 'message-read' })}>
          {t('frame.understood')}
        </Button>
      }
    />
  );
}
