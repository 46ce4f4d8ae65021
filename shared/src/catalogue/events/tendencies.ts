import { Type } from 'typebox';
import { closed, Id, Line } from '../../protocol/primitives.ts';
import { deskListWords, formWords } from '../words.ts';
import { defineEvents } from './entry.ts';

/** What marks of several projects together say, and who has taken it away as a file. */
export const tendencyEvents = defineEvents({
  'leaning.found': {
    payload: Type.Object(
      {
        leaning: Id,
        /** Expert or affiliation with a bidder's owner, or two experts who rise and fall together. */
        kind: Type.Union([Type.Literal('expert'), Type.Literal('affiliation'), Type.Literal('together')]),
        who: Line,
        /** Code of the owner, or the other expert. */
        party: Line,
        /** Projects in which they met. */
        projects: Type.Integer({ minimum: 3 }),
        direction: Type.Union([Type.Literal('high'), Type.Literal('low')]),
      },
      closed,
    ),
    topics: ['projects'],
    sealed: true,
    zh: '回头看：多个项目的评分累计出现需要核查的关系，编号 {leaning}',
    en: 'Look-back: marks of several projects add up to something to be looked into, {leaning}',
  },
  'tendencies.exported': {
    payload: Type.Object(
      {
        reader: Line,
        what: Line,
        form: Type.Union([Type.Literal('csv'), Type.Literal('json')]),
        rows: Type.Integer({ minimum: 0 }),
      },
      closed,
    ),
    topics: [],
    sealed: false,
    zh: '{reader} 从“回头看”导出了{what}（{form}，{rows} 行）',
    en: '{reader} has exported {what} from the look-back desk ({form}, {rows} rows)',
    words: { what: deskListWords, form: formWords },
  },
});
