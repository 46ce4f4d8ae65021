/**
 * The percent rules of the look-back (畸高畸低): an expert's marks for a bidder that lie more than a percentage
 * from what the panel gave. Exact; the machine warns, the expert judges.
 */
import type { Text } from '../catalogue/text.ts';
import type { Item, Project } from '../projects/project.ts';
import { pointsText } from '../scoring/exact.ts';
import type { MarkSheet } from '../scoring/sheet.ts';
import { isBeyond } from '../scoring/uncounted.ts';
import { deciding } from './ranking.ts';

export type Basis = Project['lookback']['basis'];

export interface PercentFlag {
  readonly expert: string;
  readonly bidder: string;
  /** Null: the sum of the bidder's subjective items. */
  readonly item: string | null;
  readonly direction: 'high' | 'low';
  /** The rule's name, such as `percent-30-others`. */
  readonly rule: string;
  /** The mark or sum, and what it is compared with, in thousandths (the latter rounded for people). */
  readonly value: number;
  readonly basisValue: number;
  /** Hundredths of a percent from the basis, rounded down in size. */
  readonly percentFromBasis: number;
  /** Whether the order of the bidders would be another without this expert's sheet. */
  readonly rankingWouldChange: boolean;
  /** What its own expert is told, and what others are told of it. */
  readonly text: Text;
  readonly about: Text;
}

type Scored = Pick<Project, 'items' | 'price' | 'aggregation' | 'bidders' | 'lookback'>;

/**
 * Flags every subjective sum and every subjective item that lies more than `project.lookback.percent` from its
 * basis: the mean of all experts, the mean of the others, or the median of all.
 */
export function percentFlags(
  project: Scored,
  sheets: readonly MarkSheet[],
  bidders: readonly string[],
  aliasOf: (expert: string) => string = (expert) => expert,
): PercentFlag[] {
  const subjective = project.items.filter((item) => item.kind === 'subjective');
  const changes = deciding(project, sheets, bidders);
  const scopes: { item: Item | null; valueFor: (sheet: MarkSheet, bidder: string) => number }[] = [
    {
      item: null,
      valueFor: (sheet, bidder) =>
        subjective.reduce((sum, item) => sum + (sheet.marks[bidder]?.[item.id] ?? 0), 0),
    },
    ...subjective.map((item) => ({
      item,
      valueFor: (sheet: MarkSheet, bidder: string) => sheet.marks[bidder]?.[item.id] ?? 0,
    })),
  ];
  return bidders.flatMap((bidder) =>
    scopes.flatMap(({ item, valueFor }) => {
      const values = sheets.map((sheet) => valueFor(sheet, bidder));
      return sheets.flatMap((sheet, index): PercentFlag[] => {
        const deviation = deviationOf(values, index, project.lookback);
        if (!deviation) return [];
        const name = project.bidders.find((entry) => entry.id === bidder)?.name ?? bidder;
        return [
          {
            expert: sheet.expert,
            bidder,
            item: item?.id ?? null,
            rule: `percent-${project.lookback.percent}-${project.lookback.basis}`,
            ...deviation,
            rankingWouldChange: changes.get(sheet.expert) ?? false,
            text: sentence({ zh: '您', en: 'You' }, name, item, deviation, project.lookback),
            about: sentence(alone(aliasOf(sheet.expert)), name, item, deviation, project.lookback),
          },
        ];
      });
    }),
  );
}

type Deviation = Pick<PercentFlag, 'direction' | 'value' | 'basisValue' | 'percentFromBasis'>;

/** How far one value lies from its basis, or null when within the percentage. */
function deviationOf(
  values: readonly number[],
  index: number,
  { percent, basis }: { percent: number; basis: Basis },
): Deviation | null {
  const value = values[index] ?? 0;
  const [sum, count] = basisOf(values, index, basis);
  if (count === 0) return null;
  if (!isBeyond(value, { sum, count }, percent)) return null;
  const apart = value * count - sum;
  return {
    direction: apart > 0 ? 'high' : 'low',
    value,
    basisValue: Math.round(sum / count),
    percentFromBasis: sum === 0 ? 10_000 : Math.floor((Math.abs(apart) * 10_000) / sum),
  };
}

/** The basis as a sum and a count, so that it stays exact. */
function basisOf(values: readonly number[], index: number, basis: Basis): [sum: number, count: number] {
  if (basis === 'median') {
    const sorted = values.toSorted((a, b) => a - b);
    const [low, high] = [sorted[(sorted.length - 1) >> 1] ?? 0, sorted[sorted.length >> 1] ?? 0];
    return [low + high, 2];
  }
  const counted = basis === 'others' ? values.filter((_, other) => other !== index) : values;
  return [counted.reduce((sum, entry) => sum + entry, 0), counted.length];
}

const basisWords: Record<Basis, Text> = {
  all: { zh: '全体专家的平均分', en: 'the mean of all experts' },
  others: { zh: '其他专家的平均分', en: 'the mean of the other experts' },
  median: { zh: '全体专家的中位数', en: 'the median of all experts' },
};

const alone = (name: string): Text => ({ zh: name, en: name });

function sentence(
  who: Text,
  name: string,
  item: Item | null,
  deviation: Deviation,
  { percent, basis }: Project['lookback'],
): Text {
  const { direction, value, basisValue, percentFromBasis } = deviation;
  const share = (percentFromBasis / 100).toFixed(1);
  const [mine, theirs] = [pointsText(value), pointsText(basisValue)];
  const what = {
    zh: item ? `“${item.title}”` : '主观分合计',
    en: item ? `"${item.title}"` : 'subjective items together',
  };
  return {
    zh: `${who.zh}给${name}的${what.zh}为 ${mine} 分，${basisWords[basis].zh}为 ${theirs} 分，${direction === 'high' ? '高' : '低'} ${share}%，超过 ${percent}%。`,
    en: `${who.en} gave ${name} ${mine} for ${what.en}; ${basisWords[basis].en} is ${theirs}. That is ${share} % ${direction === 'high' ? 'above' : 'below'}, more than ${percent} %.`,
  };
}
