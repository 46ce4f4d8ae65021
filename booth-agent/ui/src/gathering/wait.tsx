import { HourglassOutlined } from '@ant-design/icons';
import { Progress } from 'antd';
import { type ExpertView, mayAskBidders } from '#shared/protocol/evaluation.ts';
import { useBooth, useDeed, useSession } from '../bridge/booth.tsx';
import { Page, Secondary } from '../frame/page.tsx';
import { Clarifications } from '../review/clarifications.tsx';
import { useTexts } from '../texts/index.ts';

/** Waiting: for whom, and how far they are. Nothing needs doing; marks may still be changed before all are in. */
export function Wait() {
  const { t } = useTexts();
  const { line } = useBooth().screen;
  const session = useSession();
  const { waitingFor, progress, project, chair, isChair } = session;
  const deed = useDeed('unready');
  const mayReopen = waitingFor === 'marks';
  return (
    <Page
      title={t('wait.title')}
      failure={deed.failure}
      actions={
        <>
          {mayAskBidders(project.stage) && <Clarifications />}
          {mayReopen && (
            <Secondary busy={deed.busy} onClick={() => void deed.go({ kind: 'unready' })}>
              {t('wait.unready')}
            </Secondary>
          )}
        </>
      }
    >
      <section className="waiting">
        <HourglassOutlined className="waiting-icon" />
        <div>
          <p className="waiting-for">{t(`wait.${reasonOf(session)}`)}</p>
          {progress && (
            <>
              <p>{t('wait.progress', progress)}</p>
              <Progress
                aria-label={t('wait.progress', progress)}
                percent={Math.round((100 * progress.done) / Math.max(1, progress.of))}
                showInfo={false}
                size={{ height: 20 }}
              />
            </>
          )}
          <p>{t(line === 'online' ? 'wait.byItself' : 'wait.offline')}</p>
          {mayReopen && <p>{t('wait.unreadyTold')}</p>}
          {chair && <p>{t(isChair ? 'wait.chairIsMe' : 'wait.chairIs', { chair })}</p>}
        </div>
      </section>
    </Page>
  );
}

/** What is waited for. Had the evaluation begun, it is a reserve who has yet to take the place of a member who left. */
function reasonOf({ waitingFor, chair, myVerdicts, marks }: ExpertView) {
  const begun = chair !== null || myVerdicts !== null || Object.keys(marks).length > 0;
  return waitingFor === 'pledges' && begun ? 'reseating' : (waitingFor ?? 'nothing');
}
