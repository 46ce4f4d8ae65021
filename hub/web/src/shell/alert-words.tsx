import { Typography } from 'antd';
import { clearing } from '#shared/catalogue/alerts/clearing.ts';
import type { AlertView } from '#shared/protocol/views.ts';
import { useSentence } from './i18n.ts';

/** What an alert says: its cause, its code, and who can clear it. */
export function AlertWords({ alert }: { alert: Pick<AlertView, 'code' | 'site' | 'text'> }) {
  const sentence = useSentence();
  return (
    <>
      <div>{sentence(alert.text)}</div>
      <Typography.Text type="secondary" className="alert-origin">
        <code>{alert.code}</code> · {sentence(clearing(alert))}
      </Typography.Text>
    </>
  );
}
