import { Card, Table } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { PublishedDraw } from '#shared/protocol/views.ts';
import { useView } from '../shell/api.ts';
import { When } from '../shell/when.tsx';

/** Draws the hub has published; nothing while there are none, or no hub: a file can be replayed without it. */
export function Published() {
  const { t } = useTranslation('replay');
  const { data = [] } = useView<PublishedDraw[]>('/api/public/draws', ['draws']);
  if (data.length === 0) return null;
  return (
    <Card size="small" title={t('published')} className="public-gap" data-testid="published">
      <Table<PublishedDraw>
        size="small"
        rowKey="drawId"
        showHeader={false}
        dataSource={data}
        pagination={{ pageSize: 10, hideOnSinglePage: true, showSizeChanger: false }}
        columns={[
          {
            key: 'draw',
            render: (_, { drawId, kind, title }) => (
              <Link to={`/replay?draw=${encodeURIComponent(drawId)}`}>
                {t(`published.${kind}`)} · {title}
              </Link>
            ),
          },
          {
            dataIndex: 'completedAt',
            className: 'nowrap',
            render: (at: string | null) => at && <When at={at} />,
          },
        ]}
      />
    </Card>
  );
}
