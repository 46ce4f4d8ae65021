import { pointsText } from '#shared/scoring/exact.ts';
import type { ReportContent } from '../contents.ts';
import { body, type Chapter, writeSubheading } from './chapter.ts';
import { type Column, type Row, tableHeight, writeTable } from './table.ts';
import { bidderName, failedWords, score } from './words.ts';

type BidderResult = ReportContent['result'][number];

export const rankingChapter: Chapter = {
  title: '评分结果与排名',
  write(paper, { content }) {
    if (content.result.length === 0) {
      paper.paragraph(noRanking(content), body);
      return;
    }
    writeTable(
      paper,
      [
        { title: '排名', share: 9, align: 'center' },
        { title: '投标人', share: 54 },
        { title: '技术分', share: 11, align: 'right' },
        { title: '商务分', share: 11, align: 'right' },
        { title: '价格分', share: 11, align: 'right' },
        { title: '总分', share: 12, align: 'right' },
      ],
      content.result.map((bidder) => ({
        cells: [
          String(bidder.rank),
          bidder.name,
          score(sectionScore(content, bidder, 'technical')),
          score(sectionScore(content, bidder, 'commercial')),
          score(bidder.price),
          score(bidder.total),
        ],
        strong: bidder.rank === 1,
      })),
    );
    const struck = content.struck.map((expert) => aliasOf(content, expert));
    if (struck.length > 0)
      paper.paragraph(`按评分汇总规则，${struck.join('、')}的评分表因极差最大未计入汇总。`, body);
    if (new Set(content.result.map(({ rank }) => rank)).size < content.result.length)
      paper.paragraph('总分相同的投标人排名并列。', body);
  },
};

export const candidatesChapter: Chapter = {
  title: '推荐中标候选人',
  write(paper, { content }) {
    if (content.candidates.length === 0) {
      paper.paragraph('本次评标不推荐中标候选人。', body);
      return;
    }
    paper.paragraph('评标委员会按总分由高到低推荐下列中标候选人：', body);
    const resultOf = (id: string) => content.result.find((bidder) => bidder.id === id);
    writeTable(
      paper,
      [
        { title: '候选顺序', share: 22, align: 'center' },
        { title: '投标人', share: 56 },
        { title: '总分', share: 22, align: 'right' },
      ],
      content.candidates.map((id) => {
        const result = resultOf(id);
        return {
          cells: [
            result ? `第 ${result.rank} 名` : '—',
            bidderName(content, id),
            result ? score(result.total) : '—',
          ],
        };
      }),
    );
    const left = tiedButLeftOut(content);
    if (left.length > 0)
      paper.paragraph(
        `${left.join('、')}与末位候选人总分相同，因候选人至多 ${content.candidates.length} 名而未列入，其先后须依招标文件的规定确定。`,
        body,
      );
  },
};

/** Who has as many points as the last of the candidates, and is none. */
function tiedButLeftOut({ result, candidates }: ReportContent): string[] {
  const last = result.find(({ id }) => id === candidates.at(-1));
  return result
    .filter(({ id, rank }) => rank === last?.rank && !candidates.includes(id))
    .map(({ name }) => name);
}

/** How many experts stand side by side in one table of marks. */
const EXPERTS_ABREAST = 9;

/** Every mark of every expert, bidder by bidder, with what the panel's rule makes of it. */
export const marksChapter: Chapter = {
  title: '专家评分明细',
  write(paper, { content }) {
    if (content.result.length === 0) {
      paper.paragraph(noRanking(content), body);
      return;
    }
    paper.paragraph('下表为计入结果的评分表，按投标人排列；“汇总”为按评分汇总规则计算的得分。', body);
    for (const bidder of content.result) {
      const tables = marksTables(content, bidder);
      const height = tables[0] ? tableHeight(paper, tables[0].columns, tables[0].rows) : 0;
      const whose = `${bidder.name}（第 ${bidder.rank} 名）`;
      writeSubheading(paper, whose, height);
      for (const { columns, rows } of tables) writeTable(paper, columns, rows, whose);
    }
  },
};

interface MarksTable {
  readonly columns: readonly Column[];
  readonly rows: readonly Row[];
}

/** One bidder's marks: a row for each item, a column for each expert, in as many tables as their number asks for. */
function marksTables({ project, sheets }: ReportContent, bidder: BidderResult): MarksTable[] {
  const sumOf = (marks: Readonly<Record<string, number>>) =>
    project.items.reduce((sum, { id }) => sum + (marks[id] ?? 0), 0);
  const tables: MarksTable[] = [];
  for (let from = 0; from < sheets.length; from += EXPERTS_ABREAST) {
    const abreast = sheets.slice(from, from + EXPERTS_ABREAST);
    const columns: Column[] = [
      { title: '评分项', share: 22 },
      ...abreast.map(({ alias }): Column => ({ title: alias, share: 9.5, align: 'right' })),
      { title: '汇总', share: 11, align: 'right' },
    ];
    const rows = project.items.map(({ id, title, max }) => {
      const marks = abreast.map((sheet) => sheet.marks[bidder.id]?.[id]);
      const texts = marks.map((mark) => (mark === undefined ? '—' : pointsText(mark)));
      return { cells: [`${title}（${pointsText(max)}）`, ...texts, score(bidder.items[id] ?? 0)] };
    });
    const sums = abreast.map(({ marks }) => pointsText(sumOf(marks[bidder.id] ?? {})));
    const sumRow = { cells: ['合计（不含价格分）', ...sums, score(sumOf(bidder.items))], strong: true };
    tables.push({ columns, rows: [...rows, sumRow] });
  }
  return tables;
}

function sectionScore(
  { project }: ReportContent,
  { items }: BidderResult,
  section: 'technical' | 'commercial',
): number {
  return project.items
    .filter((item) => item.section === section)
    .reduce((sum, { id }) => sum + (items[id] ?? 0), 0);
}

function aliasOf({ panel }: ReportContent, expert: string): string {
  return panel.find((member) => member.expert === expert)?.alias ?? expert;
}

function noRanking({ failedBecause }: ReportContent): string {
  return failedBecause
    ? `本次评标未产生评分结果：${failedWords[failedBecause]}。`
    : '本次评标未产生评分结果。';
}
