/** How the report writes numbers, times and rules. */
import { pointsText } from '#shared/scoring/exact.ts';
import { clockInChina } from '#shared/time/instant.ts';
import type { ReportContent } from '../contents.ts';
import type { ReportDocument } from '../document-input.ts';

type Project = ReportContent['project'];

/** A score in points, always with its thousandths: 85500 → "85.500". */
export function score(thousandths: number): string {
  return `${Math.floor(thousandths / 1000)}.${String(thousandths % 1000).padStart(3, '0')}`;
}

/** Fen as yuan: 123456700 → "1,234,567.00". */
export function yuan(fen: number): string {
  const whole = String(Math.floor(fen / 100)).replace(/\B(?=(\d{3})+$)/g, ',');
  return `${whole}.${String(fen % 100).padStart(2, '0')}`;
}

/** A UTC instant in the time of Beijing: "2026年11月23日 09:00:00". */
export function beijingTime(instant: string): string {
  const moment = clockInChina(instant);
  const [year, month, day] = moment.slice(0, 10).split('-');
  return `${year}年${month}月${day}日 ${moment.slice(11, 19)}`;
}

/** An expert as the report names them in a line: "专家甲（张三）". */
export function personOf(document: ReportDocument, expert: string, alias: string): string {
  const name = nameOf(document, expert);
  return name && name !== alias ? `${alias}（${name}）` : alias;
}

/** As {@link personOf}, for a cell: the name under the alias. */
export function personCell(document: ReportDocument, expert: string, alias: string): string {
  const name = nameOf(document, expert);
  return name && name !== alias ? `${alias}\n${name}` : alias;
}

function nameOf({ content }: ReportDocument, expert: string): string | undefined {
  return content.panel.find((member) => member.expert === expert)?.name;
}

export function bidderName({ project }: ReportContent, id: string): string {
  return project.bidders.find((bidder) => bidder.id === id)?.name ?? id;
}

export function itemTitle({ project }: ReportContent, id: string): string {
  return project.items.find((item) => item.id === id)?.title ?? id;
}

export const sectionWords = { technical: '技术', commercial: '商务' } as const;
export const kindWords = { subjective: '主观分', objective: '客观分' } as const;
export const regimeWords = { bidding: '招标投标', procurement: '政府采购' } as const;
export const directionWords = { high: '偏高', low: '偏低' } as const;
export const failedWords = {
  'no-valid-bid': '全部投标被否决，没有有效投标',
  'no-competition': '有效投标不足三家，评标委员会认定不具备竞争性',
} as const;

/** The price formula as a tender would write it. */
export function priceRule({ price }: Project): string {
  const { formula, max, decimals } = price;
  const rounding = `结果四舍五入保留 ${decimals} 位小数`;
  if (formula.kind === 'lowest-first')
    return `价格分 = 最低有效投标报价 ÷ 投标报价 × ${pointsText(max)} 分，${rounding}。`;
  const trimmed = formula.trim === 'auto' ? '（有效报价五家及以上时去掉一个最高价和一个最低价）' : '';
  return [
    `以有效投标报价的算术平均值${trimmed}的 ${formula.factor / 10}% 为评标基准价；`,
    `报价每高于基准价 1% 扣 ${pointsText(formula.perPercentAbove)} 分，`,
    `每低于基准价 1% 扣 ${pointsText(formula.perPercentBelow)} 分，偏差不取整，`,
    `满分 ${pointsText(max)} 分，最低 ${pointsText(formula.floor)} 分，${rounding}。`,
  ].join('');
}

/** How the experts' marks become one score, in words. */
export function aggregationRule({ aggregation }: Project): string {
  const rule = {
    mean: '取全体专家评分的算术平均值',
    'trimmed-mean': '专家五人及以上时，去掉一个最高分和一个最低分后取算术平均值',
    'strike-widest-then-trim':
      '专家五人及以上时，先剔除总分极差最大的一份评分表，再去掉一个最高分和一个最低分后取算术平均值',
  }[aggregation.kind];
  return `逐项计算：${rule}，四舍五入保留 ${aggregation.decimals} 位小数；投标人总分为各项得分与价格分之和。`;
}

/** A whole number of one to ninety-nine in Chinese, for the numbers of chapters. */
export function chineseNumber(n: number): string {
  const digits = ['', '一', '二', '三', '四', '五', '六', '七', '八', '九'];
  const [tens, ones] = [Math.floor(n / 10), n % 10];
  return `${tens > 1 ? digits[tens] : ''}${tens > 0 ? '十' : ''}${digits[ones]}`;
}
