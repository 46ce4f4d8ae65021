import { Card, Table, Tag } from 'antd';
import { useTranslation } from 'react-i18next';
import type { PanelTalk, StatementView } from '#shared/protocol/talk.ts';
import type { MemberProgress } from '#shared/protocol/views.ts';
import { When } from '../shell/when.tsx';
import './projects.css';

interface TalkCardProps {
  readonly talk: PanelTalk;
  /** Tells the names behind the aliases, once they may be known. */
  readonly members: readonly MemberProgress[];
}

/** What the panel says to each other as it is said, the latest first, and whether it may talk now. */
export function TalkCard({ talk, members }: TalkCardProps) {
  const { t } = useTranslation('projects');
  const nameOf = (alias: string) => members.find((member) => member.alias === alias)?.name ?? null;
  const latest = talk.statements
    .map((one, place) => ({ ...one, place: talk.said - talk.statements.length + place + 1 }))
    .reverse();
  return (
    <Card
      size="small"
      title={t('talk.title')}
      extra={<Tag color={talk.state === 'open' ? 'green' : 'default'}>{t(`talk.${talk.state}`)}</Tag>}
      data-testid="talk"
    >
      {talk.said > latest.length && <p>{t('talk.earlier', { said: talk.said, count: latest.length })}</p>}
      <Table<StatementView & { place: number }>
        size="small"
        rowKey="place"
        showHeader={false}
        pagination={latest.length > 20 ? { pageSize: 20 } : false}
        dataSource={latest}
        locale={{ emptyText: t('talk.none') }}
        columns={[
          { dataIndex: 'at', width: 180, render: (at: string) => <When at={at} /> },
          {
            dataIndex: 'alias',
            width: 180,
            render: (alias: string) => [alias, nameOf(alias)].filter(Boolean).join(' · '),
          },
          { dataIndex: 'text', className: 'prose' },
        ]}
      />
    </Card>
  );
}
