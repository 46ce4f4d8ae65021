import { Type } from 'typebox';
import {
  Employment,
  EmploymentRole,
  Employments,
  KinList,
  PartyCode,
  Periods,
  PoolExpert,
} from '../../pool/expert.ts';
import { closed, Day, Hex32, Id, Line, Prose } from '../../protocol/primitives.ts';
import { defineEvents } from './entry.ts';

const topics = ['experts'] as const;
/** All of it is about persons. Their ids are sealed too, so the subject of each is the pool. */
const sealed = true;

export const poolEvents = defineEvents({
  'pool.imported': {
    payload: Type.Object(
      {
        count: Type.Integer(),
        /** As they stand from now on: what a list left out is filled from what the pool knew. */
        experts: Type.Array(PoolExpert),
        /** Long lists were once recorded in several such entries, all at once. */
        part: Type.Optional(Type.Integer({ minimum: 1 })),
        parts: Type.Optional(Type.Integer({ minimum: 1 })),
      },
      closed,
    ),
    topics,
    sealed,
    zh: '导入专家 {count} 人',
    en: '{count} experts imported into the pool',
  },
  'pool.list-part': {
    payload: Type.Object(
      {
        /** Names the list; all its parts have it. */
        list: Hex32,
        part: Type.Integer({ minimum: 1 }),
        parts: Type.Integer({ minimum: 2 }),
        count: Type.Integer(),
        /** As they are to stand, by what the pool knew when the list was read. */
        experts: Type.Array(PoolExpert),
      },
      closed,
    ),
    topics: [],
    sealed,
    zh: '专家名单第 {part}/{parts} 部分（{count} 人）已收到，全部到齐后才生效',
    en: 'Part {part} of {parts} of a list of experts ({count}) has come in; it counts when all have',
  },
  'pool.list-completed': {
    payload: Type.Object({ list: Hex32, count: Type.Integer() }, closed),
    topics,
    sealed,
    zh: '专家名单到齐并生效，共 {count} 人',
    en: 'A list of {count} experts is complete and in the pool',
  },
  'expert.employment-recorded': {
    payload: Type.Object(
      {
        expert: Id,
        /** What was added. */
        employment: Employment,
        /** What follows from it: the present employer, and the history beside it. */
        present: Type.Object(
          {
            employer: Line,
            employerCode: Type.Union([PartyCode, Type.Null()]),
            role: EmploymentRole,
            since: Type.Union([Day, Type.Null()]),
          },
          closed,
        ),
        employments: Employments,
        reason: Prose,
      },
      closed,
    ),
    topics,
    sealed,
    zh: '登记一名专家的任职经历',
    en: "An expert's employment is recorded",
  },
  'expert.kin-declared': {
    payload: Type.Object({ expert: Id, kin: KinList, reason: Prose }, closed),
    topics,
    sealed,
    zh: '登记一名专家申报的亲属任职情况',
    en: "An expert's kin are declared",
  },
  'expert.availability-changed': {
    payload: Type.Object({ expert: Id, unavailable: Periods, reason: Prose }, closed),
    topics,
    sealed,
    zh: '登记一名专家不能参加的日期',
    en: 'The days on which an expert cannot come are recorded',
  },
  'expert.suspended': {
    payload: Type.Object(
      {
        expert: Id,
        /** Counted for each expert from 1. */
        suspension: Type.Integer({ minimum: 1 }),
        from: Day,
        until: Type.Union([Day, Type.Null()]),
        reason: Prose,
      },
      closed,
    ),
    topics,
    sealed,
    zh: '暂停一名专家参加评标',
    en: 'An expert is suspended',
  },
  'expert.suspension-lifted': {
    payload: Type.Object({ expert: Id, suspension: Type.Integer({ minimum: 1 }), reason: Prose }, closed),
    topics,
    sealed,
    zh: '解除一名专家的暂停',
    en: "An expert's suspension is lifted",
  },
});
