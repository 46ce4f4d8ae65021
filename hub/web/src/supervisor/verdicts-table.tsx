import { CheckOutlined } from '@ant-design/icons';
import { Table } from 'antd';
import { useTranslation } from 'react-i18next';
import { reviewHeads, type Verdict } from '#shared/protocol/evaluation.ts';
import type { MarksView, ProjectView } from '#shared/protocol/views.ts';

/** What each expert has found of each bidder in the preliminary review, with reasons. */
export function VerdictsTable({ view, verdicts }: { view: ProjectView; verdicts: MarksView['verdicts'] }) {
  const { t } = useTranslation(['supervisor', 'projects']);
  return (
    <Table
      size="small"
      rowKey="id"
      dataSource={view.project.bidders}
      pagination={false}
      scroll={{ x: 'max-content' }}
      columns={[
        {
          title: t('projects:document.bidder'),
          dataIndex: 'name',
          fixed: 'left',
          className: 'bidder-name',
        },
        ...verdicts.map(({ alias, verdicts: given }) => ({
          title: alias,
          key: alias,
          render: (_: unknown, { id }: { id: string }) => <Findings verdict={given[id]} />,
        })),
      ]}
    />
  );
}

function Findings({ verdict }: { verdict: Verdict | undefined }) {
  const { t } = useTranslation('supervisor');
  if (!verdict) return <span className="quiet">—</span>;
  const failed = reviewHeads.filter((head) => !verdict[head].pass);
  if (failed.length === 0) {
    return (
      <span className="nowrap">
        <CheckOutlined style={{ color: '#389e0d' }} /> {t('verdicts.pass')}
      </span>
    );
  }
  return (
    <>
      {failed.map((head) => (
        <div key={head} className="verdict-failed">
          ✕ {t(`verdicts.${head}`)}：{verdict[head].reason ?? ''}
        </div>
      ))}
    </>
  );
}
