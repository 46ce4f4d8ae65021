import { Alert, Card, Table, type TableColumnsType } from 'antd';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Pace } from '#shared/lookback/pace.ts';
import type { LookedProjectView } from '#shared/protocol/look-back.ts';
import { type Column, DOT_ROOM, dotsOption } from './plot/dots.ts';
import { Legend, Plot } from './plot/plot.tsx';
import { letterOf } from './words.ts';

/** Too few of the marks came one by one for their time to say anything. */
const untold = ({ saved, bunched, pauses }: Pace) => saved - bunched - pauses < 2;

/** How long each expert was at each bidder's marks; evidence of nothing by itself. */
export function PaceCard({ view }: { view: LookedProjectView }) {
  const { t } = useTranslation('lookback');
  const { pace, bidders, experts } = view;
  const columns = useMemo(() => columnsOf(view, t('pace.minutes')), [view, t]);
  const option = useMemo(
    () => dotsOption(columns, { unit: t('pace.minutes'), most: null, chosen: null }),
    [columns, t],
  );
  if (pace.length === 0)
    return (
      <Card size="small" title={t('pace.title')}>
        <span className="quiet">{t('pace.none')}</span>
      </Card>
    );
  return (
    <Card size="small" title={t('pace.title')}>
      <Alert type="warning" showIcon title={t('pace.care')} style={{ marginBottom: 8 }} />
      <Plot
        testId="plot-pace"
        option={option}
        summary={t('pace.summary', { bidders: bidders.length, experts: experts.length })}
        height={280}
        least={columns.length * experts.length * DOT_ROOM + 90}
        legend={<Legend sign="dot">{t('pace.dot')}</Legend>}
      />
      <PaceTable view={view} />
    </Card>
  );
}

const paceAt = (pace: readonly Pace[], expert: string, bidder: string) =>
  pace.find((one) => one.expert === expert && one.bidder === bidder);

function columnsOf({ pace, bidders, experts }: LookedProjectView, unit: string): Column[] {
  return bidders.map(({ id, name }) => ({
    name,
    usual: null,
    dots: experts.map(({ expert, alias, name: who }) => {
      const one = paceAt(pace, expert, id);
      if (!one || untold(one)) return null;
      const value = one.milliseconds / 60_000;
      return {
        value,
        letter: letterOf(alias),
        tip: `${alias} ${who}\n${name}：${value.toFixed(1)} ${unit}`,
        flagged: null,
      };
    }),
  }));
}

function PaceTable({ view: { pace, bidders, experts } }: { view: LookedProjectView }) {
  const { t } = useTranslation('lookback');
  type Row = LookedProjectView['bidders'][number];
  const columns: TableColumnsType<Row> = [
    { title: t('marks.bidder'), dataIndex: 'name', fixed: 'left', className: 'bidder-name' },
    ...experts.map(({ expert, alias }) => ({
      title: alias,
      key: expert,
      align: 'right' as const,
      className: 'number',
      render: (_: unknown, { id }: Row) => <PaceText pace={paceAt(pace, expert, id)} />,
    })),
  ];
  return (
    <Table<Row>
      size="small"
      rowKey="id"
      columns={columns}
      dataSource={bidders}
      pagination={false}
      scroll={{ x: 'max-content' }}
      data-testid="pace"
    />
  );
}

function PaceText({ pace }: { pace: Pace | undefined }) {
  const { t } = useTranslation('lookback');
  if (!pace || untold(pace)) return <span className="quiet">{t('pace.untold')}</span>;
  return (
    <>
      {(pace.milliseconds / 60_000).toFixed(1)}
      {pace.pauses > 0 && <div className="quiet nowrap">{t('pace.pauses', { count: pace.pauses })}</div>}
    </>
  );
}
