import { CheckCircleFilled, CloseCircleFilled, WarningFilled } from '@ant-design/icons';
import { Alert, Card } from 'antd';
import { useTranslation } from 'react-i18next';
import type { FaultMessage } from '#shared/catalogue/refusal.ts';
import { useSentence } from '../../shell/i18n.ts';
import type { Findings } from './check.ts';
import { usePlaceWords } from './form-places.ts';

interface FindingsPanelProps {
  /** Null before anything has been checked. */
  readonly findings: Findings | null;
  onGoTo(place: string): void;
}

/** Every fault and warning at once, each with its place; a click leads to its field. */
export function FindingsPanel({ findings, onGoTo }: FindingsPanelProps) {
  const { t } = useTranslation('agency');
  return (
    <Card size="small" title={t('check.title')} className="findings" data-testid="findings">
      {findings === null && <span className="quiet">{t('check.before')}</span>}
      {findings?.faults.length === 0 && (
        <div className="findings-good">
          <CheckCircleFilled /> {t('check.good')}
        </div>
      )}
      {findings && findings.faults.length > 0 && (
        <>
          <Alert
            type="error"
            showIcon
            title={t('check.faults', { count: findings.faults.length })}
            style={{ marginBottom: 8 }}
          />
          <Entries kind="fault" entries={findings.faults} onGoTo={onGoTo} />
        </>
      )}
      {findings && findings.warnings.length > 0 && (
        <>
          <Alert
            type="warning"
            showIcon
            title={t('check.warnings', { count: findings.warnings.length })}
            style={{ margin: '8px 0' }}
          />
          <Entries kind="warning" entries={findings.warnings} onGoTo={onGoTo} />
        </>
      )}
    </Card>
  );
}

interface EntriesProps {
  readonly kind: 'fault' | 'warning';
  readonly entries: readonly FaultMessage[];
  onGoTo(place: string): void;
}

function Entries({ kind, entries, onGoTo }: EntriesProps) {
  const { t } = useTranslation('agency');
  const sentence = useSentence();
  const wordsOf = usePlaceWords();
  return (
    <ol className="findings-list">
      {entries.map(({ code, place, message }) => (
        <li key={`${place} ${code} ${message.en}`}>
          <button type="button" data-testid={kind} data-place={place} onClick={() => onGoTo(place)}>
            {kind === 'fault' ? (
              <CloseCircleFilled style={{ color: '#cf1322' }} />
            ) : (
              <WarningFilled style={{ color: '#d46b08' }} />
            )}
            <span>
              <strong>{wordsOf(place) ?? (place === '' ? t('check.whole') : '')}</strong>{' '}
              <code className="quiet">{place}</code>
              <br />
              {sentence(message)}
            </span>
          </button>
        </li>
      ))}
    </ol>
  );
}
