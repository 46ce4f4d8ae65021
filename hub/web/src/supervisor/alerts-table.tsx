import { Button, Table, Tag } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { AlertView } from '#shared/protocol/views.ts';
import { AlertWords } from '../shell/alert-words.tsx';
import { When } from '../shell/when.tsx';
import { Severity } from './alert-severity.tsx';
import { DecideDialog } from './decide-dialog.tsx';
import { useSiteNames } from './use-venues.ts';

interface AlertsTableProps {
  readonly alerts: readonly AlertView[];
  /** Where several projects are shown together. */
  readonly projectTitle?: (id: string) => string;
  readonly empty?: string;
}

/** Alerts newest first; the open ones wait for a decision. */
export function AlertsTable({ alerts, projectTitle, empty }: AlertsTableProps) {
  const { t } = useTranslation('supervisor');
  const [deciding, setDeciding] = useState<AlertView | null>(null);
  return (
    <>
      <Table<AlertView>
        rowKey="id"
        dataSource={alerts}
        pagination={{ pageSize: 15, hideOnSinglePage: true }}
        locale={{ emptyText: empty ?? t('alerts.none-at-all') }}
        data-testid="alerts"
        columns={[
          {
            title: t('alerts.severity'),
            dataIndex: 'severity',
            render: (severity: AlertView['severity']) => <Severity severity={severity} />,
          },
          {
            title: t('alerts.at'),
            dataIndex: 'at',
            render: (at: string) => <When at={at} />,
          },
          {
            title: t('alerts.text'),
            key: 'text',
            className: 'alert-text',
            render: (_, alert) => <AlertWords alert={alert} />,
          },
          {
            title: t('alerts.scope'),
            key: 'scope',
            render: (_, alert) => <Scope alert={alert} projectTitle={projectTitle} />,
          },
          {
            title: t('alerts.decision'),
            key: 'decision',
            className: 'alert-decision',
            render: (_, { decision }) => <Decision decision={decision} />,
          },
          {
            key: 'act',
            align: 'right',
            render: (_, alert) =>
              alert.state === 'open' && (
                <Button size="small" type="primary" onClick={() => setDeciding(alert)}>
                  {t('alerts.decide')}
                </Button>
              ),
          },
        ]}
      />
      {deciding && <DecideDialog alert={deciding} onClose={() => setDeciding(null)} />}
    </>
  );
}

function Scope({
  alert: { project, site, booth },
  projectTitle,
}: {
  alert: AlertView;
  projectTitle: AlertsTableProps['projectTitle'];
}) {
  const siteName = useSiteNames();
  const place = [site && siteName(site), booth].filter(Boolean).join(' · ');
  return (
    <>
      {project && projectTitle && <Link to={`/projects/${project}`}>{projectTitle(project)}</Link>}
      {place && <div className="quiet nowrap">{place}</div>}
      {!project && !place && <span className="quiet">—</span>}
    </>
  );
}

function Decision({ decision }: Pick<AlertView, 'decision'>) {
  const { t } = useTranslation('supervisor');
  if (!decision) return <Tag color="orange">{t('alerts.state.open')}</Tag>;
  return (
    <>
      <Tag color={decision.decision === 'referred' ? 'purple' : 'green'}>
        {t(`decision.${decision.decision}`)}
      </Tag>
      <span>{decision.note}</span>
      <div className="quiet">
        {decision.by} · <When at={decision.at} />
      </div>
    </>
  );
}
