import { LeftOutlined, LockOutlined, RightOutlined, VerticalRightOutlined } from '@ant-design/icons';
import { Button, Card, Descriptions, Space, Table, Tag } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { RecordRow } from '#shared/protocol/views.ts';
import { useView } from '../shell/api.ts';
import { useSentence } from '../shell/i18n.ts';
import { ViewFrame } from '../shell/view-frame.tsx';
import { When } from '../shell/when.tsx';

const PAGE_ROWS = 50;

/** The ledger, newest first; the newest page is live, earlier ones stand still. */
export function RecordPage() {
  const { t } = useTranslation('admin');
  // The lower ends of the pages passed on the way to this one.
  const [trail, setTrail] = useState<readonly number[]>([]);
  const before = trail.at(-1);
  const query = before === undefined ? '' : `&before=${before}`;
  const record = useView<RecordRow[]>(
    `/api/record?limit=${PAGE_ROWS}${query}`,
    before === undefined ? ['record'] : [],
  );
  const last = record.data?.at(-1)?.seq;
  const more = record.data?.length === PAGE_ROWS && last !== undefined;
  return (
    <Card
      size="small"
      title={t('title.record')}
      extra={
        <Space>
          {before !== undefined && <span className="note">{t('record.paused')}</span>}
          <Button icon={<VerticalRightOutlined />} disabled={trail.length === 0} onClick={() => setTrail([])}>
            {t('record.newest')}
          </Button>
          <Button
            icon={<LeftOutlined />}
            disabled={trail.length === 0}
            onClick={() => setTrail(trail.slice(0, -1))}
          >
            {t('record.newer')}
          </Button>
          <Button
            icon={<RightOutlined />}
            iconPlacement="end"
            disabled={!more}
            onClick={() => last !== undefined && setTrail([...trail, last])}
          >
            {t('record.older')}
          </Button>
        </Space>
      }
    >
      <p className="note">{t('record.about')}</p>
      <ViewFrame query={record}>{(rows) => <Rows rows={rows} />}</ViewFrame>
    </Card>
  );
}

function Rows({ rows }: { rows: readonly RecordRow[] }) {
  const { t } = useTranslation('admin');
  const sentence = useSentence();
  return (
    <Table<RecordRow>
      size="small"
      rowKey="seq"
      dataSource={[...rows]}
      pagination={false}
      scroll={{ y: 'calc(100vh - 260px)' }}
      locale={{ emptyText: t('record.none') }}
      expandable={{ expandedRowRender: (row) => <Entry row={row} /> }}
      columns={[
        { title: t('record.seq'), dataIndex: 'seq', width: 80 },
        { title: t('record.at'), dataIndex: 'at', width: 250, render: (at) => <When at={at} /> },
        { title: t('record.what'), render: (_, { text }) => sentence(text) },
        { title: t('record.subject'), dataIndex: 'subject', width: 210 },
        {
          title: t('record.digest'),
          dataIndex: 'digest',
          width: 150,
          render: (digest: string) => <code title={digest}>{digest.slice(0, 12)}…</code>,
        },
        {
          width: 110,
          render: (_, { payload }) =>
            payload === null && <Tag icon={<LockOutlined />}>{t('record.sealed')}</Tag>,
        },
      ]}
    />
  );
}

function Entry({ row: { type, digest, leafHash, payload } }: { row: RecordRow }) {
  const { t } = useTranslation('admin');
  const items = [
    { key: 'type', label: t('record.type'), children: <code>{type}</code> },
    { key: 'digest', label: t('record.digest'), children: <code>{digest}</code> },
    { key: 'leaf', label: t('record.leaf'), children: <code>{leafHash}</code> },
    {
      key: 'payload',
      label: t('record.payload'),
      children:
        payload === null ? (
          t('record.sealed')
        ) : (
          <pre className="payload">{JSON.stringify(payload, null, 2)}</pre>
        ),
    },
  ];
  return <Descriptions size="small" column={1} items={items} />;
}
