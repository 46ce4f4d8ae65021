import { Table, type TableColumnsType, Tag } from 'antd';
import { useTranslation } from 'react-i18next';
import type { LookbackFlag, MarksView, ProjectView } from '#shared/protocol/views.ts';
import { pointsText } from '#shared/scoring/exact.ts';
import { scoreText } from '../projects/numbers.ts';
import { wordsOf } from './words.ts';

type Expert = MarksView['experts'][number];
type Row = { readonly id: string; readonly title: string; readonly max: number };

interface MarksMatrixProps {
  readonly view: ProjectView;
  readonly bidder: string;
  readonly experts: readonly Expert[];
  /** The bidder's aggregated score of each item. */
  readonly scores: Readonly<Record<string, number>>;
  readonly flags: readonly LookbackFlag[];
}

/** The marks of one bidder, item by expert; what was amended stays, struck through. */
export function MarksMatrix({ view, bidder, experts, scores, flags }: MarksMatrixProps) {
  const { t } = useTranslation('supervisor');
  const words = wordsOf(view);
  const rows: Row[] = view.project.items;
  const flagAt = (expert: string, item: string | null) =>
    flags.find((flag) => flag.expert === expert && flag.item === item);
  const columns: TableColumnsType<Row> = [
    {
      title: t('marks.item'),
      key: 'item',
      fixed: 'left',
      className: 'bidder-name',
      render: (_, { id, title, max }) => (
        <>
          {title}{' '}
          <span className="quiet nowrap">
            {id} / {pointsText(max)}
          </span>
        </>
      ),
    },
    ...experts.map((expert) => ({
      title: <ExpertHead expert={expert} name={words.expert(expert.pseudonym)} />,
      key: expert.pseudonym,
      className: 'number',
      align: 'right' as const,
      render: (_: unknown, { id }: Row) => (
        <Mark given={marksOf(expert, bidder, id)} flag={flagAt(expert.pseudonym, id)} />
      ),
    })),
    {
      title: t('marks.score'),
      key: 'score',
      className: 'number',
      align: 'right' as const,
      fixed: 'right',
      render: (_, { id }) => (scores[id] === undefined ? '—' : <strong>{scoreText(scores[id])}</strong>),
    },
  ];
  return (
    <>
      <Table<Row>
        size="small"
        rowKey="id"
        columns={columns}
        dataSource={rows}
        pagination={false}
        scroll={{ x: 'max-content' }}
        data-testid="marks"
        summary={() => (
          <Table.Summary.Row>
            <Table.Summary.Cell index={0}>{t('marks.sum')}</Table.Summary.Cell>
            {experts.map((expert, index) => (
              <Table.Summary.Cell key={expert.pseudonym} index={index + 1} className="number">
                <Mark given={sumsOf(expert, bidder)} flag={flagAt(expert.pseudonym, null)} />
              </Table.Summary.Cell>
            ))}
            <Table.Summary.Cell index={experts.length + 1} className="number">
              <strong>{scoreText(Object.values(scores).reduce((sum, score) => sum + score, 0))}</strong>
            </Table.Summary.Cell>
          </Table.Summary.Row>
        )}
      />
      <div className="quiet" style={{ marginTop: 8 }}>
        {t('marks.legend')}
      </div>
    </>
  );
}

/** One expert's marks for an item, version by version. */
function marksOf({ versions }: Expert, bidder: string, item: string): number[] {
  return inOrder(versions).flatMap(({ marks }) => marks[bidder]?.[item] ?? []);
}

/** The sums of one expert's marks for a bidder, version by version. */
function sumsOf({ versions }: Expert, bidder: string): number[] {
  return inOrder(versions).map(({ marks }) =>
    Object.values(marks[bidder] ?? {}).reduce((sum, mark) => sum + mark, 0),
  );
}

const inOrder = (versions: Expert['versions']) => versions.toSorted((a, b) => a.version - b.version);

function ExpertHead({ expert: { alias, versions }, name }: { expert: Expert; name: string }) {
  const { t } = useTranslation('supervisor');
  const last = Math.max(0, ...versions.map(({ version }) => version));
  return (
    <div className="nowrap">
      {alias}
      <div className="quiet">{name}</div>
      {last === 0 && <Tag>{t('marks.no-sheet')}</Tag>}
      {last > 1 && <Tag color="green">{t('marks.version', { version: last })}</Tag>}
    </div>
  );
}

function Mark({ given, flag }: { given: readonly number[]; flag: LookbackFlag | undefined }) {
  const { t } = useTranslation('supervisor');
  const last = given.at(-1);
  if (last === undefined) return <span className="quiet">—</span>;
  const earlier = given.slice(0, -1).filter((mark, at) => mark !== given[at + 1]);
  return (
    <span className={flag ? 'flagged' : ''} title={flag ? t(`flags.direction.${flag.direction}`) : ''}>
      {flag && (flag.direction === 'high' ? '▲ ' : '▼ ')}
      {earlier.map((mark) => (
        <del key={mark} className="quiet">
          {pointsText(mark)}
        </del>
      ))}
      <span>{pointsText(last)}</span>
    </span>
  );
}
