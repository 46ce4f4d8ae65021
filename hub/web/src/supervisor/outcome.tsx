import { EyeInvisibleOutlined } from '@ant-design/icons';
import { Alert, Card, Result } from 'antd';
import { useTranslation } from 'react-i18next';
import type { ProjectView } from '#shared/protocol/views.ts';
import { RankingTable } from '../projects/ranking-table.tsx';
import { ReportCard } from '../projects/report-card.tsx';
import { FlagsTable } from './flags-table.tsx';
import { MarksCard } from './marks-card.tsx';
import { UncountedTable } from './uncounted-table.tsx';

/** Ranking, look-back, marks and report. Before the reveal there is nothing to show, and nothing is asked for. */
export function Outcome({ view }: { view: ProjectView }) {
  const { t } = useTranslation(['supervisor', 'projects']);
  const { project, result, flags, stage } = view;
  if (result === null || flags === null) {
    return (
      <Card size="small" data-testid="not-revealed">
        <Result
          icon={<EyeInvisibleOutlined />}
          title={t('reveal.before')}
          subTitle={t('reveal.before.detail')}
        />
      </Card>
    );
  }
  return (
    <div className="stack">
      <Card size="small" title={t('projects:result.title')}>
        {stage !== 'sealed' && (
          <Alert type="info" showIcon title={t('projects:result.provisional')} style={{ marginBottom: 8 }} />
        )}
        <RankingTable project={project} result={result} />
      </Card>
      <FlagsTable view={view} flags={flags} />
      <UncountedTable view={view} />
      <MarksCard view={view} result={result} flags={flags} />
      <ReportCard view={view} evidence />
    </div>
  );
}
