import { CheckCircleOutlined, WarningOutlined } from '@ant-design/icons';
import { Alert, Card, Empty, Space, Table, Tag, Typography } from 'antd';
import { useTranslation } from 'react-i18next';
import type {
  FairnessPerson,
  FairnessQuestionView,
  FairnessRowView,
  FairnessView,
} from '#shared/protocol/fairness.ts';
import { useView } from '../shell/api.ts';
import { ViewFrame } from '../shell/view-frame.tsx';

/** How often it is looked again, in milliseconds: draws are worked out one after the other. */
const AGAIN = 10_000;

/** Were the draws fair? What happened beside what chance gives, and how seldom chance alone is flagged. */
export function FairnessPage() {
  const { t } = useTranslation('batches');
  const query = useView<FairnessView>('/api/fairness', ['projects'], { every: AGAIN });
  return (
    <>
      <Typography.Paragraph type="secondary">{t('fairness.hint')}</Typography.Paragraph>
      <ViewFrame query={query}>{(view) => <Report view={view} />}</ViewFrame>
    </>
  );
}

function Report({ view }: { view: FairnessView }) {
  const { t } = useTranslation('batches');
  const { draws, pending, estimated, falseAlarm } = view;
  const percent = falseAlarm * 100;
  return (
    <Space orientation="vertical" size="middle" style={{ width: '100%' }}>
      <Alert type="info" showIcon title={t('fairness.alarm', { percent, three: percent * 3 })} />
      <span>
        {t('fairness.draws', { draws, estimated })} {pending > 0 && t('fairness.pending', { count: pending })}
      </span>
      <Question title={t('fairness.drawn')} question={view.drawn} />
      <Question title={t('fairness.meetings')} question={view.meetings} />
      <Question title={t('fairness.refusals')} question={view.refusals} />
      <Typography.Text type="secondary">{t('fairness.names')}</Typography.Text>
    </Space>
  );
}

function Question({ title, question }: { title: string; question: FairnessQuestionView | null }) {
  const { t } = useTranslation('batches');
  if (!question || question.tested === 0)
    return (
      <Card title={title} size="small">
        <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={t('fairness.none')} />
      </Card>
    );
  const { tested, flagged, rows } = question;
  return (
    <Card
      title={title}
      size="small"
      extra={
        <Tag
          color={flagged > 0 ? 'warning' : 'success'}
          icon={flagged > 0 ? <WarningOutlined /> : <CheckCircleOutlined />}
        >
          {t('fairness.tested', { tested, flagged })}
        </Tag>
      }
    >
      <Table<FairnessRowView>
        size="small"
        rowKey={({ who }) => who.map(({ code }) => code).join(' ')}
        dataSource={rows}
        pagination={{ pageSize: 10, hideOnSinglePage: true, showSizeChanger: false }}
        columns={[
          { title: t('fairness.who'), render: (_, { who }) => who.map(nameOf).join('、') },
          { title: t('fairness.happened'), dataIndex: 'happened', width: 100 },
          { title: t('fairness.times'), dataIndex: 'times', width: 110 },
          { title: t('fairness.expected'), width: 110, render: (_, { expected }) => expected.toFixed(2) },
          { title: t('fairness.p'), width: 140, render: (_, { corrected }) => corrected.toPrecision(2) },
          {
            title: '',
            width: 90,
            render: (_, row) =>
              row.flagged ? (
                <Tag color="warning" icon={<WarningOutlined />}>
                  {t('fairness.flag')}
                </Tag>
              ) : (
                <Typography.Text type="secondary">{t('fairness.ordinary')}</Typography.Text>
              ),
          },
        ]}
      />
    </Card>
  );
}

function nameOf({ name, code }: FairnessPerson): string {
  return name === null ? code : `${name}（${code}）`;
}
