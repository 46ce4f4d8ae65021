import { Card } from 'antd';
import { useTranslation } from 'react-i18next';
import { useParams } from 'react-router';
import type { ProjectView } from '#shared/protocol/views.ts';
import { ProjectBatch } from '../batches/project-batch.tsx';
import { ProjectHead } from '../projects/project-head.tsx';
import { useView } from '../shell/api.ts';
import { ViewFrame } from '../shell/view-frame.tsx';
import { BidFiling } from './bid-filing.tsx';
import { Editor } from './document/editor.tsx';
import { useForgetDraftsOnSignOut } from './document/kept-document.ts';
import { FreezeButton } from './freeze-button.tsx';
import { PanelFromSites } from './panel-from-sites.tsx';
import { PanelRequest } from './panel-request.tsx';
import { Progress } from './progress.tsx';

/** One project: a draft is edited, a frozen one is carried on, the rest is followed. */
export function ProjectPage() {
  useForgetDraftsOnSignOut();
  const { id = '' } = useParams();
  const query = useView<ProjectView>(`/api/projects/${encodeURIComponent(id)}`, ['projects', 'draws']);
  return <ViewFrame query={query}>{(view) => <Project key={view.project.id} view={view} />}</ViewFrame>;
}

function Project({ view }: { view: ProjectView }) {
  const { t } = useTranslation(['agency', 'projects']);
  const { project, stage } = view;
  if (stage === 'draft') {
    return (
      <>
        <ProjectHead view={view} />
        <Editor
          id={project.id}
          held={project}
          onSaved={() => {}}
          actions={(unsaved) => <FreezeButton project={project} unsaved={unsaved} />}
        />
        <Card size="small" title={t('projects:documents.tab')} style={{ marginTop: 12 }}>
          <BidFiling project={project} />
        </Card>
      </>
    );
  }
  const [sites] = view.siteDraws;
  const again = [...view.draws, ...view.siteDraws].some((draw) => draw.phase === 'failed');
  return (
    <>
      <ProjectHead
        view={view}
        actions={
          stage === 'frozen' &&
          (sites?.phase === 'completed' ? (
            <PanelFromSites project={project.id} />
          ) : (
            <PanelRequest
              project={project}
              label={t(again ? 'panel.again' : 'panel.button')}
              sitesBegun={sites !== undefined}
            />
          ))
        }
      />
      <ProjectBatch project={project.id} />
      <Progress view={view} />
    </>
  );
}
