import { Card, Table, Tag } from 'antd';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { ClarificationView } from '#shared/protocol/evaluation.ts';
import type { ProjectView } from '#shared/protocol/views.ts';
import { When } from '../shell/when.tsx';
import './projects.css';

interface ClarificationCardProps {
  readonly view: ProjectView;
  /** What the reader may do about a question. */
  readonly action?: (clarification: ClarificationView) => ReactNode;
}

/** Questions that were relayed to bidders, without who asked, and their answers. */
export function ClarificationCard({ view, action }: ClarificationCardProps) {
  const { t } = useTranslation('projects');
  const name = (id: string) => view.project.bidders.find((bidder) => bidder.id === id)?.name ?? id;
  return (
    <Card size="small" title={t('clarification.title')} data-testid="clarifications">
      <Table<ClarificationView>
        size="small"
        rowKey="id"
        pagination={false}
        dataSource={view.clarifications}
        locale={{ emptyText: t('clarification.none') }}
        columns={[
          { title: t('document.bidder'), dataIndex: 'bidder', className: 'bidder-name', render: name },
          { title: t('clarification.question'), dataIndex: 'question', className: 'prose' },
          {
            title: t('clarification.answer'),
            key: 'answer',
            className: 'prose',
            render: (_, { answer, state }) =>
              answer ?? (state === 'relayed' ? <Tag color="orange">{t('clarification.relayed')}</Tag> : '—'),
          },
          {
            title: t('clarification.due'),
            dataIndex: 'dueAt',
            render: (at: string | undefined) => (at ? <When at={at} /> : '—'),
          },
          ...(action
            ? [
                {
                  key: 'action',
                  align: 'right' as const,
                  render: (_: unknown, one: ClarificationView) => action(one),
                },
              ]
            : []),
        ]}
      />
    </Card>
  );
}
