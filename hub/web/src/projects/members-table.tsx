import { StarFilled } from '@ant-design/icons';
import { Progress, Table, type TableColumnsType, Tag } from 'antd';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { becauseWords } from '#shared/catalogue/words.ts';
import type { Project } from '#shared/projects/project.ts';
import type { MemberProgress } from '#shared/protocol/views.ts';
import { useSentence } from '../shell/i18n.ts';
import { When } from '../shell/when.tsx';
import { BoothPresence } from './presence.tsx';
import './projects.css';

interface MembersTableProps {
  readonly project: Project;
  readonly members: readonly MemberProgress[];
  /** Name of a site, where the reader may know more than its id. */
  readonly siteName?: (site: string) => string;
  /** A column with the presence of the expert's booth. */
  readonly booths?: boolean;
  /** A last column: what the reader may do about a member. */
  readonly action?: (member: MemberProgress) => ReactNode;
}

const places = {
  called: 'default',
  'checked-in': 'blue',
  seated: 'blue',
  admitted: 'green',
  left: 'default',
  replaced: 'default',
} as const;

/** How far every member of the panel is: never what they have given. */
export function MembersTable({ project, members, siteName = (site) => site, ...rest }: MembersTableProps) {
  const { t } = useTranslation('projects');
  const categories = new Map(project.panel.categories.map(({ id, title }) => [id, title ?? id]));
  const columns: TableColumnsType<MemberProgress> = [
    { title: t('member.alias'), key: 'alias', render: (_, member) => <Who member={member} /> },
    {
      title: t('member.category'),
      dataIndex: 'category',
      render: (id: string) => categories.get(id) ?? id,
    },
    {
      title: t('member.site'),
      dataIndex: 'site',
      className: 'nowrap',
      render: (site: string | null) => (site === null ? <span className="quiet">—</span> : siteName(site)),
    },
    { title: t('member.state'), key: 'state', render: (_, member) => <Place member={member} /> },
    { title: t('member.pledged'), dataIndex: 'pledgedAt', render: done },
    { title: t('member.declared'), dataIndex: 'declaredAt', render: done },
    { title: t('member.reviewed'), dataIndex: 'reviewedAt', render: done },
    { title: t('member.marks'), key: 'marks', width: 132, render: (_, member) => <MarksGiven {...member} /> },
    { title: t('member.ready'), dataIndex: 'readyAt', render: done },
    { title: t('member.signed'), key: 'signed', render: (_, member) => <SignedSheet {...member} /> },
    {
      title: t('member.flags'),
      dataIndex: 'openFlags',
      align: 'center',
      render: (open: number) =>
        open > 0 ? <Tag color="orange">{open}</Tag> : <span className="quiet">0</span>,
    },
    { title: t('member.consent'), key: 'consent', render: (_, member) => <Position {...member} /> },
  ];
  if (rest.booths) {
    columns.push({
      title: t('member.booth'),
      key: 'booth',
      render: (_, { booth }) => (booth ? <BoothPresence {...booth} /> : <span className="quiet">—</span>),
    });
  }
  const { action } = rest;
  if (action) columns.push({ key: 'action', align: 'right', render: (_, member) => action(member) });
  return (
    <Table<MemberProgress>
      size="small"
      rowKey="ticket"
      columns={columns}
      dataSource={members}
      pagination={false}
      className="members"
      scroll={{ x: 'max-content' }}
      rowClassName={(member) => (member.state === 'replaced' ? 'gone' : '')}
      locale={{ emptyText: t('member.none') }}
      data-testid="members"
    />
  );
}

function done(at: string | null) {
  return at === null ? <span className="quiet">—</span> : <When at={at} style="minute" zone={false} />;
}

function Who({ member: { alias, name, isChair, ticket } }: { member: MemberProgress }) {
  const { t } = useTranslation('projects');
  return (
    <div className="nowrap" title={ticket}>
      <strong>{alias || t('member.waiting')}</strong>{' '}
      {isChair && (
        <Tag color="gold" icon={<StarFilled />}>
          {t('member.chair')}
        </Tag>
      )}
      <div className="quiet">{name ?? t('member.hidden')}</div>
    </div>
  );
}

/** Where a member is; of one who is off the panel, why. */
function Place({ member: { state, replacedBecause } }: { member: MemberProgress }) {
  const { t } = useTranslation('projects');
  const sentence = useSentence();
  return (
    <Tag color={places[state]} style={{ margin: 0 }}>
      {t(`place.${state}`)}
      {replacedBecause && ` · ${sentence(becauseWords(replacedBecause))}`}
    </Tag>
  );
}

function MarksGiven({ marksGiven, marksTotal, state }: MemberProgress) {
  if (state === 'replaced' || marksTotal === 0) return <span className="quiet">—</span>;
  return (
    <Progress
      size="small"
      percent={Math.round((marksGiven / marksTotal) * 100)}
      format={() => `${marksGiven}/${marksTotal}`}
      aria-label={`${marksGiven}/${marksTotal}`}
    />
  );
}

function SignedSheet({ signedAt, sheetVersion }: MemberProgress) {
  const { t } = useTranslation('projects');
  if (signedAt === null) return <span className="quiet">—</span>;
  return (
    <span className="nowrap">
      <When at={signedAt} style="minute" zone={false} />
      {sheetVersion > 1 && (
        <Tag style={{ marginLeft: 6 }}>{t('member.version', { version: sheetVersion })}</Tag>
      )}
    </span>
  );
}

const positions = { agree: 'green', dissent: 'orange', refused: 'red' } as const;

function Position({ consent }: MemberProgress) {
  const { t } = useTranslation('projects');
  if (consent === null) return <span className="quiet">—</span>;
  return <Tag color={positions[consent]}>{t(`consent.${consent}`)}</Tag>;
}
