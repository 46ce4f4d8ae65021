import { Type } from 'typebox';
import { closed, Id, keyed, Line, Prose } from '../../protocol/primitives.ts';
import { type AlertCode, alerts } from '../alerts/index.ts';
import { blankText } from '../text.ts';
import { defineEvents } from './entry.ts';

const orNone = <T extends import('typebox').TSchema>(schema: T) => Type.Union([Type.Null(), schema]);

/** Alerts raised at warning nodes, and what was decided on them. */
export const alertEvents = defineEvents({
  'alert.raised': {
    payload: Type.Object(
      {
        alert: Id,
        code: Line,
        values: keyed(Type.Union([Type.String(), Type.Number()])),
        project: orNone(Id),
        site: orNone(Id),
        booth: orNone(Id),
      },
      closed,
    ),
    topics: ['alerts', 'hall', 'projects'],
    sealed: false,
    zh: '预警 {alert}：{code}',
    en: 'Alert {alert}: {code}',
    words: { code: (code) => blankText(alerts[code as AlertCode]) },
  },
  'alert.decided': {
    payload: Type.Object(
      {
        alert: Id,
        booth: orNone(Id),
        decision: Type.Union([Type.Literal('noted'), Type.Literal('handled'), Type.Literal('referred')]),
        note: Prose,
      },
      closed,
    ),
    topics: ['alerts', 'hall', 'projects'],
    sealed: false,
    zh: '预警 {alert} 已处理：{note}',
    en: 'Alert {alert} decided: {note}',
  },
});
