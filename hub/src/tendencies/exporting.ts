/** The desk's lists as files: the columns of the page, in Chinese and English at once. */
import type { ExpertTendency, HintRow, PairRow } from '#shared/protocol/look-back.ts';
import { type Cell, csvFile } from './csv.ts';

interface Column<T> {
  readonly title: string;
  readonly of: (row: T) => Cell;
}

const hintColumns: readonly Column<HintRow>[] = [
  { title: '项目 project', of: (row) => row.project },
  { title: '项目名称 title', of: (row) => row.title },
  { title: '时间 at (UTC)', of: (row) => row.at },
  { title: '已封存 sealed', of: (row) => row.sealed },
  { title: '类别 kind', of: (row) => row.kind },
  { title: '提示编号 flag', of: (row) => row.flag },
  { title: '状态 state', of: (row) => row.answer ?? row.state },
  { title: '专家编号 person', of: (row) => row.person },
  { title: '专家 name', of: (row) => row.name },
  { title: '场所 site', of: (row) => row.site },
  { title: '投标人 bidder', of: (row) => row.bidderName },
  { title: '信用代码 party', of: (row) => row.party },
  { title: '评分项 item', of: (row) => row.item },
  { title: '方向 direction', of: (row) => row.direction },
  { title: '去掉其评分名次变化 ranking would change', of: (row) => row.rankingWouldChange },
  { title: '比例 share', of: (row) => row.share },
];

const pairColumns: readonly Column<PairRow>[] = [
  { title: '类别 kind', of: (row) => row.kind },
  { title: '专家或单位编号 who', of: (row) => row.who },
  { title: '专家或单位 name', of: (row) => row.whoName },
  { title: '信用代码或另一专家 party', of: (row) => row.party },
  { title: '名称 party name', of: (row) => row.partyName },
  { title: '项目数 n', of: (row) => row.n },
  { title: '统计量 statistic', of: (row) => row.statistic },
  { title: '平均偏离（百分制） points', of: (row) => row.points },
  { title: '相关 correlation', of: (row) => row.correlation },
  { title: '偶然出现的比例 share', of: (row) => row.share },
  { title: '超过界限 flagged', of: (row) => row.flagged },
  { title: '线索编号 leaning', of: (row) => row.leaning },
];

const expertColumns: readonly Column<ExpertTendency>[] = [
  { title: '专家编号 person', of: (row) => row.person },
  { title: '专家 name', of: (row) => row.name },
  { title: '场所 site', of: (row) => row.site },
  { title: '单位 affiliation', of: (row) => row.affiliation },
  { title: '项目数 projects', of: (row) => row.projects },
  { title: '宽严（百分制） severity', of: (row) => row.severity?.value ?? null },
  { title: '宽严下限 low', of: (row) => row.severity?.low ?? null },
  { title: '宽严上限 high', of: (row) => row.severity?.high ?? null },
  { title: '离散 spread', of: (row) => row.spread?.value ?? null },
  { title: '离散下限 low', of: (row) => row.spread?.low ?? null },
  { title: '离散上限 high', of: (row) => row.spread?.high ?? null },
  { title: '提示数 hints', of: (row) => row.hints },
  { title: '超过界限的关系 flagged pairs', of: (row) => row.flaggedPairs },
];

export const hintsCsv = (rows: readonly HintRow[]) => written(hintColumns, rows);
export const pairsCsv = (rows: readonly PairRow[]) => written(pairColumns, rows);
export const expertsCsv = (rows: readonly ExpertTendency[]) => written(expertColumns, rows);

function written<T>(columns: readonly Column<T>[], rows: readonly T[]): string {
  return csvFile(
    columns.map(({ title }) => title),
    rows.map((row) => columns.map(({ of }) => of(row))),
  );
}
