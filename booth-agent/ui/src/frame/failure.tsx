import { Alert, Button } from 'antd';
import type { BoothScreen } from '#shared/protocol/bridge.ts';
import type { Failure } from '../bridge/booth.tsx';
import { useTexts } from '../texts/index.ts';

/** A refusal in words: what is wrong and what to do, with every fault. */
export function FailureNotice({
  failure,
  dismiss,
}: {
  failure: Failure | NonNullable<BoothScreen['refusal']>;
  /** For a refusal that came by itself and stays until it was read. */
  dismiss?: () => void;
}) {
  const { t, read } = useTexts();
  if (failure === 'lost') {
    return (
      <Alert
        className="notice"
        type="error"
        showIcon
        title={t('frame.failed')}
        description={t('frame.lost')}
      />
    );
  }
  const faults = failure.faults.map((fault) => ({
    key: `${fault.code} ${fault.place}`,
    text: read(fault.message),
  }));
  return (
    <Alert
      className="notice"
      type="error"
      showIcon
      title={read(failure.message)}
      action={dismiss && <Button onClick={dismiss}>{t('frame.understood')}</Button>}
      description={
        faults.length > 0 && (
          <ul className="fault-lines">
            {faults.map(({ key, text }) => (
              <li key={key}>{text}</li>
            ))}
          </ul>
        )
      }
    />
  );
}

/** Something this page asks for before it sends anything. */
export function AskFor({ children }: { children: string }) {
  return <Alert className="notice" type="warning" showIcon title={children} />;
}
