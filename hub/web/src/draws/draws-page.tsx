import { Empty, Segmented, Table, Typography } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { isUnderWay } from '#shared/draw/phase.ts';
import type { DrawRow } from '#shared/protocol/views.ts';
import { useView } from '../shell/api.ts';
import { ViewFrame } from '../shell/view-frame.tsx';
import { When } from '../shell/when.tsx';
import { PhaseTag } from './phase-tag.tsx';

/** Every draw of panels, seats and sites, those under way first. */
export function DrawsPage() {
  const { t } = useTranslation('draws');
  const query = useView<DrawRow[]>('/api/draws/watch', ['draws']);
  const [kind, setKind] = useState<'all' | DrawRow['kind']>('all');
  return (
    <>
      <div className="page-bar">
        <Typography.Title level={4} style={{ margin: 0 }}>
          {t('title.draws')}
        </Typography.Title>
        <span className="quiet rest">{t('list.hint')}</span>
        <Segmented
          value={kind}
          onChange={setKind}
          options={(['all', 'panel', 'seats', 'sites'] as const).map((value) => ({
            value,
            label: t(`list.${value}`),
          }))}
        />
      </div>
      <ViewFrame query={query}>
        {(rows) => <Draws rows={rows.filter((row) => kind === 'all' || row.kind === kind)} />}
      </ViewFrame>
    </>
  );
}

function Draws({ rows }: { rows: readonly DrawRow[] }) {
  const { t } = useTranslation('draws');
  const underWayFirst = (a: DrawRow, b: DrawRow) => Number(isUnderWay(b.phase)) - Number(isUnderWay(a.phase));
  return (
    <Table<DrawRow>
      rowKey="drawId"
      size="small"
      dataSource={rows.toSorted(underWayFirst)}
      pagination={{ pageSize: 20, hideOnSinglePage: true, showSizeChanger: false }}
      locale={{ emptyText: <Empty description={t('list.none')} /> }}
      data-testid="draws"
      columns={[
        {
          title: t('kind'),
          dataIndex: 'kind',
          className: 'nowrap',
          render: (kind: DrawRow['kind']) => t(`list.${kind}`),
        },
        {
          title: t('about'),
          dataIndex: 'title',
          render: (title: string, { drawId }) => (
            <>
              <Link to={`/draws/${encodeURIComponent(drawId)}`}>{title}</Link>
              <div className="quiet">{drawId}</div>
            </>
          ),
        },
        {
          title: t('phase'),
          dataIndex: 'phase',
          render: (phase: DrawRow['phase']) => <PhaseTag phase={phase} />,
        },
        { title: t('opened'), dataIndex: 'openedAt', render: (at: string) => <When at={at} /> },
        {
          title: t('completed'),
          dataIndex: 'completedAt',
          render: (at: string | null) => (at ? <When at={at} /> : '—'),
        },
      ]}
    />
  );
}
