import { Button, Descriptions, Drawer, Space, Table, Tag } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Employment } from '#shared/pool/expert.ts';
import type { ExpertView } from '#shared/protocol/pool-views.ts';
import { refresh, useView } from '../../shell/api.ts';
import { useTextByKey } from '../../shell/i18n.ts';
import { ViewFrame } from '../../shell/view-frame.tsx';
import { When } from '../../shell/when.tsx';
import { type ExpertAct, ExpertDialog } from './expert-dialogs.tsx';

/** One expert: where they work and have worked, kin, days, suspensions, how they answer, and who changed what. */
export function ExpertDrawer({ id, onClose }: { id: string; onClose: () => void }) {
  const expert = useView<ExpertView>(`/api/experts/${encodeURIComponent(id)}`, ['experts']);
  return (
    <Drawer open size={880} title={id} onClose={onClose} data-testid="expert">
      <ViewFrame query={expert}>{(view) => <Expert view={view} />}</ViewFrame>
    </Drawer>
  );
}

function Expert({ view }: { view: ExpertView }) {
  const { t } = useTranslation('admin');
  const [act, setAct] = useState<ExpertAct | null>(null);
  const done = () => {
    setAct(null);
    refresh(['experts']);
  };
  return (
    <Space orientation="vertical" size={16} style={{ width: '100%' }}>
      <Person view={view} />
      <Calls view={view} />
      <Section
        title={t('expert.history')}
        act={t('expert.history.add')}
        onAct={() => setAct({ what: 'employment' })}
      >
        <History rows={[view.employment, ...view.employments]} />
      </Section>
      <Section title={t('expert.kin')} act={t('expert.change')} onAct={() => setAct({ what: 'kin' })}>
        <Table
          size="small"
          rowKey={({ name, relation, employer }) => `${name} ${relation} ${employer}`}
          dataSource={view.kin}
          pagination={false}
          locale={{ emptyText: t('expert.kin.none') }}
          columns={[
            { title: t('expert.name'), dataIndex: 'name' },
            { title: t('expert.kin.relation'), dataIndex: 'relation' },
            { title: t('expert.employer'), dataIndex: 'employer' },
            {
              title: t('column.employerCode'),
              dataIndex: 'code',
              render: (code?: string) => code ?? t('none'),
            },
          ]}
        />
      </Section>
      <Section
        title={t('expert.days')}
        act={t('expert.change')}
        onAct={() => setAct({ what: 'availability' })}
      >
        {view.unavailable.length === 0
          ? t('expert.days.none')
          : view.unavailable.map(({ from, until }) => (
              <Tag key={`${from} ${until}`}>{period(from, until)}</Tag>
            ))}
      </Section>
      <Section
        title={t('expert.suspensions')}
        act={t('expert.suspend')}
        onAct={() => setAct({ what: 'suspend' })}
      >
        <Suspensions view={view} onLift={(suspension) => setAct({ what: 'lift', suspension })} />
      </Section>
      <Section title={t('expert.changes')}>
        <Changes view={view} />
      </Section>
      {act && <ExpertDialog expert={view} act={act} onDone={done} onClose={() => setAct(null)} />}
    </Space>
  );
}

interface SectionProps {
  readonly title: string;
  readonly act?: string;
  readonly onAct?: () => void;
  readonly children: React.ReactNode;
}

function Section({ title, act, onAct, children }: SectionProps) {
  return (
    <section>
      <div className="hall-head">
        <b>{title}</b>
        {act && onAct && (
          <Button size="small" onClick={onAct}>
            {act}
          </Button>
        )}
      </div>
      {children}
    </section>
  );
}

function Person({ view }: { view: ExpertView }) {
  const { t } = useTranslation('admin');
  const items = [
    [t('expert.name'), view.name],
    [t('expert.badge'), view.badge],
    [t('expert.id-number'), view.idNumberMasked],
    [t('expert.site'), view.site],
    [t('expert.employer'), view.employer],
    [t('expert.categories'), view.categories.join('、')],
  ] as const;
  return (
    <Descriptions
      size="small"
      bordered
      column={2}
      items={items.map(([label, children]) => ({ key: label, label, children }))}
    />
  );
}

function Calls({ view: { calls } }: { view: ExpertView }) {
  const { t } = useTranslation('admin');
  return (
    <div>
      {t('expert.calls', { ...calls })} <span className="note">{t('expert.calls.hint')}</span>
    </div>
  );
}

/** The present employment first; a day that nobody knows is left open. */
function History({ rows }: { rows: readonly Employment[] }) {
  const { t } = useTranslation('admin');
  return (
    <Table<Employment & { key: number }>
      size="small"
      dataSource={rows.map((row, key) => ({ ...row, key }))}
      pagination={false}
      columns={[
        {
          title: t('expert.employer'),
          dataIndex: 'employer',
          render: (employer: string, { key }) => (
            <>
              {employer} {key === 0 && <Tag color="success">{t('expert.present')}</Tag>}
            </>
          ),
        },
        { title: t('column.employerCode'), dataIndex: 'code', render: (code?: string) => code ?? t('none') },
        {
          title: t('column.role'),
          dataIndex: 'role',
          render: (role: Employment['role']) => t(`role.${role}`),
        },
        {
          title: t('expert.from'),
          dataIndex: 'from',
          render: (day: string | null) => day ?? t('expert.unknown'),
        },
        {
          title: t('expert.until'),
          dataIndex: 'until',
          render: (day: string | null) => day ?? t('expert.now'),
        },
      ]}
    />
  );
}

function Suspensions({ view, onLift }: { view: ExpertView; onLift: (suspension: number) => void }) {
  const { t } = useTranslation('admin');
  return (
    <Table
      size="small"
      rowKey="suspension"
      dataSource={view.suspensions}
      pagination={false}
      locale={{ emptyText: t('expert.suspensions.none') }}
      columns={[
        {
          key: 'when',
          title: t('expert.period'),
          render: (_, { from, until }) => period(from, until ?? t('expert.lifted-only')),
        },
        { title: t('expert.reason'), dataIndex: 'reason' },
        { key: 'by', title: t('expert.by'), render: (_, { by, at }) => <By by={by} at={at} /> },
        {
          key: 'state',
          render: (_, { suspension, lifted }) =>
            lifted ? (
              <>
                <Tag>{t('expert.lifted')}</Tag> {lifted.reason} <By by={lifted.by} at={lifted.at} />
              </>
            ) : (
              <Button size="small" onClick={() => onLift(suspension)}>
                {t('expert.lift')}
              </Button>
            ),
        },
      ]}
    />
  );
}

function Changes({ view }: { view: ExpertView }) {
  const { t } = useTranslation('admin');
  const textBy = useTextByKey() as (key: string) => string;
  return (
    <Table
      size="small"
      rowKey={({ at, what }) => `${at} ${what}`}
      dataSource={view.changes}
      pagination={{ pageSize: 6, hideOnSinglePage: true, showSizeChanger: false }}
      locale={{ emptyText: t('expert.changes.none') }}
      columns={[
        { key: 'by', title: t('expert.by'), render: (_, { by, at }) => <By by={by} at={at} /> },
        {
          title: t('expert.what'),
          dataIndex: 'what',
          render: (what: string) => textBy(`admin:change.${what}`),
        },
        { title: t('expert.reason'), dataIndex: 'reason' },
      ]}
    />
  );
}

function By({ by, at }: { by: string; at: string }) {
  return (
    <span className="note">
      {by.replace(/^user:/, '')} · <When at={at} zone={false} />
    </span>
  );
}

function period(from: string, until: string): string {
  return from === until ? from : `${from} – ${until}`;
}
