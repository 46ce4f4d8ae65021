import { Card, Descriptions, Table, Typography } from 'antd';
import { useCallback, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';
import type { ExpertHistoryView, PairRow } from '#shared/protocol/look-back.ts';
import { useView } from '../shell/api.ts';
import { useLanguage } from '../shell/i18n.ts';
import { ViewFrame } from '../shell/view-frame.tsx';
import { formatWhen, When } from '../shell/when.tsx';
import { useSiteNames } from '../supervisor/use-venues.ts';
import { EstimateText, figures, type Habit, levels } from './estimate-text.tsx';
import './look-back.css';
import { PairSentence } from './pair-sentence.tsx';
import { PairMark, SeldomPlot } from './pairs-list.tsx';
import { INTERVAL_ROOM, intervalsOption } from './plot/intervals.ts';
import { Legend, Plot } from './plot/plot.tsx';
import { onceIn } from './words.ts';

type Panel = ExpertHistoryView['panels'][number];

/** Pairs in the plot; the table has them all. */
const PLOTTED = 15;
/** As the hub marks them. */
const LIMIT = 0.01;
/** Panels whose marks were all alike at this share of honest experts, as the hub lists them. */
const ALIKE = 0.01;

/** One expert over all their panels (专家倾向). */
export function ExpertPage() {
  const { person = '' } = useParams();
  const query = useView<ExpertHistoryView>(`/api/look-back/experts/${encodeURIComponent(person)}`, []);
  return (
    <ViewFrame query={query}>
      {(view) => (
        <div className="stack">
          <Head view={view} />
          <History view={view} of="severity" />
          <History view={view} of="spread" />
          <Panels panels={view.panels} />
          <Met person={view.person} pairs={view.pairs} />
        </div>
      )}
    </ViewFrame>
  );
}

function Head({ view }: { view: ExpertHistoryView }) {
  const { t } = useTranslation('lookback');
  const siteName = useSiteNames();
  const { name, person, affiliation, site, projects, hints, severity, spread } = view;
  return (
    <>
      <div className="page-bar">
        <Typography.Title level={4} style={{ margin: 0 }}>
          {name}
        </Typography.Title>
        <span className="quiet rest">{person}</span>
        <Link to={`/look-back?${new URLSearchParams({ expert: person })}`}>
          {t('expert.hints.see', { count: hints })}
        </Link>
      </div>
      <Descriptions
        size="small"
        bordered
        column={2}
        items={[
          { key: 'affiliation', label: t('expert.affiliation'), children: affiliation },
          { key: 'site', label: t('expert.site'), children: siteName(site) },
          { key: 'projects', label: t('expert.projects'), children: projects },
          { key: 'hints', label: t('expert.hints'), children: hints },
          {
            key: 'severity',
            label: t('expert.severity'),
            span: 2,
            children: <EstimateText of="severity" estimate={severity} />,
          },
          {
            key: 'spread',
            label: t('expert.spread'),
            span: 2,
            children: <EstimateText of="spread" estimate={spread} />,
          },
        ]}
      />
      <p className="quiet sought-count">{t('expert.care')}</p>
    </>
  );
}

function History({ view, of }: { view: ExpertHistoryView; of: Habit }) {
  const { t } = useTranslation('lookback');
  const language = useLanguage();
  const panels = useMemo(
    () => [...view.panels].reverse().filter((panel) => panel[of] !== null),
    [view.panels, of],
  );
  const option = useMemo(
    () =>
      intervalsOption(
        panels.flatMap((panel) => {
          const estimate = panel[of];
          if (!estimate) return [];
          const day = formatWhen(panel.at, language, 'date');
          return [
            {
              ...{ name: day.replace(/^\d{4}年/, ''), ...estimate, flagged: null },
              tip: `${panel.title}\n${day} · ${figures[of](estimate.value)}`,
            },
          ];
        }),
        {
          ...{ unit: t(`${of}.unit`), level: levels[of], overall: view[of] },
          ...(of === 'spread' ? { least: 0, most: 4 } : {}),
        },
      ),
    [panels, of, view, t, language],
  );
  if (panels.length === 0) return null;
  return (
    <Card size="small" title={t(`${of}.history`)}>
      <p className="panel-sentence">{t(`${of}.read`)}</p>
      <Plot
        testId={`plot-${of}`}
        option={option}
        summary={t('history.summary', { count: panels.length })}
        height={240}
        least={panels.length * INTERVAL_ROOM + 80}
        legend={
          <>
            <Legend sign="dot">{t('history.dot')}</Legend>
            <Legend sign="whisker">{t('severity.whisker')}</Legend>
            {view[of] && <Legend sign="band">{t('history.band')}</Legend>}
            <Legend sign="line">{t(`${of}.line`)}</Legend>
          </>
        }
      />
    </Card>
  );
}

function Panels({ panels }: { panels: readonly Panel[] }) {
  const { t } = useTranslation('lookback');
  const interval = (of: Habit) => (panel: Panel) => {
    const estimate = panel[of];
    if (!estimate) return <span className="quiet">—</span>;
    const figure = figures[of];
    return t('panels.interval', {
      value: figure(estimate.value),
      low: figure(estimate.low),
      high: figure(estimate.high),
    });
  };
  return (
    <Card size="small" title={t('panels.title')}>
      <Table<Panel>
        size="small"
        rowKey="project"
        dataSource={panels}
        pagination={{ pageSize: 10, hideOnSinglePage: true, showSizeChanger: false }}
        data-testid="panels"
        columns={[
          {
            title: t('hint.project'),
            key: 'project',
            render: (_, { project, title }) => (
              <>
                <Link to={`/look-back/projects/${encodeURIComponent(project)}`}>{title}</Link>{' '}
                <span className="quiet">{project}</span>
              </>
            ),
          },
          { title: t('panels.at'), key: 'at', render: (_, { at }) => <When at={at} style="date" /> },
          { title: t('severity.unit'), key: 'severity', render: (_, panel) => interval('severity')(panel) },
          { title: t('spread.unit'), key: 'spread', render: (_, panel) => interval('spread')(panel) },
          { title: t('panels.alike'), key: 'alike', render: (_, { alike }) => <AlikeText share={alike} /> },
          { title: t('expert.hints'), dataIndex: 'hints', className: 'number', align: 'right' },
        ]}
      />
    </Card>
  );
}

function AlikeText({ share }: { share: number | null }) {
  const { t } = useTranslation('lookback');
  if (share === null) return <span className="quiet">—</span>;
  if (share >= ALIKE) return <span className="quiet">{t('alike.usual')}</span>;
  return <span className="flagged">{t('alike.seldom', { times: onceIn(share).times })}</span>;
}

function Met({ person, pairs }: { person: string; pairs: readonly PairRow[] }) {
  const { t } = useTranslation('lookback');
  const otherOf = useCallback(
    ({ who, whoName, partyName }: PairRow) => (who === person ? partyName : whoName),
    [person],
  );
  const plotted = useMemo(() => pairs.slice(0, PLOTTED), [pairs]);
  return (
    <Card size="small" title={t('met.title')}>
      <p className="panel-sentence">{t('met.care')}</p>
      {plotted.length > 0 && <SeldomPlot rows={plotted} limit={LIMIT} nameOf={otherOf} />}
      <Table<PairRow>
        size="small"
        rowKey={({ kind, who, party }) => `${kind} ${who} ${party}`}
        dataSource={pairs}
        pagination={{ pageSize: 10, hideOnSinglePage: true, showSizeChanger: false }}
        locale={{ emptyText: t('pairs.none') }}
        data-testid="met"
        columns={[
          { title: t('pair.mark'), key: 'mark', width: 130, render: (_, row) => <PairMark row={row} /> },
          { title: t('hint.kind'), key: 'kind', render: (_, { kind }) => t(`pairs.${kind}`) },
          {
            title: t('met.with'),
            key: 'with',
            render: (_, row) => otherOf(row),
          },
          { title: t('pair.n'), dataIndex: 'n', className: 'number', align: 'right' },
          { title: t('pair.sentence'), key: 'sentence', render: (_, row) => <PairSentence row={row} /> },
        ]}
      />
    </Card>
  );
}
