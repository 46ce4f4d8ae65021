import { Card, Table, Tag } from 'antd';
import { useTranslation } from 'react-i18next';
import type { ProjectView } from '#shared/protocol/views.ts';
import './projects.css';

type Outcome = ProjectView['review'][number];

/** What the preliminary review has decided on each bidder, with the vote and the reasons. */
export function ReviewCard({ view }: { view: ProjectView }) {
  const { t } = useTranslation('projects');
  const name = (id: string) => view.project.bidders.find((bidder) => bidder.id === id)?.name ?? id;
  return (
    <Card size="small" title={t('review.title')} data-testid="review">
      <Table<Outcome>
        size="small"
        rowKey="bidder"
        pagination={false}
        dataSource={view.review}
        locale={{ emptyText: t('review.none') }}
        columns={[
          { title: t('document.bidder'), dataIndex: 'bidder', className: 'bidder-name', render: name },
          {
            title: t('review.outcome'),
            dataIndex: 'valid',
            className: 'nowrap',
            render: (valid: boolean) => (
              <Tag color={valid ? 'green' : 'red'}>{t(valid ? 'review.valid' : 'review.invalid')}</Tag>
            ),
          },
          {
            title: t('review.vote'),
            dataIndex: 'votes',
            className: 'nowrap',
            render: (votes: Outcome['votes']) =>
              votes ? (
                `${votes.valid} : ${votes.invalid}`
              ) : (
                <span className="quiet">{t('review.unanimous')}</span>
              ),
          },
          {
            title: t('review.reasons'),
            dataIndex: 'reasons',
            render: (reasons: readonly string[]) => reasons.join('；') || <span className="quiet">—</span>,
          },
        ]}
      />
    </Card>
  );
}
