import { Card, Empty, Progress, Space, Table, Tag, Typography } from 'antd';
import { useTranslation } from 'react-i18next';
import type { BatchProjectRow, BatchView } from '#shared/protocol/batches.ts';
import { useView } from '../shell/api.ts';
import { useSentence } from '../shell/i18n.ts';
import { useSession } from '../shell/session.ts';
import { ViewFrame } from '../shell/view-frame.tsx';
import { When } from '../shell/when.tsx';
import { OpenBatch } from './open-batch.tsx';
import { Standing } from './standing.tsx';

/** Batches of all days: who waits for one, and how far the draws have come. The pool's keeper opens them. */
export function BatchesPage() {
  const { t } = useTranslation('batches');
  const query = useView<BatchView[]>('/api/batches', ['batches', 'draws']);
  const opens = useSession().session?.role === 'system-admin';
  return (
    <>
      <Typography.Paragraph type="secondary">{t('hint')}</Typography.Paragraph>
      <ViewFrame query={query}>
        {(batches) =>
          batches.length === 0 ? (
            <Empty description={t('none')} />
          ) : (
            <Space orientation="vertical" size="middle" style={{ width: '100%' }}>
              {batches.map((batch) => (
                <BatchCard key={batch.batch ?? batch.day} batch={batch} opens={opens} />
              ))}
            </Space>
          )
        }
      </ViewFrame>
    </>
  );
}

function BatchCard({ batch, opens }: { batch: BatchView; opens: boolean }) {
  const { t } = useTranslation('batches');
  const { day, openedAt, completedAt, projects, short, leastShort } = batch;
  const open = projects.filter(({ standing }) => standing === 'waiting' || standing === 'drawing');
  const done = projects.length - open.length;
  return (
    <Card
      title={
        <Space>
          {t('day', { day })}
          <State batch={batch} />
        </Space>
      }
      extra={openedAt === null && opens && <OpenBatch day={day} />}
      data-testid={`batch-${batch.batch ?? day}`}
    >
      {openedAt !== null && (
        <Space wrap style={{ marginBottom: 12 }}>
          <Progress
            percent={Math.round((done / projects.length) * 100)}
            style={{ width: 200 }}
            showInfo={false}
          />
          <span>{t('progress', { done, all: projects.length })}</span>
          <Typography.Text type="secondary">
            {t('openedAt')} <When at={openedAt} />
          </Typography.Text>
          {completedAt !== null && (
            <Typography.Text type="secondary">
              {t('completedAt')} <When at={completedAt} />
            </Typography.Text>
          )}
          {short !== null && short > 0 && (
            <Tag color="error">{t('short', { short, least: leastShort ?? '—' })}</Tag>
          )}
        </Space>
      )}
      <Projects projects={projects} frozen={openedAt !== null} />
    </Card>
  );
}

function State({ batch: { openedAt, completedAt } }: { batch: BatchView }) {
  const { t } = useTranslation('batches');
  if (openedAt === null) return <Tag>{t('waiting')}</Tag>;
  if (completedAt === null) return <Tag color="processing">{t('running')}</Tag>;
  return <Tag color="success">{t('complete')}</Tag>;
}

function Projects({ projects, frozen }: { projects: BatchProjectRow[]; frozen: boolean }) {
  const { t } = useTranslation('batches');
  const sentence = useSentence();
  return (
    <Table<BatchProjectRow>
      size="small"
      rowKey="project"
      pagination={projects.length > 50 ? { pageSize: 50 } : false}
      dataSource={projects}
      columns={[
        ...(frozen
          ? [{ title: t('order'), width: 64, render: (_: unknown, __: unknown, at: number) => at + 1 }]
          : []),
        {
          title: t('project'),
          render: (_, { project, title }) => (
            <>
              {title} <Typography.Text type="secondary">{project}</Typography.Text>
            </>
          ),
        },
        { title: t('places'), dataIndex: 'places', width: 72 },
        { title: t('standing'), width: 130, render: (_, { standing }) => <Standing standing={standing} /> },
        { title: t('draw'), width: 160, render: (_, { drawId }) => drawId ?? '—' },
        { title: t('reason'), render: (_, { reason }) => (reason ? sentence(reason) : '') },
      ]}
    />
  );
}
