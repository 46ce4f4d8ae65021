import { Alert, App, Button } from 'antd';
import { useTranslation } from 'react-i18next';
import type { ProjectBatchView } from '#shared/protocol/batches.ts';
import { refresh, useSend, useView } from '../shell/api.ts';
import { useSentence } from '../shell/i18n.ts';
import { RefusalNotice } from '../shell/refusal-notice.tsx';
import { Standing } from './standing.tsx';

/** Where a project stands in the batch of its day; nothing where it is in none. */
export function ProjectBatch({ project }: { project: string }) {
  const { t } = useTranslation('batches');
  const { message } = App.useApp();
  const sentence = useSentence();
  const { busy, refused, submit } = useSend();
  const path = `/api/projects/${encodeURIComponent(project)}/batch`;
  const batch = useView<{ batch: ProjectBatchView | null }>(path, ['batches', 'draws']).data?.batch;
  if (!batch) return null;
  const { day, standing, place, reason } = batch;
  const leave = async () => {
    if (!(await submit('POST', `${path}/leave`))) return;
    message.success(t('leave.done'));
    refresh(['batches']);
  };
  return (
    <div style={{ marginBottom: 12 }} data-testid="project-batch">
      <Alert
        type={standing === 'refused' || standing === 'failed' ? 'error' : 'info'}
        showIcon
        title={
          <>
            {place ? t('own.place', { day, ...place }) : t('own.asked', { day })}{' '}
            <Standing standing={standing} />
          </>
        }
        description={reason ? sentence(reason) : undefined}
        action={
          standing === 'asked' && (
            <Button size="small" loading={busy} onClick={() => void leave()}>
              {t('leave')}
            </Button>
          )
        }
      />
      <RefusalNotice refused={refused} />
    </div>
  );
}
