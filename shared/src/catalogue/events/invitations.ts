import { Type } from 'typebox';
import { Answer } from '../../protocol/messages.ts';
import { closed, Id, Line } from '../../protocol/primitives.ts';
import { defineEvents } from './entry.ts';

const topics = ['projects'] as const;
/** Who was drawn, and the code by which they answer. */
const sealed = true;

const which = { message: Line, project: Id, expert: Line };
/** How an answer reached the hub: through the gateway, or told to the staff of a desk. */
const through = Type.Union([Type.Literal('gateway'), Type.Literal('desk')]);

/** Invitations of those who are drawn, and what they answer. That one was handed over is `member.invited`. */
export const invitationEvents = defineEvents({
  'invitation.issued': {
    payload: Type.Object(
      {
        ...which,
        realId: Id,
        site: Id,
        code: Type.String({ pattern: '^[0-9]{6}$' }),
        /** Within which an answer is asked for, from when it was handed over; 0 for no limit. */
        minutes: Type.Integer({ minimum: 0 }),
      },
      closed,
    ),
    topics,
    sealed,
    zh: '为一名评标专家生成通知',
    en: 'An invitation is made out for a member',
  },
  'invitation.answered': {
    payload: Type.Object({ ...which, answer: Answer, through }, closed),
    topics,
    sealed,
    zh: '一名评标专家答复通知',
    en: 'A member has answered the invitation',
  },
  /** One entry for each wrong code, the same whoever was meant: entries can be counted by everybody. */
  'invitation.code-wrong': {
    payload: Type.Object(
      {
        through,
        /** Whom the code was given for: a badge at a desk, an id of the pool through the gateway. */
        who: Type.Optional(Line),
        /** Of the desk. */
        site: Type.Optional(Id),
        /** Invitations of that person that were open, each of which it counts against. */
        messages: Type.Optional(Type.Array(Line)),
        /** Older ledgers have, in place of these three, an entry for each such invitation, and none where none was open. */
        ...{ message: Type.Optional(Line), project: Type.Optional(Id), expert: Type.Optional(Line) },
      },
      closed,
    ),
    topics: [],
    sealed,
    zh: '答复通知时输错一次答复码',
    en: 'A wrong code was given in answer to an invitation',
  },
  'invitation.lapsed': {
    payload: Type.Object(which, closed),
    topics,
    sealed,
    zh: '一名评标专家未在规定时间内答复通知',
    en: 'A member has not answered the invitation in time',
  },
});
