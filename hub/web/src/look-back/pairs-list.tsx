import { keepPreviousData } from '@tanstack/react-query';
import { Alert, Segmented, Table, Tag } from 'antd';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { PairPage, PairRow } from '#shared/protocol/look-back.ts';
import { useView } from '../shell/api.ts';
import { ViewFrame } from '../shell/view-frame.tsx';
import { ExportButton } from './export-button.tsx';
import { SoughtOnly, SoughtPeriod, SoughtText } from './filters.tsx';
import { PairSentence, usePairTip } from './pair-sentence.tsx';
import { Legend, Plot } from './plot/plot.tsx';
import { PAIR_ROOM, seldomOption } from './plot/seldom.ts';
import { pageAddress, paging, type Sought, useSought } from './use-sought.ts';

const keys = ['kind', 'flagged', 'expert', 'party', 'from', 'until'] as const;
type Key = (typeof keys)[number];
const kinds = ['expert', 'affiliation', 'together'] as const;

/** Favour that only shows over several projects: an expert or an employer and a bidder's owner, or two experts. */
export function PairsList() {
  const { t } = useTranslation('lookback');
  const sought = useSought(keys);
  const asked = kinds.find((kind) => kind === sought.values.kind) ?? 'expert';
  const own = { ...sought, addressOf: (path: string) => withKind(sought.addressOf(path), asked, sought) };
  const query = useView<PairPage>(pageAddress(own, '/api/look-back/pairs'), [], {
    placeholder: keepPreviousData,
  });
  return (
    <div className="stack">
      <search className="sought">
        <Segmented
          value={asked}
          onChange={(kind) => sought.change('kind', kind)}
          options={kinds.map((kind) => ({ value: kind, label: t(`pairs.${kind}`) }))}
        />
        <SoughtText
          sought={sought}
          name="expert"
          label={t(asked === 'affiliation' ? 'sought.employer' : 'sought.expert')}
        />
        {asked !== 'together' && <SoughtText sought={sought} name="party" label={t('sought.party')} />}
        <SoughtPeriod sought={sought} />
        <SoughtOnly sought={sought} name="flagged" label={t('pairs.flagged')} />
        <ExportButton what="pairs" sought={own} />
      </search>
      <ViewFrame query={query}>{(page) => <Pairs page={page} kind={asked} sought={sought} />}</ViewFrame>
    </div>
  );
}

/** The kind is always asked for: experts, employers and two experts are not ranked against one another. */
function withKind(address: string, kind: string, { values }: Sought<Key>): string {
  if (values.kind !== undefined) return address;
  return `${address}${address.includes('?') ? '&' : '?'}kind=${kind}`;
}

interface PairsProps {
  readonly page: PairPage;
  readonly kind: (typeof kinds)[number];
  readonly sought: Sought<Key>;
}

function Pairs({ page, kind, sought }: PairsProps) {
  const { t } = useTranslation('lookback');
  const { total, projects, tested, expected, flagged, falseAlarm, rows } = page;
  return (
    <>
      <Alert
        type={flagged > 2 * expected + 2 ? 'warning' : 'info'}
        showIcon
        data-testid="pairs-chance"
        title={t(`pairs.chance.${kind}`, {
          projects: projects.toLocaleString('en'),
          tested: tested.toLocaleString('en'),
          flagged,
          expected: expected < 10 ? expected.toFixed(1) : Math.round(expected),
          percent: falseAlarm * 100,
        })}
        description={kind === 'affiliation' ? t('pairs.affiliation.care') : t('pairs.care')}
      />
      {rows.length > 0 && <SeldomPlot rows={rows} limit={falseAlarm} nameOf={bothNames} />}
      <Table<PairRow>
        size="small"
        rowKey={({ who, party }) => `${who} ${party}`}
        dataSource={rows}
        pagination={paging(sought, total)}
        locale={{ emptyText: t('pairs.none') }}
        data-testid="pairs"
        columns={[
          {
            title: t('pair.mark'),
            key: 'mark',
            width: 130,
            render: (_, row) => <PairMark row={row} />,
          },
          {
            title: t(`pair.who.${kind}`),
            key: 'who',
            render: (_, row) => <Who kind={row.kind} id={row.who} name={row.whoName} />,
          },
          {
            title: t(kind === 'together' ? 'pair.other' : 'pair.party'),
            key: 'party',
            render: (_, row) => (
              <Who kind={row.kind === 'together' ? 'together' : null} id={row.party} name={row.partyName} />
            ),
          },
          { title: t('pair.n'), dataIndex: 'n', className: 'number', align: 'right', width: 90 },
          { title: t('pair.sentence'), key: 'sentence', render: (_, row) => <PairSentence row={row} /> },
        ]}
      />
    </>
  );
}

export function PairMark({ row: { flagged, leaning } }: { row: PairRow }) {
  const { t } = useTranslation('lookback');
  return (
    <>
      {flagged ? (
        <Tag color="orange">{t('pair.flagged')}</Tag>
      ) : (
        <span className="quiet">{t('pair.usual')}</span>
      )}
      {leaning !== null && <Tag color="red">{t('pair.leaning', { leaning })}</Tag>}
    </>
  );
}

function Who({ kind, id, name }: { kind: PairRow['kind'] | null; id: string; name: string }) {
  if (kind === null || kind === 'affiliation')
    return (
      <>
        {name}
        {name !== id && <div className="quiet">{id}</div>}
      </>
    );
  return <Link to={`/look-back/experts/${encodeURIComponent(id)}`}>{name}</Link>;
}

const bothNames = ({ whoName, partyName }: PairRow) => `${whoName} — ${partyName}`;

interface SeldomPlotProps {
  readonly rows: readonly PairRow[];
  readonly limit: number;
  readonly nameOf: (row: PairRow) => string;
}

export function SeldomPlot({ rows, limit, nameOf }: SeldomPlotProps) {
  const { t } = useTranslation('lookback');
  const tip = usePairTip();
  const option = useMemo(
    () =>
      seldomOption(
        rows.map((row) => ({
          name: nameOf(row),
          tip: tip(row),
          share: row.share,
          flagged: row.flagged ? (row.statistic > 0 ? 'high' : 'low') : null,
        })),
        limit,
        { axis: t('seldom.axis'), often: (times) => times.toLocaleString('en') },
      ),
    [rows, limit, nameOf, tip, t],
  );
  return (
    <Plot
      testId="plot-pairs"
      option={option}
      summary={t('seldom.summary', {
        count: rows.length,
        flagged: rows.filter(({ flagged }) => flagged).length,
      })}
      height={rows.length * PAIR_ROOM + 60}
      least={700}
      legend={
        <>
          <Legend sign="dot">{t('seldom.dot')}</Legend>
          <Legend sign="high">{t(rows[0]?.kind === 'together' ? 'seldom.together' : 'seldom.high')}</Legend>
          {rows[0]?.kind !== 'together' && <Legend sign="low">{t('seldom.low')}</Legend>}
          <Legend sign="limit">{t('seldom.limit', { times: Math.round(1 / limit) })}</Legend>
        </>
      }
    />
  );
}
