import { Alert } from 'antd';
import { useTranslation } from 'react-i18next';
import type { RefusedError } from './api.ts';
import { useSentence } from './i18n.ts';

/** Why the hub refused: its sentence, and every fault with its place. Shows nothing without a refusal. */
export function RefusalNotice({ refused, onClose }: { refused: RefusedError | null; onClose?: () => void }) {
  const { t } = useTranslation();
  const sentence = useSentence();
  if (!refused) return null;
  const { faults } = refused;
  return (
    <Alert
      role="alert"
      data-testid="refusal"
      data-code={refused.code}
      type="error"
      showIcon
      closable={onClose ? { onClose, closeIcon: true } : false}
      title={sentence(refused.sentence)}
      description={
        faults.length > 0 && (
          <>
            <div>{t('faults.title', { count: faults.length })}</div>
            <ul style={{ margin: '4px 0 0', paddingLeft: 20, maxHeight: 280, overflowY: 'auto' }}>
              {faults.map((fault) => (
                <li key={`${fault.place} ${fault.code} ${fault.message.en}`} data-testid="fault">
                  <code>{fault.place || t('fault.whole')}</code> — {sentence(fault.message)}
                </li>
              ))}
            </ul>
          </>
        )
      }
    />
  );
}
