/** How a flag of the look-back may end, in the words of the record. */
import { type Static, Type } from 'typebox';
import type { Text } from '../catalogue/text.ts';
import type { Ruling } from '../scoring/uncounted.ts';

export const FlagEnd = Type.Union([
  Type.Literal('amended'), // its expert signed another mark
  Type.Literal('explained'), // kept with a written explanation
  Type.Literal('noted'), // the report notes it
  Type.Literal('voted'), // the panel does not call the mark abnormal
  Type.Literal('struck'), // the tender's rule strikes the mark from the mean
  Type.Literal('others-mean'), // called abnormal by the panel and not explained: the others' mean counts
  Type.Literal('referred'), // the supervisor has passed it on
  Type.Literal('expired'), // nothing was answered in time; the mark stands
]);
export type FlagEnd = Static<typeof FlagEnd>;

export const flagEnds: Readonly<Record<FlagEnd, Text>> = {
  amended: { zh: '专家已修正评分并重新签名', en: 'amended and signed anew' },
  explained: { zh: '专家书面说明，维持原评分', en: 'explained in writing, the mark stands' },
  noted: { zh: '记入评标报告', en: 'noted in the report' },
  voted: {
    zh: '评标委员会表决不认为异常，维持原评分',
    en: 'the panel does not call it abnormal, the mark stands',
  },
  struck: {
    zh: '按招标文件规则不计入平均分，以其余评分的平均分代替',
    en: "struck by the tender's rule; the mean of the other marks stands for it",
  },
  'others-mean': {
    zh: '过半数认为异常且未作书面说明，以其他专家的平均分计入',
    en: "called abnormal by more than half and not explained; the others' mean counts",
  },
  referred: { zh: '移送有关部门处理', en: 'referred to the authorities' },
  expired: {
    zh: '到期未说明，原评分不变，记入评标报告',
    en: 'not explained in time; the mark stands, the report notes it',
  },
};

/** A flag as far as its end may change a total. */
interface EndedFlag {
  readonly expert: string;
  readonly bidder: string;
  readonly item: string | null;
  /** Absent in records made before ends were kept. */
  readonly closed?: FlagEnd | null;
}

/** What the panel's votes and refused reasons come to. */
export function rulingsOf(flags: readonly EndedFlag[]): Ruling[] {
  return flags
    .filter(({ closed }) => closed === 'others-mean')
    .map(({ expert, bidder, item }) => ({ expert, bidder, item }));
}
