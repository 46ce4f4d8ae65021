import { Table, type TableColumnsType, Tag, Tooltip } from 'antd';
import { useTranslation } from 'react-i18next';
import type { Project } from '#shared/projects/project.ts';
import type { BidderResult } from '#shared/protocol/evaluation.ts';
import { scoreText } from './numbers.ts';
import './projects.css';

/** The bidders in the order of their totals; every score to its last thousandth. */
export function RankingTable({ project, result }: { project: Project; result: readonly BidderResult[] }) {
  const { t } = useTranslation('projects');
  const ties = new Set(
    result.map(({ rank }) => rank).filter((rank, at, ranks) => ranks.indexOf(rank) !== at),
  );
  const columns: TableColumnsType<BidderResult> = [
    {
      title: t('result.rank'),
      dataIndex: 'rank',
      fixed: 'left',
      className: 'nowrap',
      render: (rank: number) => (
        <>
          <strong>{rank}</strong> {ties.has(rank) && <Tag>{t('result.tie')}</Tag>}
        </>
      ),
    },
    { title: t('document.bidder'), dataIndex: 'name', fixed: 'left', className: 'bidder-name' },
    ...project.items.map(({ id, title }) => ({
      title: (
        <Tooltip title={id}>
          <span className="item-heading">{title}</span>
        </Tooltip>
      ),
      key: id,
      className: 'number',
      align: 'right' as const,
      render: (_: unknown, { items }: BidderResult) => {
        const score = items[id];
        return score === undefined ? '—' : scoreText(score);
      },
    })),
    {
      title: t('result.price'),
      dataIndex: 'price',
      className: 'number',
      align: 'right' as const,
      render: scoreText,
    },
    {
      title: t('result.total'),
      dataIndex: 'total',
      className: 'number',
      align: 'right' as const,
      fixed: 'right',
      render: (total: number) => <strong>{scoreText(total)}</strong>,
    },
  ];
  return (
    <Table<BidderResult>
      size="small"
      rowKey="id"
      columns={columns}
      dataSource={[...result].sort((a, b) => a.rank - b.rank)}
      pagination={false}
      scroll={{ x: 'max-content' }}
      data-testid="ranking"
    />
  );
}
