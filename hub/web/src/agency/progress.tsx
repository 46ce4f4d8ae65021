import { Alert, App, Button, Card, Tabs } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { MemberProgress, ProjectView } from '#shared/protocol/views.ts';
import { ClarificationCard } from '../projects/clarification-card.tsx';
import { DrawCard } from '../projects/draw-card.tsx';
import { MembersTable } from '../projects/members-table.tsx';
import { ProjectDocument } from '../projects/project-document.tsx';
import { RankingTable } from '../projects/ranking-table.tsx';
import { ReportCard } from '../projects/report-card.tsx';
import { ReviewCard } from '../projects/review-card.tsx';
import { Timeline } from '../projects/timeline.tsx';
import { refresh } from '../shell/api.ts';
import { ReasonDialog } from '../shell/reason-dialog.tsx';
import { BidFiling } from './bid-filing.tsx';
import { ReplaceMember } from './replace-member.tsx';

/** A frozen project on its way: what the agency may see of it, and the few things it may do. */
export function Progress({ view }: { view: ProjectView }) {
  const { t } = useTranslation(['agency', 'projects']);
  const { stage } = view;
  const draws = [...view.draws, ...view.siteDraws];
  const failed = draws.some(({ phase }) => phase === 'failed');
  const drawn = view.siteDraws[0]?.phase === 'completed';
  const first =
    stage === 'frozen'
      ? 'document'
      : stage === 'drawing'
        ? 'draws'
        : stage === 'sealed'
          ? 'result'
          : 'progress';
  const [tab, setTab] = useState<string | null>(null);
  return (
    <>
      {stage === 'frozen' && (
        <Alert
          showIcon
          type={failed && !drawn ? 'warning' : 'info'}
          title={t(drawn ? 'sites.drawn' : failed ? 'frozen.failed' : 'frozen.title')}
          style={{ marginBottom: 12 }}
        />
      )}
      <Tabs
        activeKey={tab ?? first}
        onChange={setTab}
        items={[
          { key: 'progress', label: t('tab.progress'), children: <Standing view={view} /> },
          { key: 'draws', label: `${t('tab.draws')} ${draws.length}`, children: <Draws view={view} /> },
          { key: 'result', label: t('tab.result'), children: <Outcome view={view} /> },
          {
            key: 'bids',
            label: t('projects:documents.tab'),
            children: <BidFiling project={view.project} />,
          },
          { key: 'document', label: t('tab.document'), children: <ProjectDocument project={view.project} /> },
        ]}
      />
    </>
  );
}

function isOver(stage: ProjectView['stage']): boolean {
  return stage === 'failed' || stage === 'sealed';
}

function Standing({ view }: { view: ProjectView }) {
  const { t } = useTranslation(['agency', 'projects']);
  const { project, members, stage } = view;
  const mayReplace = ({ state, signedAt }: MemberProgress) =>
    state === 'called' ? stage === 'gathering' : state === 'left' && signedAt === null && !isOver(stage);
  return (
    <div className="stack">
      <Card
        size="small"
        title={t('projects:member.title')}
        extra={<span className="quiet">{t('marks.hidden')}</span>}
      >
        <MembersTable
          project={project}
          members={members}
          {...(members.some(mayReplace)
            ? {
                action: (member) =>
                  mayReplace(member) && <ReplaceMember project={project.id} member={member} />,
              }
            : {})}
        />
      </Card>
      <Clarifications view={view} />
      {view.review.length > 0 && <ReviewCard view={view} />}
      <Timeline entries={view.timeline} />
    </div>
  );
}

function Clarifications({ view }: { view: ProjectView }) {
  const { t } = useTranslation('agency');
  const { message } = App.useApp();
  const [answering, setAnswering] = useState<string | null>(null);
  const address = `/api/projects/${encodeURIComponent(view.project.id)}/clarifications/`;
  return (
    <>
      <ClarificationCard
        view={view}
        action={({ id, state }) =>
          state === 'relayed' && (
            <Button size="small" type="primary" onClick={() => setAnswering(id)}>
              {t('answer.button')}
            </Button>
          )
        }
      />
      {answering !== null && (
        <ReasonDialog
          title={t('answer.title')}
          hint={t('answer.hint')}
          label={t('answer.label')}
          confirm={t('answer.confirm')}
          request={(answer) => ({
            method: 'POST',
            path: address + encodeURIComponent(answering),
            body: { answer },
          })}
          onDone={() => {
            setAnswering(null);
            message.success(t('answer.done'));
            refresh(['projects']);
          }}
          onClose={() => setAnswering(null)}
        />
      )}
    </>
  );
}

function Draws({ view: { draws, siteDraws, drawnSites } }: { view: ProjectView }) {
  const { t } = useTranslation(['projects', 'agency']);
  const all = [...draws, ...siteDraws];
  if (all.length === 0) return <span className="quiet">{t('draw.none')}</span>;
  const [main, ...sides] = (drawnSites ?? []).map(({ id }) => id);
  return (
    <div className="stack">
      {main !== undefined && (
        <Alert
          type="info"
          showIcon
          title={t('agency:sites.named', { main, sides: sides.join('、') || '—' })}
        />
      )}
      {all.map((draw) => (
        <DrawCard key={draw.drawId} draw={draw} />
      ))}
    </div>
  );
}

function Outcome({ view }: { view: ProjectView }) {
  const { t } = useTranslation('projects');
  const { project, result, stage } = view;
  return (
    <div className="stack">
      <Card size="small" title={t('result.title')}>
        {result === null ? (
          <span className="quiet" data-testid="result-hidden">
            {t('result.sealed')}
          </span>
        ) : (
          <>
            {stage !== 'sealed' && (
              <Alert type="info" showIcon title={t('result.provisional')} style={{ marginBottom: 8 }} />
            )}
            <RankingTable project={project} result={result} />
          </>
        )}
      </Card>
      <ReportCard view={view} />
    </div>
  );
}
