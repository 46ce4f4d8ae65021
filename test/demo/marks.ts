/** A marks file turned into an evaluation: the project it implies, and each expert's sheet. */

import { Refusal } from '#shared/catalogue/refusal.ts';
import type { Project } from '#shared/projects/project.ts';
import type { Marks } from '#shared/protocol/evaluation.ts';
import { checkSheets } from '#shared/scoring/sheet.ts';
import type { MarkRow } from './marks-csv.ts';

/** Steps that marks are given in, in thousandths, the widest first. */
const STEPS = [1000, 500, 250, 100, 50, 10, 5, 1];
/** Where a project of a marks file names no price, every bid costs the same and the price carries no points. */
const SAME_PRICE = 100;

/** The project a marks file is about: its bidders and items as found, the panel still to be filled in. */
export function projectFromMarks(rows: readonly MarkRow[]): Project {
  const ids = [...new Set(rows.map((row) => row.project))];
  const [id = ''] = ids;
  if (ids.length !== 1) throw new Refusal('MARKS_SEVERAL_PROJECTS', { count: ids.length });
  const bidders = new Map(rows.map((row) => [row.bidder, row.party ?? row.bidder]));
  const items = new Map(rows.map((row) => [row.item, row]));
  return {
    format: 'kawei/project@1',
    id,
    title: `${id}（由评分文件导入）`,
    regime: 'bidding',
    items: [...items.values()]
      .sort((a, b) => (a.item < b.item ? -1 : 1))
      .map((row) => {
        const step = stepOf(rows.filter(({ item }) => item === row.item));
        return { id: row.item, section: 'technical', title: row.item, max: row.max, step, kind: row.kind };
      }),
    price: { max: 0, decimals: 2, formula: { kind: 'lowest-first' } },
    aggregation: { kind: 'trimmed-mean', decimals: 3 },
    bidders: [...bidders].map(([bidder, party]) => ({ id: bidder, name: bidder, party, price: SAME_PRICE })),
    panel: { categories: [], sites: [], maxPerEmployer: 1, reserves: 0 },
    lookback: { percent: 30, basis: 'others', falseAlarm: 0.01 },
  };
}

/** Each expert's marks, in the order of the file; refuses every mark that does not fit the project. */
export function sheetsFromMarks(project: Project, rows: readonly MarkRow[]): Marks[] {
  const sheets = new Map<string, Marks>();
  for (const { expert, bidder, item, score } of rows) {
    const marks = sheets.get(expert) ?? {};
    marks[bidder] = { ...marks[bidder], [item]: score };
    sheets.set(expert, marks);
  }
  const entered = [...sheets].map(([expert, marks], index) => {
    return { expert, ticket: index.toString(16).padStart(64, '0'), marks };
  });
  checkSheets(project, entered);
  return entered.map(({ marks }) => marks);
}

function stepOf(rows: readonly MarkRow[]): number {
  return STEPS.find((step) => rows.every(({ score, max }) => score % step === 0 && max % step === 0)) ?? 1;
}
