import { Type } from 'typebox';
import { closed, DrawId, Hex32, Id, Line, Prose } from '../../protocol/primitives.ts';
import { PoolExpert } from '../../protocol/requests.ts';
import { defineEvents } from './entry.ts';

const Member = Type.Object({ expert: Line, realId: Id, ticket: Hex32, category: Id, site: Id }, closed);

/** The pool of experts, and the panels drawn from it. */
export const panelEvents = defineEvents({
  'pool.imported': {
    payload: Type.Object({ count: Type.Integer(), experts: Type.Array(PoolExpert) }, closed),
    topics: ['experts'],
    sealed: true, // persons
    zh: '导入专家 {count} 人',
    en: '{count} experts imported into the pool',
  },
  'panel.requested': {
    payload: Type.Object(
      {
        project: Id,
        drawId: DrawId,
        /** Who is behind each pseudonym of the draw; disclosed when names may be known. */
        identities: Type.Array(Type.Object({ realId: Id, pseudonym: Line, salt: Hex32 }, closed)),
      },
      closed,
    ),
    topics: ['projects', 'draws'],
    sealed: true,
    zh: '申请抽取评标专家，抽取编号 {drawId}',
    en: 'A panel is asked for; draw {drawId}',
  },
  'panel.drawn': {
    payload: Type.Object({ project: Id, drawId: DrawId, members: Type.Array(Member) }, closed),
    topics: ['projects', 'hall'],
    sealed: true,
    zh: '评标专家抽取完成，名单封存',
    en: 'The panel is drawn; its names are sealed',
  },
  'member.invited': {
    payload: Type.Object({ project: Id, expert: Line }, closed),
    topics: ['projects'],
    sealed: true,
    zh: '一名评标专家的通知已交通知系统发出',
    en: 'The invitation of a member was handed over for delivery',
  },
  'member.replaced': {
    payload: Type.Object(
      {
        project: Id,
        expert: Line,
        because: Type.Union([Type.Literal('recusal'), Type.Literal('absence')]),
        reason: Prose,
        /** Pseudonyms of those who were next in order and sat on another panel, in that order. */
        passedOver: Type.Array(Line),
        replacement: Type.Union([Type.Null(), Member]),
      },
      closed,
    ),
    topics: ['projects', 'hall'],
    sealed: true,
    zh: '一名评标专家退出，按抽取顺序递补',
    en: 'A member falls out; the next in the drawn order is called',
  },
});
