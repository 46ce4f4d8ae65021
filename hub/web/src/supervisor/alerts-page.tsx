import { Alert, Segmented, Select, Typography } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { MOST_ALERTS } from '#shared/protocol/alerts.ts';
import type { AlertView, ProjectRow } from '#shared/protocol/views.ts';
import { useView } from '../shell/api.ts';
import { ViewFrame } from '../shell/view-frame.tsx';
import { AlertsTable } from './alerts-table.tsx';
import '../projects/projects.css';
import './supervisor.css';

const severities = ['severe', 'warning', 'info'] as const;

/** The newest alerts; those that wait for a decision at the start. */
export function AlertsPage() {
  const { t } = useTranslation('supervisor');
  const query = useView<AlertView[]>('/api/alerts', ['alerts']);
  const projects = useView<ProjectRow[]>('/api/projects', ['projects']);
  const titles = new Map((projects.data ?? []).map(({ id, title }) => [id, title]));
  const [state, setState] = useState<'open' | 'all'>('open');
  const [severity, setSeverity] = useState<AlertView['severity'] | 'any'>('any');
  const open = (query.data ?? []).filter((alert) => alert.state === 'open').length;
  return (
    <>
      <div className="page-bar">
        <Typography.Title level={4} style={{ margin: 0 }}>
          {t('title.alerts')}
        </Typography.Title>
        <Segmented
          value={state}
          onChange={setState}
          options={[
            { value: 'open', label: `${t('alerts.open')} ${open}` },
            { value: 'all', label: `${t('alerts.all')} ${query.data?.length ?? 0}` },
          ]}
        />
        <Select
          value={severity}
          onChange={setSeverity}
          aria-label={t('alerts.severity')}
          style={{ width: 140 }}
          options={(['any', ...severities] as const).map((value) => ({
            value,
            label: t(`alerts.severity.${value}`),
          }))}
        />
      </div>
      {(query.data?.length ?? 0) >= MOST_ALERTS && (
        <Alert type="info" showIcon title={t('alerts.most', { most: MOST_ALERTS })} data-testid="most" />
      )}
      <ViewFrame query={query}>
        {(alerts) => (
          <AlertsTable
            alerts={alerts
              .filter((alert) => state === 'all' || alert.state === 'open')
              .filter((alert) => severity === 'any' || alert.severity === severity)}
            projectTitle={(id) => titles.get(id) ?? id}
            empty={t(state === 'open' ? 'alerts.none' : 'alerts.none-at-all')}
          />
        )}
      </ViewFrame>
    </>
  );
}
