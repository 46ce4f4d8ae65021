import { type Static, Type } from 'typebox';
import { DrawInput } from '../../draw/input.ts';
import { closed, Day, DrawId, Hex32, Id, Line, Prose } from '../../protocol/primitives.ts';
import { defineEvents } from './entry.ts';
import { Conflicts, Identities } from './panels.ts';

const topics = ['projects', 'draws', 'batches'] as const;
const batch = Id;

/** A planned panel, by the pseudonyms of its draw; null where none could be planned. */
export const PlannedPanel = Type.Union([
  Type.Array(Type.Object({ candidate: Line, category: Id }, closed)),
  Type.Null(),
]);
export type PlannedPanel = Static<typeof PlannedPanel>;

const InWords = Type.Object({ zh: Prose, en: Prose }, closed);

/** A day's panels, drawn one after the other in a frozen order (docs/draw.md, part 5). */
export const batchEvents = defineEvents({
  'batch.joined': {
    payload: Type.Object(
      {
        project: Id,
        day: Day,
        time: Type.Optional(Line),
        possible: Type.Union([Type.Literal('exclude'), Type.Literal('keep')]),
        excluded: Type.Array(Type.Object({ expert: Id, reason: Prose }, closed)),
      },
      closed,
    ),
    topics,
    sealed: true, // whom the tenderer wants left out
    zh: '申请参加 {day} 的同日抽取',
    en: 'Asks to be drawn in the batch of {day}',
  },
  'batch.left': {
    payload: Type.Object({ project: Id }, closed),
    topics,
    sealed: false,
    zh: '撤回同日抽取的申请',
    en: 'Withdraws from the batch',
  },
  'batch.request-frozen': {
    payload: Type.Object(
      {
        batch,
        project: Id,
        drawId: DrawId,
        /** Place in the order of the draws, from 1. */
        place: Type.Integer({ minimum: 1 }),
        /** As if this project were alone. */
        input: DrawInput,
        inputDigest: Hex32,
        identities: Identities,
        conflicts: Conflicts,
      },
      closed,
    ),
    topics: [],
    sealed: true,
    zh: '同日抽取 {batch} 第 {place} 位：项目的申请已冻结',
    en: 'Batch {batch}, number {place}: the request of a project is frozen',
  },
  'batch.opened': {
    payload: Type.Object(
      {
        batch,
        day: Day,
        projects: Type.Integer({ minimum: 1 }),
        /** In the order of the draws. Decides no draw; says only whom earlier ones leave to later ones. */
        plan: Type.Array(PlannedPanel),
        /** Places for which nobody is planned, and how few they can be in any order; null where no solver was asked. */
        short: Type.Integer({ minimum: 0 }),
        leastShort: Type.Union([Type.Integer({ minimum: 0 }), Type.Null()]),
      },
      closed,
    ),
    topics,
    sealed: true,
    zh: '{day} 的同日抽取 {batch} 开始，共 {projects} 个项目；次序和预案已冻结',
    en: 'Batch {batch} of {day} is opened with {projects} projects; order and plan are frozen',
  },
  'batch.round': {
    payload: Type.Object(
      {
        batch,
        /** From 1. */
        round: Type.Integer({ minimum: 1 }),
        drawn: Type.Array(DrawId),
        /** For whom nothing can be drawn, and why. */
        refused: Type.Array(Type.Object({ drawId: DrawId, reason: InWords }, closed)),
      },
      closed,
    ),
    topics,
    sealed: true,
    zh: '同日抽取 {batch} 第 {round} 轮',
    en: 'Batch {batch}, round {round}',
  },
  'batch.completed': {
    payload: Type.Object({ batch }, closed),
    topics,
    sealed: false,
    zh: '同日抽取 {batch} 全部完成',
    en: 'Batch {batch} is complete',
  },
});
