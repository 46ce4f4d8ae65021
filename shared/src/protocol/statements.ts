import { type Static, type TSchema, Type } from 'typebox';
import { canonicalText } from '../canonical/index.ts';
import { Refusal } from '../catalogue/refusal.ts';
import { parse } from './parse.ts';
import { Badge, closed, Hex32, Id, Instant, Line, Prose, SlipCode } from './primitives.ts';

/**
 * What an expert signs with their key besides the score sheet. Each is canonical JSON (RFC 8785); the signature
 * is CMS detached over those bytes.
 */

/** Who sits down where, with which slip. */
const seating = { booth: Id, badge: Badge, slip: SlipCode } as const;

/** 入座核验: "I, holder of this badge and slip, sit at this booth", answering the hub's challenge. */
export const AdmissionStatement = Type.Object(
  {
    format: Type.Literal('kawei/admission@1'),
    ...seating,
    challenge: Hex32,
    signedAt: Instant,
  },
  closed,
);
export type AdmissionStatement = Static<typeof AdmissionStatement>;

/** The same while the line is down: in place of the hub's challenge stands the slip that the hub has signed. */
export const AdmissionBySlip = Type.Object(
  {
    format: Type.Literal('kawei/admission-by-slip@1'),
    ...seating,
    /** `slipDigest` of what was scanned. */
    slipDigest: Hex32,
    signedAt: Instant,
  },
  closed,
);
export type AdmissionBySlip = Static<typeof AdmissionBySlip>;

/** 承诺书. `text` is the whole text as shown, so that what was read is what was signed. */
export const PledgeStatement = Type.Object(
  {
    format: Type.Literal('kawei/pledge@1'),
    project: Id,
    expert: Line,
    seat: Id,
    booth: Hex32,
    text: Prose,
    signedAt: Instant,
  },
  closed,
);
export type PledgeStatement = Static<typeof PledgeStatement>;

/** 评标报告签字: agreement with the report, or dissent with its text (实施条例 art. 53). */
export const ConsentStatement = Type.Object(
  {
    format: Type.Literal('kawei/consent@1'),
    project: Id,
    expert: Line,
    seat: Id,
    booth: Hex32,
    reportDigest: Hex32,
    position: Type.Union([Type.Literal('agree'), Type.Literal('dissent')]),
    dissent: Type.Optional(Prose),
    signedAt: Instant,
  },
  closed,
);
export type ConsentStatement = Static<typeof ConsentStatement>;

/** The pledge every expert signs before the bidders' names appear (DOMAIN, step 3). */
export const pledgeText = {
  zh: [
    '本人自愿参加本项目评标，郑重承诺：',
    '一、本人与投标人不存在应当回避的利害关系；知悉投标人名称后发现需要回避的，立即申报并退出评标。',
    '二、客观、公正、独立地评审，不受任何单位和个人的干预，对所提出的评审意见承担个人责任。',
    '三、不私下接触投标人，不收受其任何财物或者其他好处；评标期间不使用通讯工具。',
    '四、不透露对投标文件的评审和比较、中标候选人的推荐情况以及与评标有关的其他情况。',
  ].join('\n'),
  en: [
    'I take part in this evaluation of my own will and pledge:',
    '1. I have no interest in any bidder that calls for recusal; should I find one when the names are shown, I declare it at once and withdraw.',
    '2. I judge objectively, fairly and independently, let nobody interfere, and answer for my opinions.',
    '3. I meet no bidder in private, accept nothing of value, and use no means of communication during the evaluation.',
    '4. I disclose nothing of the review and comparison of the bids, of the candidates recommended, or of anything else about the evaluation.',
  ].join('\n'),
} as const;

/**
 * Reads the text that was signed. Refuses STATEMENT_NOT_CANONICAL unless it is the one canonical writing of its
 * value, and INPUT_INVALID where it has another form than the schema's.
 */
export function readStatement<const S extends TSchema>(schema: S, text: string): Static<S> {
  const value = canonicalIn(text);
  if (value === undefined) throw new Refusal('STATEMENT_NOT_CANONICAL');
  return parse(schema, value);
}

/** The value of which this is the one canonical writing; undefined for any other text. */
function canonicalIn(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return canonicalText(value) === text ? value : undefined;
  } catch {
    return undefined; // no JSON, or what has no canonical form
  }
}
