import { WarningFilled } from '@ant-design/icons';
import { Segmented, Table, Tag, Typography } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ProjectRow } from '#shared/protocol/views.ts';
import { useProjectColumns } from '../projects/project-columns.tsx';
import { useView } from '../shell/api.ts';
import { ViewFrame } from '../shell/view-frame.tsx';
import '../projects/projects.css';

/** Every project with its live stage; incidents first, and never hidden by the filter. */
export function ProjectsPage() {
  const { t } = useTranslation('supervisor');
  const query = useView<ProjectRow[]>('/api/projects', ['projects', 'alerts']);
  const [sight, setSight] = useState<'current' | 'all'>('current');
  return (
    <>
      <div className="page-bar">
        <Typography.Title level={4} style={{ margin: 0 }}>
          {t('title.projects')}
        </Typography.Title>
        <span className="quiet rest">{t('list.hint')}</span>
        <Segmented
          value={sight}
          onChange={setSight}
          options={[
            { value: 'current', label: t('list.current') },
            { value: 'all', label: t('list.all') },
          ]}
        />
      </div>
      <ViewFrame query={query}>
        {(rows) => <Projects rows={sight === 'all' ? rows : rows.filter(isCurrent)} />}
      </ViewFrame>
    </>
  );
}

/** Under way, or over and not at peace. */
function isCurrent({ stage, openAlerts }: ProjectRow): boolean {
  return openAlerts > 0 || !(stage === 'draft' || stage === 'sealed' || stage === 'failed');
}

function byIncident(a: ProjectRow, b: ProjectRow): number {
  if (a.openAlerts > 0 !== b.openAlerts > 0) return a.openAlerts > 0 ? -1 : 1;
  return a.stageAt < b.stageAt ? 1 : -1;
}

function Projects({ rows }: { rows: readonly ProjectRow[] }) {
  const { t } = useTranslation(['supervisor', 'projects']);
  const columns = useProjectColumns();
  return (
    <Table<ProjectRow>
      rowKey="id"
      dataSource={[...rows].sort(byIncident)}
      pagination={{ pageSize: 20, hideOnSinglePage: true }}
      locale={{ emptyText: t('projects:project.none') }}
      data-testid="projects"
      columns={[
        {
          title: t('projects:project.alerts'),
          dataIndex: 'openAlerts',
          render: (count: number) =>
            count > 0 ? (
              <Tag color="red" icon={<WarningFilled />}>
                {t('list.alerts', { count })}
              </Tag>
            ) : (
              <span className="quiet">{t('list.no-alerts')}</span>
            ),
        },
        ...columns.named,
        ...columns.sized,
      ]}
    />
  );
}
