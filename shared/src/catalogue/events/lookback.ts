import { Type } from 'typebox';
import { FlagEnd } from '../../lookback/closing.ts';
import { closed, Id, Instant, Line, Prose, Thousandths } from '../../protocol/primitives.ts';
import { ruleWords } from '../../scoring/uncounted.ts';
import { defineEvents } from './entry.ts';

const who = { project: Id, expert: Line, alias: Line };
const topics = ['projects'] as const;
/** When this step of the flag is over; null, and absent in older entries, where the project sets no limit. */
const dueAt = Type.Union([Instant, Type.Null()]);
const inBoth = Type.Object({ zh: Prose, en: Prose }, closed);

/** The look-back (回头看): flags on marks, each answered by its own expert alone. */
export const lookbackEvents = defineEvents({
  'flag.raised': {
    payload: Type.Object(
      {
        ...who,
        flag: Id,
        bidder: Id,
        item: Type.Union([Id, Type.Null()]),
        direction: Type.Union([Type.Literal('high'), Type.Literal('low')]),
        rule: Line,
        /** What its own expert is told; what others are told of it, where that was kept. */
        text: inBoth,
        about: Type.Optional(inBoth),
        rankingWouldChange: Type.Boolean(),
        before: Thousandths,
        dueAt: Type.Optional(dueAt),
      },
      closed,
    ),
    topics,
    sealed: true,
    zh: '回头看：对 {alias} 的一项评分提出异常提示 {flag}',
    en: 'Look-back: flag {flag} is raised on a mark of {alias}',
  },
  'flag.explained': {
    payload: Type.Object({ ...who, flag: Id, text: Prose, dueAt: Type.Optional(dueAt) }, closed),
    topics,
    sealed: true,
    zh: '{alias} 对异常提示 {flag} 作出书面说明，维持原评分',
    en: '{alias} explains flag {flag} in writing and keeps the mark',
  },
  'flag.amended': {
    payload: Type.Object(
      { ...who, flag: Id, after: Thousandths, version: Type.Integer({ minimum: 2 }) },
      closed,
    ),
    topics,
    sealed: true,
    zh: '{alias} 对异常提示 {flag} 修正评分，并重新签署（第 {version} 版）',
    en: '{alias} amends the mark of flag {flag} and signs anew (version {version})',
  },
  'flag.refused': {
    payload: Type.Object({ ...who, flag: Id }, closed),
    topics,
    sealed: true,
    zh: '{alias} 对异常提示 {flag} 不作书面说明',
    en: '{alias} gives no written explanation of flag {flag}',
  },
  'flag.vote-opened': {
    payload: Type.Object({ ...who, flag: Id, dueAt }, closed),
    topics,
    sealed: true,
    zh: '{alias} 的异常提示 {flag} 交评标委员会表决',
    en: 'Flag {flag} of {alias} is put to the vote of the panel',
  },
  'flag.sent-back': {
    payload: Type.Object({ ...who, flag: Id, reason: Prose, dueAt }, closed),
    topics,
    sealed: true,
    zh: '监督人员将 {alias} 的异常提示 {flag} 退回评标委员会复核',
    en: 'A supervisor sends flag {flag} of {alias} back to the panel',
  },
  'flag.vote-given': {
    payload: Type.Object({ ...who, flag: Id, abnormal: Type.Boolean() }, closed),
    topics,
    sealed: true,
    zh: '{alias} 已就异常提示 {flag} 表决',
    en: '{alias} votes on flag {flag}',
  },
  'flag.vote-decided': {
    payload: Type.Object(
      {
        ...who,
        flag: Id,
        yes: Type.Integer({ minimum: 0 }),
        no: Type.Integer({ minimum: 0 }),
        /** More than half of the panel call it abnormal. */
        abnormal: Type.Boolean(),
        dueAt,
      },
      closed,
    ),
    topics,
    sealed: true,
    zh: '异常提示 {flag} 表决：{yes} 人认为异常，{no} 人认为不异常',
    en: 'Vote on flag {flag}: {yes} call the mark abnormal, {no} do not',
  },
  'flag.overdue': {
    payload: Type.Object({ ...who, flag: Id, zh: Line, en: Line }, closed),
    topics,
    sealed: true,
    zh: '{alias} 的异常提示 {flag} 到期：{zh}',
    en: 'Flag {flag} of {alias} is overdue: {en}',
  },
  'flag.closed': {
    payload: Type.Object(
      {
        ...who,
        flag: Id,
        how: FlagEnd,
        /** By which rule: of the flag itself, of the tender, or `review` for what a supervisor decides. */
        rule: Line,
        /** As a supervisor wrote it. */
        reason: Type.Union([Prose, Type.Null()]),
        zh: Line,
        en: Line,
      },
      closed,
    ),
    topics,
    sealed: true,
    zh: '{alias} 的异常提示 {flag} 办结：{zh}',
    en: 'Flag {flag} of {alias} is closed: {en}',
  },
  'mark.struck': {
    payload: Type.Object(
      { ...who, bidder: Id, item: Id, rule: Line, mark: Thousandths, instead: Thousandths },
      closed,
    ),
    topics,
    sealed: true,
    zh: '按招标文件规则（{rule}），{alias} 的一项评分不计入平均分，签署的原评分保留',
    en: "By the tender's rule ({rule}) one mark of {alias} does not count towards the mean; the signed mark is kept",
    words: { rule: ruleWords },
  },
  'lookback.closed': {
    payload: Type.Object({ project: Id, flags: Type.Integer({ minimum: 0 }) }, closed),
    topics,
    sealed: false,
    zh: '回头看结束，共处理异常提示 {flags} 项',
    en: 'The look-back is closed; {flags} flag(s) were answered',
  },
});
