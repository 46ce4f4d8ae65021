import { keepPreviousData } from '@tanstack/react-query';
import { Table } from 'antd';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { ExpertPage, ExpertTendency } from '#shared/protocol/look-back.ts';
import { useView } from '../shell/api.ts';
import { ViewFrame } from '../shell/view-frame.tsx';
import { useSiteNames } from '../supervisor/use-venues.ts';
import { EstimateText, useTendencyWords } from './estimate-text.tsx';
import { ExportButton } from './export-button.tsx';
import { SoughtChoice, SoughtPeriod, SoughtText } from './filters.tsx';
import { INTERVAL_ROOM, intervalsOption } from './plot/intervals.ts';
import { Legend, Plot } from './plot/plot.tsx';
import { pageAddress, paging, type Sought, useSought } from './use-sought.ts';
import { sideOf } from './words.ts';

const keys = ['expert', 'site', 'from', 'until'] as const;

/** Every expert's habits of marking over all their panels. */
export function ExpertsList() {
  const { t } = useTranslation('lookback');
  const siteName = useSiteNames();
  const sought = useSought(keys);
  const query = useView<ExpertPage>(pageAddress(sought, '/api/look-back/experts'), [], {
    placeholder: keepPreviousData,
  });
  return (
    <div className="stack">
      <search className="sought">
        <SoughtText sought={sought} name="expert" label={t('sought.expert')} />
        <SoughtChoice
          sought={sought}
          name="site"
          label={t('sought.site')}
          options={(query.data?.sites ?? []).map((site) => ({ value: site, label: siteName(site) }))}
        />
        <SoughtPeriod sought={sought} />
        <ExportButton what="experts" sought={sought} />
      </search>
      <p className="quiet sought-count">{t('experts.about')}</p>
      <ViewFrame query={query}>
        {(page) => (
          <>
            <SeverityPlot rows={page.rows} />
            <Experts page={page} sought={sought} />
          </>
        )}
      </ViewFrame>
    </div>
  );
}

function Experts({ page: { rows, total }, sought }: { page: ExpertPage; sought: Sought<string> }) {
  const { t } = useTranslation('lookback');
  const siteName = useSiteNames();
  return (
    <Table<ExpertTendency>
      size="small"
      rowKey="person"
      dataSource={rows}
      pagination={paging(sought, total)}
      locale={{ emptyText: t('experts.none') }}
      data-testid="experts"
      columns={[
        {
          title: t('expert.name'),
          key: 'name',
          render: (_, { person, name, affiliation }) => (
            <>
              <Link to={`/look-back/experts/${encodeURIComponent(person)}`}>{name}</Link>
              <div className="quiet">{affiliation}</div>
            </>
          ),
        },
        { title: t('expert.site'), dataIndex: 'site', render: (site: string) => siteName(site) },
        { title: t('expert.projects'), dataIndex: 'projects', className: 'number', align: 'right' },
        {
          title: t('expert.severity'),
          key: 'severity',
          render: (_, { severity }) => <EstimateText of="severity" estimate={severity} />,
        },
        {
          title: t('expert.spread'),
          key: 'spread',
          render: (_, { spread }) => <EstimateText of="spread" estimate={spread} />,
        },
        { title: t('expert.hints'), dataIndex: 'hints', className: 'number', align: 'right' },
        { title: t('expert.pairs'), dataIndex: 'flaggedPairs', className: 'number', align: 'right' },
      ]}
    />
  );
}

function SeverityPlot({ rows }: { rows: readonly ExpertTendency[] }) {
  const { t } = useTranslation('lookback');
  const words = useTendencyWords();
  const known = useMemo(
    () => rows.flatMap(({ name, severity }) => (severity ? [{ name, severity }] : [])),
    [rows],
  );
  const option = useMemo(
    () =>
      intervalsOption(
        known.map(({ name, severity }) => ({
          ...{ name, ...severity, flagged: sideOf(severity, 0) },
          tip: `${name}：${words('severity', severity)}`,
        })),
        { unit: t('severity.unit'), level: 0, overall: null },
      ),
    [known, words, t],
  );
  if (known.length === 0) return null;
  return (
    <Plot
      testId="plot-experts"
      option={option}
      summary={t('severity.summary', { count: known.length })}
      height={260}
      least={known.length * INTERVAL_ROOM + 80}
      legend={
        <>
          <Legend sign="dot">{t('severity.dot')}</Legend>
          <Legend sign="whisker">{t('severity.whisker')}</Legend>
          <Legend sign="line">{t('severity.line')}</Legend>
          <Legend sign="high">{t('severity.high')}</Legend>
          <Legend sign="low">{t('severity.low')}</Legend>
        </>
      }
    />
  );
}
