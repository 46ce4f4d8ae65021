import { Button, Card, Empty } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ProjectView } from '#shared/protocol/views.ts';
import { useSentence } from '../shell/i18n.ts';
import { When } from '../shell/when.tsx';
import './projects.css';

/** How many entries are shown at first, and with each further step. */
const SHOWN = 40;

/** What has happened, newest first, in the sentences of the ledger. */
export function Timeline({ entries }: { entries: ProjectView['timeline'] }) {
  const { t } = useTranslation('projects');
  const sentence = useSentence();
  const [shown, setShown] = useState(SHOWN);
  const older = entries.length - shown;
  return (
    <Card size="small" title={t('timeline.title')} data-testid="timeline">
      {entries.length === 0 && (
        <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={t('timeline.none')} />
      )}
      <ol className="timeline">
        {entries.slice(0, shown).map(({ seq, at, text }) => (
          <li key={seq}>
            <When at={at} />
            <span>{sentence(text)}</span>
          </li>
        ))}
      </ol>
      {older > 0 && (
        <Button type="link" onClick={() => setShown(shown + SHOWN)}>
          {t('timeline.older', { count: older })}
        </Button>
      )}
    </Card>
  );
}
