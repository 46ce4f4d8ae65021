import { Badge, Card, Empty, Tabs } from 'antd';
import { useTranslation } from 'react-i18next';
import { useParams } from 'react-router';
import type { AlertView, ProjectView } from '#shared/protocol/views.ts';
import { BidDocuments } from '../projects/bid-documents.tsx';
import { ClarificationCard } from '../projects/clarification-card.tsx';
import { DrawCard } from '../projects/draw-card.tsx';
import { MembersTable } from '../projects/members-table.tsx';
import { ProjectDocument } from '../projects/project-document.tsx';
import { ProjectHead } from '../projects/project-head.tsx';
import { ReviewCard } from '../projects/review-card.tsx';
import { TalkCard } from '../projects/talk-card.tsx';
import { Timeline } from '../projects/timeline.tsx';
import { useView } from '../shell/api.ts';
import { ViewFrame } from '../shell/view-frame.tsx';
import { AlertsTable } from './alerts-table.tsx';
import { Outcome } from './outcome.tsx';
import { RefusedRequests } from './refused-requests.tsx';
import { PRESENCE_MILLISECONDS, useSiteNames } from './use-venues.ts';
import './supervisor.css';

/** One project as it goes: how far everybody is, what was raised, and after the reveal what was given. */
export function ProjectPage() {
  const { id = '' } = useParams();
  const query = useView<ProjectView>(
    `/api/projects/${encodeURIComponent(id)}`,
    ['projects', 'draws', 'alerts', 'venues'],
    { every: PRESENCE_MILLISECONDS },
  );
  return (
    <ViewFrame query={query}>
      {(view) => (
        <>
          <ProjectHead view={view} />
          <Sections key={view.project.id} view={view} />
        </>
      )}
    </ViewFrame>
  );
}

function Sections({ view }: { view: ProjectView }) {
  const { t } = useTranslation(['supervisor', 'projects']);
  const { project } = view;
  const alerts = useView<AlertView[]>(`/api/alerts?project=${encodeURIComponent(project.id)}`, ['alerts']);
  const own = (alerts.data ?? []).filter((alert) => alert.project === project.id);
  const open = own.filter((alert) => alert.state === 'open').length;
  return (
    <Tabs
      items={[
        { key: 'progress', label: t('tab.progress'), children: <Panel view={view} /> },
        {
          key: 'alerts',
          label: (
            <Badge count={open} size="small" offset={[8, 0]}>
              {t('tab.alerts')}
            </Badge>
          ),
          children: <AlertsTable alerts={own} />,
        },
        {
          key: 'draws',
          label: `${t('tab.draws')} ${view.draws.length + view.siteDraws.length}`,
          children: <Draws view={view} />,
        },
        {
          key: 'review',
          label: t('tab.review'),
          children: (
            <div className="stack">
              <ReviewCard view={view} />
              <ClarificationCard view={view} />
            </div>
          ),
        },
        {
          key: 'talk',
          label: `${t('tab.talk')} ${view.talk?.said ?? 0}`,
          children: view.talk && <TalkCard talk={view.talk} members={view.members} />,
        },
        { key: 'result', label: t('tab.result'), children: <Outcome view={view} /> },
        { key: 'timeline', label: t('tab.timeline'), children: <Timeline entries={view.timeline} /> },
        {
          key: 'bids',
          label: t('projects:documents.tab'),
          children: <BidDocuments project={project} />,
        },
        { key: 'document', label: t('tab.document'), children: <ProjectDocument project={project} /> },
      ]}
    />
  );
}

function Panel({ view }: { view: ProjectView }) {
  const { t } = useTranslation(['supervisor', 'projects']);
  const siteName = useSiteNames();
  return (
    <Card
      size="small"
      title={t('projects:member.title')}
      extra={view.flags === null && <span className="quiet">{t('marks.hidden')}</span>}
    >
      <MembersTable project={view.project} members={view.members} siteName={siteName} booths />
    </Card>
  );
}

function Draws({ view }: { view: ProjectView }) {
  const { t } = useTranslation('projects');
  const siteName = useSiteNames();
  const draws = [...view.draws, ...view.siteDraws];
  return (
    <div className="stack">
      {draws.length === 0 && <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={t('draw.none')} />}
      {draws.map((draw) => (
        <DrawCard key={draw.drawId} draw={draw} siteName={siteName} transcript />
      ))}
      <RefusedRequests project={view.project.id} />
    </div>
  );
}
