/** The rules by which an expert stays out of a draw (回避), in words that say nothing of any person. */
import type { Text } from '../catalogue/text.ts';
import type { Project } from '../projects/project.ts';

type Regime = Project['regime'];

interface Rule extends Text {
  /** Where it is written, by the law under which the project is tendered. */
  readonly source: Readonly<Record<Regime, Text>>;
}

const procurement: Text = {
  zh: '《政府采购法实施条例》第九条',
  en: 'Regulation on Government Procurement, art. 9',
};
const bidding: Text = {
  zh: '《评标委员会和评标方法暂行规定》（12号令）第十二条',
  en: 'Interim Rules on Evaluation Committees (Order 12), art. 12',
};
const byLaw = { procurement, bidding } as const;
const own: Text = { zh: '本中心专家库记录', en: "records of the centre's pool" };
const byRecord = { procurement: own, bidding: own } as const;

export const conflictRules = {
  'bidder-employment': {
    zh: '近三年内为投标人的职工、董事、监事、控股股东或实际控制人',
    en: 'employee, director, supervisor or controller of a bidder within three years',
    source: byLaw,
  },
  'bidder-kin': {
    zh: '有亲属在投标人处任职',
    en: 'has kin employed by a bidder',
    source: byLaw,
  },
  'tenderer-own': {
    zh: '与招标人（采购人）同一单位',
    en: 'has the same employer as the tenderer',
    source: byLaw,
  },
  'agency-own': {
    zh: '与代理机构同一单位',
    en: 'has the same employer as the agency',
    source: byLaw,
  },
  suspended: { zh: '暂停参加评标', en: 'suspended from evaluations', source: byRecord },
  unavailable: { zh: '当日不能参加', en: 'not available on the day', source: byRecord },
  engaged: { zh: '当日已参加其他项目评标', en: 'on another panel that day', source: byRecord },
  asked: {
    zh: '招标人或代理机构书面提出回避',
    en: 'left out at the written request of the tenderer or agency',
    source: byLaw,
  },
} as const satisfies Readonly<Record<string, Rule>>;

export type ConflictRule = keyof typeof conflictRules;

/** A rule applied, as anybody may read it: its words and its source. */
export function ruleText(rule: ConflictRule, certain: boolean, regime: Regime): Text {
  const { zh, en, source } = conflictRules[rule];
  const from = source[regime];
  return certain
    ? { zh: `${zh}（${from.zh}）`, en: `${en} (${from.en})` }
    : {
        zh: `疑似${zh}，名称相近待核实（${from.zh}）`,
        en: `possibly ${en}: a similar name, to be confirmed (${from.en})`,
      };
}
