/**
 * Marks that the tender's own rule leaves out of a total, and for which the mean of those that count stands instead.
 * The signed marks stay as they are. Exact, and from the project, the sheets and the panel's rulings alone.
 */
import type { Text } from '../catalogue/text.ts';
import type { Project } from '../projects/project.ts';
import { roundHalfUp } from './exact.ts';
import type { MarkSheet } from './sheet.ts';

/** What the panel's vote and a refused reason have led to: this expert's marks here give way to the others' mean. */
export interface Ruling {
  readonly expert: string;
  readonly bidder: string;
  /** Null: every subjective item. */
  readonly item: string | null;
}

/** One mark that does not count. */
export interface UncountedMark {
  readonly expert: string;
  readonly bidder: string;
  readonly item: string;
  /** The rule's name, `strike-20-all` or `vote-others`. */
  readonly rule: string;
  /** The signed mark, and the mean that stands for it, rounded to a thousandth for people. */
  readonly mark: number;
  readonly instead: number;
}

export type Ruled = Pick<Project, 'items'> & Partial<Pick<Project, 'lookback'>>;

/** Whether a value lies more than `percent` from a mean, which is given as a sum and a count: nothing is divided. */
export function isBeyond(
  value: number,
  { sum, count }: { sum: number; count: number },
  percent: number,
): boolean {
  return Math.abs(value * count - sum) * 100 > percent * sum;
}

/** The name under which a flag or a mark is dealt with by the panel's vote. */
export const VOTE_RULE = 'vote-others';

/** A rule's name in words, for pages and the report. */
export function ruleWords(rule: string): Text {
  const [kind, percent] = rule.split('-');
  return kind === 'strike'
    ? { zh: `偏离全体平均分超过 ${percent}%`, en: `over ${percent} % from the mean of all` }
    : { zh: '经表决认定异常，未说明理由', en: 'found abnormal by vote, and no reason given' };
}

/**
 * Every mark that does not count among these sheets. With the consequence `strike` those of the subjective items that
 * lie more than the project's percentage from the mean of all (机电产品国际招标); and those of the panel's rulings. Where
 * nobody's mark would be left, all count.
 */
export function uncountedMarks(
  project: Ruled,
  sheets: readonly MarkSheet[],
  bidders: readonly string[],
  rulings: readonly Ruling[] = [],
): UncountedMark[] {
  return bidders.flatMap((bidder) =>
    project.items
      .filter(({ kind }) => kind === 'subjective')
      .flatMap(({ id: item }) => {
        const marks = sheets.map((sheet) => sheet.marks[bidder]?.[item] ?? 0);
        const sum = marks.reduce((total, mark) => total + mark, 0);
        const ruleFor = (expert: string, mark: number): string | null => {
          const ruled = rulings.some(
            (ruling) =>
              ruling.expert === expert &&
              ruling.bidder === bidder &&
              (ruling.item === null || ruling.item === item),
          );
          if (ruled) return VOTE_RULE;
          const { consequence, percent, basis } = project.lookback ?? { percent: 100, basis: 'all' };
          const struck = consequence === 'strike' && isBeyond(mark, { sum, count: marks.length }, percent);
          return struck ? `strike-${percent}-${basis}` : null;
        };
        const out = sheets.flatMap(({ expert }, place) => {
          const mark = marks[place] ?? 0;
          const rule = ruleFor(expert, mark);
          return rule === null ? [] : [{ expert, rule, mark }];
        });
        const left = sheets.length - out.length;
        if (left === 0) return [];
        const inside = sum - out.reduce((total, { mark }) => total + mark, 0);
        const instead = roundHalfUp({ above: BigInt(inside), below: BigInt(left) }, 3);
        return out.map((one): UncountedMark => ({ ...one, bidder, item, instead }));
      }),
  );
}
