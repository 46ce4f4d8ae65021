import { Type } from 'typebox';
import { EmploymentRole } from '../../pool/expert.ts';
import { closed, Day, DrawId, Hex32, Id, Line, Prose } from '../../protocol/primitives.ts';
import { defineEvents } from './entry.ts';

const row = Type.Integer({ minimum: 0 });
const lastDay = Type.Union([Day, Type.Null()]);

/** The row of the pool, or of the panels, that a conflict rests on. */
const Evidence = Type.Union([
  Type.Object(
    {
      kind: Type.Literal('employment'),
      /** Null for the present employment. */
      row: Type.Union([row, Type.Null()]),
      employer: Line,
      role: EmploymentRole,
      from: lastDay,
      until: lastDay,
      party: Line,
    },
    closed,
  ),
  Type.Object({ kind: Type.Literal('kin'), row, relation: Line, employer: Line, party: Line }, closed),
  Type.Object({ kind: Type.Literal('period'), row, from: Day, until: lastDay }, closed),
  Type.Object({ kind: Type.Literal('panel'), day: lastDay }, closed),
  Type.Object({ kind: Type.Literal('request'), reason: Prose }, closed),
]);

/** What becomes of those who are only possibly in conflict. */
const Possible = Type.Union([Type.Literal('exclude'), Type.Literal('keep')]);
/** Whom the agency wants left out, and why. */
const Excluded = Type.Array(Type.Object({ expert: Id, reason: Prose }, closed));

const Member = Type.Object({ expert: Line, realId: Id, ticket: Hex32, category: Id, site: Id }, closed);

/** Who is behind each pseudonym of a draw. */
export const Identities = Type.Array(Type.Object({ realId: Id, pseudonym: Line, salt: Hex32 }, closed));
export const Conflicts = Type.Array(
  Type.Object({ realId: Id, rule: Line, certain: Type.Boolean(), evidence: Evidence }, closed),
);

/** Why a member falls out. */
export const Because = Type.Union([
  Type.Literal('recusal'),
  Type.Literal('absence'),
  Type.Literal('declined'),
  Type.Literal('no-answer'),
  /** Came to sit on another panel of that day while this one was drawn. */
  Type.Literal('engaged'),
  Type.Literal('suspended'),
]);

/** The panels drawn from the pool. */
export const panelEvents = defineEvents({
  'panel.requested': {
    payload: Type.Object(
      {
        project: Id,
        drawId: DrawId,
        /** Who is behind each pseudonym of the draw; disclosed when names may be known. */
        identities: Identities,
        /** Of the evaluation, in China, and when to report. */
        day: Type.Optional(Day),
        time: Type.Optional(Line),
        /** What was asked for those who are only possibly in conflict. */
        possible: Type.Optional(Possible),
        /** Every conflict found, with its evidence; the draw's input has the rules alone. */
        conflicts: Type.Optional(Conflicts),
      },
      closed,
    ),
    topics: ['projects', 'draws'],
    sealed: true,
    zh: '申请抽取评标专家，抽取编号 {drawId}',
    en: 'A panel is asked for; draw {drawId}',
  },
  'sites.requested': {
    payload: Type.Object(
      {
        project: Id,
        drawId: DrawId,
        /** For what panel: it cannot be asked for otherwise once the sites are drawn. */
        day: Day,
        possible: Possible,
        excluded: Excluded,
      },
      closed,
    ),
    topics: ['projects', 'draws'],
    sealed: true,
    zh: '申请抽取主场和副场，抽取编号 {drawId}',
    en: 'Main and side sites are put to a draw; draw {drawId}',
  },
  /** The pool could not fill it, or does not have whom it names; what else is refused tells nothing of anybody. */
  'panel.request-refused': {
    payload: Type.Object(
      {
        project: Id,
        what: Type.Union([Type.Literal('panel'), Type.Literal('sites')]),
        day: Day,
        possible: Possible,
        excluded: Excluded,
        /** Of the refusal. */
        code: Line,
      },
      closed,
    ),
    topics: [],
    sealed: true,
    zh: '一次抽取评标专家或主副场的申请未获受理，所列专家封存',
    en: 'A request for a panel or for sites was refused; whom it excluded is sealed',
  },
  'panel.refused-requests-read': {
    payload: Type.Object({ project: Id, reader: Line }, closed),
    topics: [],
    sealed: false,
    zh: '{reader} 查阅了未获受理的抽取申请',
    en: '{reader} has read the refused requests for a panel',
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
        because: Because,
        reason: Prose,
        /** Pseudonyms of those who were next in order and sat on another panel or were suspended, in that order. */
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
