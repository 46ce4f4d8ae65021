import { Card, Select, Space, Table, type TableColumnsType } from 'antd';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { LookedProjectView } from '#shared/protocol/look-back.ts';
import type { LookbackFlag } from '#shared/protocol/views.ts';
import { pointsText } from '#shared/scoring/exact.ts';
import { useSentence } from '../shell/i18n.ts';
import { type Column, DOT_ROOM, type Dot, dotsOption } from './plot/dots.ts';
import { Legend, Plot } from './plot/plot.tsx';
import { letterOf, middleOf } from './words.ts';

type Scope = LookedProjectView['scopes'][number];

interface MarksCardProps {
  readonly view: LookedProjectView;
  /** The flag and the expert (pseudonym) that led here. */
  readonly flag: string | null;
  readonly expert: string | null;
}

/** The panel's marks as dots, one item or their sum at a time; what was flagged stands out by shape. */
export function MarksCard({ view, flag, expert }: MarksCardProps) {
  const { t } = useTranslation('lookback');
  const led = view.flags.find(({ id }) => id === flag);
  const [item, setItem] = useState<string | null>(led?.item ?? null);
  const [chosen, setChosen] = useState<string | null>(led?.expert ?? expert);
  const scope = view.scopes.find((one) => one.item === item) ?? view.scopes[0];
  if (!scope)
    return (
      <Card size="small" title={t('marks.title')}>
        {t('marks.none')}
      </Card>
    );
  const titleOf = (one: Scope) => one.title ?? one.item ?? t('hint.sum');
  return (
    <Card
      size="small"
      title={t('marks.title')}
      extra={
        <Space wrap>
          <Select
            value={scope.item ?? ''}
            onChange={(value: string) => setItem(value === '' ? null : value)}
            options={view.scopes.map((one) => ({
              value: one.item ?? '',
              label: `${titleOf(one)} / ${pointsText(one.max)}`,
            }))}
            aria-label={t('marks.scope')}
            className="expert-choice"
            data-testid="scope"
          />
          <Select
            value={chosen}
            onChange={(value: string | null) => setChosen(value ?? null)}
            options={view.experts.map((one) => ({ value: one.expert, label: `${one.alias} ${one.name}` }))}
            placeholder={t('marks.choose')}
            aria-label={t('marks.choose')}
            allowClear
            className="expert-choice"
            data-testid="chosen"
          />
        </Space>
      }
    >
      <Marks view={view} scope={scope} title={titleOf(scope)} chosen={chosen} />
    </Card>
  );
}

interface MarksProps {
  readonly view: LookedProjectView;
  readonly scope: Scope;
  readonly title: string;
  readonly chosen: string | null;
}

function Marks({ view, scope, title, chosen }: MarksProps) {
  const { t } = useTranslation('lookback');
  const sentence = useSentence();
  const own = view.flags.filter(({ item }) => item === scope.item);
  const columns = useMemo(() => columnsOf(view, scope, t('marks.points')), [view, scope, t]);
  const place = view.experts.findIndex(({ expert }) => expert === chosen);
  const option = useMemo(
    () =>
      dotsOption(columns, {
        unit: t('marks.points'),
        most: scope.max / 1000,
        chosen: place < 0 ? null : place,
      }),
    [columns, scope, place, t],
  );
  return (
    <>
      <p className="panel-sentence">{t('marks.read', { title })}</p>
      <Plot
        testId="plot-marks"
        option={option}
        summary={t('marks.summary', {
          title,
          bidders: columns.length,
          experts: view.experts.length,
          flags: own.length,
        })}
        height={360}
        least={columns.length * view.experts.length * DOT_ROOM + 90}
        legend={
          <>
            <Legend sign="dot">{t('marks.dot')}</Legend>
            <Legend sign="high">{t('marks.high')}</Legend>
            <Legend sign="low">{t('marks.low')}</Legend>
            <Legend sign="band">{t('marks.band')}</Legend>
            <Legend sign="line">{t('marks.line')}</Legend>
          </>
        }
      />
      <MarksTable view={view} scope={scope} chosen={chosen} flags={own} />
      {own.length > 0 && (
        <ul data-testid="sentences">
          {own.map((flag) => (
            <li key={flag.id}>
              <strong>
                {flag.alias} · {view.bidders.find(({ id }) => id === flag.bidder)?.name}
              </strong>{' '}
              {sentence(flag.text)}
            </li>
          ))}
        </ul>
      )}
    </>
  );
}

function columnsOf({ bidders, experts, flags }: LookedProjectView, scope: Scope, unit: string): Column[] {
  return bidders.map(({ id, name }, b) => {
    const marks = scope.points[b] ?? [];
    const middle = middleOf(marks) / 1000;
    const half = (scope.usual[b] ?? 0) / 1000;
    return {
      name,
      usual: { low: Math.max(0, middle - half), middle, high: Math.min(scope.max / 1000, middle + half) },
      dots: experts.map(({ expert, alias, name: who }, r): Dot | null => {
        const mark = marks[r];
        if (mark === undefined) return null;
        const flag = flags.find(
          (one) => one.expert === expert && one.bidder === id && one.item === scope.item,
        );
        return {
          ...{ value: mark / 1000, letter: letterOf(alias), flagged: flag?.direction ?? null },
          tip: `${alias} ${who}\n${name}：${pointsText(mark)} ${unit}`,
        };
      }),
    };
  });
}

interface MarksTableProps {
  readonly view: LookedProjectView;
  readonly scope: Scope;
  readonly chosen: string | null;
  readonly flags: readonly LookbackFlag[];
}

function MarksTable({ view, scope, chosen, flags }: MarksTableProps) {
  const { t } = useTranslation('lookback');
  const rows = view.bidders.map((bidder, b) => ({
    ...bidder,
    marks: scope.points[b] ?? [],
    usual: scope.usual[b] ?? 0,
  }));
  type Row = (typeof rows)[number];
  const columns: TableColumnsType<Row> = [
    { title: t('marks.bidder'), dataIndex: 'name', fixed: 'left', className: 'bidder-name' },
    ...view.experts.map(({ expert, alias, name }, r) => ({
      title: (
        <div className="nowrap">
          {alias}
          <div className="quiet">{name}</div>
        </div>
      ),
      key: expert,
      align: 'right' as const,
      className: expert === chosen ? 'number chosen-expert' : 'number',
      render: (_: unknown, { id, marks }: Row) => (
        <Mark mark={marks[r]} flag={flags.find((one) => one.expert === expert && one.bidder === id)} />
      ),
    })),
    {
      title: t('marks.middle'),
      key: 'middle',
      align: 'right',
      className: 'number',
      render: (_, { marks }) => pointsText(Math.round(middleOf(marks))),
    },
    {
      title: t('marks.usual'),
      key: 'usual',
      align: 'right',
      className: 'number nowrap',
      render: (_, { usual }) => `± ${(usual / 1000).toFixed(1)}`,
    },
  ];
  return (
    <Table<Row>
      size="small"
      rowKey="id"
      columns={columns}
      dataSource={rows}
      pagination={false}
      scroll={{ x: 'max-content' }}
      data-testid="marks"
    />
  );
}

function Mark({ mark, flag }: { mark: number | undefined; flag: LookbackFlag | undefined }) {
  const { t } = useTranslation('lookback');
  if (mark === undefined) return <span className="quiet">—</span>;
  if (!flag) return <>{pointsText(mark)}</>;
  const { direction } = flag;
  return (
    <span className="flagged nowrap">
      {direction === 'high' ? '▲' : '▼'} {pointsText(mark)} {t(`direction.${direction}`)}
    </span>
  );
}
