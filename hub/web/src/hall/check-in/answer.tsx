import {
  CheckCircleFilled,
  ClockCircleFilled,
  CloseCircleFilled,
  IdcardFilled,
  InfoCircleFilled,
  LoadingOutlined,
} from '@ant-design/icons';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useSentence } from '../../shell/i18n.ts';
import type { Documents } from './reading.ts';
import type { Latest } from './scan-line.ts';

/** What the desk is told of what was read last. */
export type Told =
  | { readonly kind: 'told'; readonly text: string }
  | { readonly kind: 'more'; readonly documents: Documents }
  | { readonly kind: 'unreadable'; readonly text: string }
  | { readonly kind: 'latest'; readonly latest: Latest; readonly cardName: string };

/** The answer to the last scan: one colour, one shape and one word, to be seen from two metres. */
export function Answer({ told }: { told: Told | null }) {
  const { t } = useTranslation('hall');
  const sentence = useSentence();
  if (!told) return <p className="check-hint">{t('check.keys')}</p>;
  switch (told.kind) {
    case 'told':
      return (
        <Panel kind="told" icon={<InfoCircleFilled />}>
          <p>{told.text}</p>
        </Panel>
      );
    case 'unreadable':
      return (
        <Panel kind="refused" icon={<CloseCircleFilled />} word={t('check.unreadable')}>
          <p>{told.text}</p>
        </Panel>
      );
    case 'more':
      return (
        <Panel
          kind="more"
          icon={<IdcardFilled />}
          word={t(told.documents.badge ? 'check.more.id' : 'check.more.badge')}
        >
          <p>{told.documents.badge ?? masked(told.documents.idNumber ?? '')}</p>
        </Panel>
      );
    case 'latest':
      return <OfLatest latest={told.latest} cardName={told.cardName} sentence={sentence} />;
  }
}

function OfLatest({
  latest,
  cardName,
  sentence,
}: {
  latest: Latest;
  cardName: string;
  sentence: ReturnType<typeof useSentence>;
}) {
  const { t } = useTranslation('hall');
  switch (latest.state) {
    case 'sending':
      return (
        <Panel kind="sending" icon={<LoadingOutlined />} word={t('check.sending')}>
          <p>{latest.badge}</p>
        </Panel>
      );
    case 'noted':
      return (
        <Panel kind="noted" icon={<ClockCircleFilled />} word={t('check.noted')}>
          <p>
            {latest.badge} · {t('check.noted.meaning')}
          </p>
        </Panel>
      );
    case 'refused':
      return (
        <Panel kind="refused" icon={<CloseCircleFilled />} word={t('check.failed')} code={latest.reason.code}>
          <p>
            {latest.badge} · {sentence(latest.reason.sentence)}
          </p>
        </Panel>
      );
    case 'done':
      return (
        <Panel kind="done" icon={<CheckCircleFilled />} word={t('check.done')}>
          <b>{latest.name}</b>
          {cardName !== '' && cardName !== latest.name && (
            <p className="check-doubt">{t('check.names', { card: cardName, pool: latest.name })}</p>
          )}
          <small>{t('check.next')}</small>
        </Panel>
      );
  }
}

interface PanelProps {
  readonly kind: 'told' | 'more' | 'sending' | 'noted' | 'refused' | 'done';
  readonly icon: ReactNode;
  readonly word?: string;
  readonly code?: string;
  readonly children: ReactNode;
}

function Panel({ kind, icon, word, code, children }: PanelProps) {
  return (
    <div className={`check-panel check-${kind}`} data-testid={`check-${kind}`} data-code={code}>
      <span className="check-word">
        {icon} {word}
      </span>
      {children}
    </div>
  );
}

/** An ID number as it may stand on a screen that others see. */
function masked(idNumber: string): string {
  return `${idNumber.slice(0, 3)}***********${idNumber.slice(-4)}`;
}
