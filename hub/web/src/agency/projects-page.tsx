import { PlusOutlined } from '@ant-design/icons';
import { Button, Table, Typography } from 'antd';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { isUnderWay } from '#shared/draw/phase.ts';
import type { DrawView, ProjectRow } from '#shared/protocol/views.ts';
import { useProjectColumns } from '../projects/project-columns.tsx';
import { useView } from '../shell/api.ts';
import { ViewFrame } from '../shell/view-frame.tsx';
import { When } from '../shell/when.tsx';
import { useForgetDraftsOnSignOut } from './document/kept-document.ts';
import '../projects/projects.css';

/** The agency's projects and where each stands. */
export function ProjectsPage() {
  useForgetDraftsOnSignOut();
  const { t } = useTranslation('agency');
  const navigate = useNavigate();
  const query = useView<ProjectRow[]>('/api/projects', ['projects']);
  return (
    <>
      <div className="page-bar">
        <Typography.Title level={4} style={{ margin: 0 }}>
          {t('title.projects')}
        </Typography.Title>
        <span className="rest" />
        <Button type="primary" icon={<PlusOutlined />} onClick={() => navigate('/projects/new')}>
          {t('list.new')}
        </Button>
      </div>
      <ViewFrame query={query}>{(rows) => <Projects rows={rows} />}</ViewFrame>
    </>
  );
}

function Projects({ rows }: { rows: readonly ProjectRow[] }) {
  const { t } = useTranslation(['agency', 'projects']);
  const columns = useProjectColumns();
  const deadlineOf = useDeadlines();
  return (
    <Table<ProjectRow>
      rowKey="id"
      dataSource={[...rows].sort((a, b) => (a.stageAt < b.stageAt ? 1 : -1))}
      pagination={{ pageSize: 20, hideOnSinglePage: true }}
      locale={{ emptyText: t('projects:project.none') }}
      data-testid="projects"
      columns={[
        ...columns.named,
        {
          title: t('list.deadline'),
          key: 'deadline',
          render: (_, { id }) => {
            const at = deadlineOf(id);
            return at ? <When at={at} /> : <span className="quiet">{t('list.no-deadline')}</span>;
          },
        },
        ...columns.sized,
      ]}
    />
  );
}

/** When the running draw of a project closes; null where none is under way. */
function useDeadlines(): (project: string) => string | null {
  const { data } = useView<DrawView[]>('/api/draws', ['draws']);
  const running = (data ?? []).filter(({ phase }) => isUnderWay(phase));
  const aboutOf = ({ drawId }: DrawView) => drawId.slice(0, drawId.lastIndexOf('#'));
  const deadlines = new Map(running.map((draw) => [aboutOf(draw), draw.deadline]));
  return (project) => deadlines.get(project) ?? null;
}
