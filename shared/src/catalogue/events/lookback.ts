import { Type } from 'typebox';
import { closed, Id, Line, Prose, Thousandths } from '../../protocol/primitives.ts';
import { defineEvents } from './entry.ts';

const who = { project: Id, expert: Line, alias: Line };
const topics = ['projects'] as const;

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
        text: Type.Object({ zh: Prose, en: Prose }, closed),
        rankingWouldChange: Type.Boolean(),
        before: Thousandths,
      },
      closed,
    ),
    topics,
    sealed: true,
    zh: '回头看：对 {alias} 的一项评分提出异常提示 {flag}',
    en: 'Look-back: flag {flag} is raised on a mark of {alias}',
  },
  'flag.explained': {
    payload: Type.Object({ ...who, flag: Id, text: Prose }, closed),
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
  'lookback.closed': {
    payload: Type.Object({ project: Id, flags: Type.Integer({ minimum: 0 }) }, closed),
    topics,
    sealed: false,
    zh: '回头看结束，共处理异常提示 {flags} 项',
    en: 'The look-back is closed; {flags} flag(s) were answered',
  },
});
