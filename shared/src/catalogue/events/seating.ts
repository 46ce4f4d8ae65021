import { Type } from 'typebox';
import { Trouble } from '../../protocol/booth-frames.ts';
import { closed, DrawId, Hex32, Id, Instant, Line, Prose } from '../../protocol/primitives.ts';
import { troubleWords } from '../words.ts';
import { defineEvents } from './entry.ts';

const topics = ['hall', 'projects'] as const;
/** One hall, or several that were drawn together, with `+` between them. */
const Halls = Type.String({ pattern: '^[A-Za-z0-9][A-Za-z0-9_.+-]{0,1999}$' });

/** Check-in, seats, slips, admission. What ties a person to a project or a seat is sealed. */
export const seatingEvents = defineEvents({
  'expert.checked-in': {
    payload: Type.Object(
      {
        ...{ site: Id, realId: Id, badge: Line, project: Id, expert: Line },
        scan: Type.Optional(Hex32),
        /** When the desk has read the badge, by its own clock; earlier than the entry where the line was down. */
        readAt: Type.Optional(Instant),
        /** What was compared with the pool by machine; `badge`: the rest by the staff's eyes alone. */
        identity: Type.Optional(Type.Union([Type.Literal('id-number'), Type.Literal('badge')])),
      },
      closed,
    ),
    topics,
    sealed: true,
    zh: '一名专家在 {site} 签到',
    en: 'An expert has checked in at {site}',
  },
  'check-in.undone': {
    payload: Type.Object(
      { site: Id, realId: Id, badge: Line, project: Id, expert: Line, reason: Prose },
      closed,
    ),
    topics,
    sealed: true,
    zh: '{site} 撤销一次签到',
    en: 'A check-in at {site} was undone',
  },
  'panel.assembled': {
    payload: Type.Object({ project: Id }, closed),
    topics,
    sealed: false,
    zh: '评标委员会全部到齐，名单解封',
    en: 'The whole panel has checked in; names are unsealed',
  },
  'seat-draw.requested': {
    payload: Type.Object(
      {
        drawId: DrawId,
        hall: Halls,
        occupants: Type.Array(
          Type.Object({ pseudonym: Line, project: Id, expert: Line, realId: Id }, closed),
        ),
      },
      closed,
    ),
    topics: ['hall', 'draws'],
    sealed: true,
    zh: '大厅 {hall} 发起座位抽取 {drawId}',
    en: 'Seat draw {drawId} asked for in hall {hall}',
  },
  'seats.drawn': {
    payload: Type.Object(
      {
        drawId: DrawId,
        hall: Id,
        placements: Type.Array(
          Type.Object({ project: Id, expert: Line, realId: Id, seat: Id, slip: Line }, closed),
        ),
      },
      closed,
    ),
    topics,
    sealed: true,
    zh: '大厅 {hall} 座位抽取完成，座位单可以发放',
    en: 'Seats in hall {hall} are drawn; slips can be handed out',
  },
  'slip.read': {
    payload: Type.Object({ site: Id, badge: Line }, closed),
    topics: ['hall'],
    sealed: true,
    zh: '{site} 打印一张座位单',
    en: 'A seat slip was printed at {site}',
  },
  'admission.granted': {
    payload: Type.Object(
      {
        ...{ project: Id, expert: Line, booth: Id, seat: Id, boothDigest: Hex32 },
        /** When the booth has let them in by their seat slip, by its own clock; the line was down. */
        bySlipAt: Type.Optional(Instant),
      },
      closed,
    ),
    topics,
    sealed: true,
    zh: '一名专家通过入座核验',
    en: 'An expert is admitted at their seat',
  },
  'admission.refused': {
    payload: Type.Object(
      { booth: Id, seat: Id, site: Id, badge: Line, code: Line, zh: Line, en: Line },
      closed,
    ),
    topics: ['hall', 'alerts'],
    sealed: false,
    zh: '卡位 {seat} 拒绝工作证 {badge} 入座：{zh}',
    en: 'Booth at {seat} refused badge {badge}: {en}',
  },
  'signature.refused': {
    payload: Type.Object({ booth: Id, seat: Id, site: Id, code: Line, zh: Prose, en: Prose }, closed),
    topics: ['hall', 'alerts'],
    sealed: false,
    zh: '卡位 {seat} 的签名被拒绝：{zh}',
    en: 'A signature at {seat} was refused: {en}',
  },
  'seat.vacated': {
    payload: Type.Object(
      { project: Id, expert: Line, realId: Id, hall: Id, seat: Id, reason: Prose },
      closed,
    ),
    topics,
    sealed: true,
    zh: '席位 {seat} 的终端故障，专家另行抽取座位：{reason}',
    en: 'The terminal at {seat} has failed; its expert gets another drawn seat: {reason}',
  },
  'seat.left': {
    payload: Type.Object({ booth: Id, seat: Id, project: Id, expert: Line }, closed),
    topics,
    sealed: true,
    zh: '席位 {seat} 的专家完成评标离席',
    en: 'The expert at {seat} has finished and left',
  },
  'expert.departed': {
    payload: Type.Object({ booth: Id, seat: Id, site: Id, project: Id, expert: Line, reason: Prose }, closed),
    topics,
    sealed: true,
    zh: '席位 {seat} 的专家中途离场：{reason}',
    en: 'The expert at {seat} has gone before the end: {reason}',
  },
  'booth.paused': {
    payload: Type.Object({ booth: Id, seat: Id, site: Id }, closed),
    topics: ['hall'],
    sealed: false,
    zh: '席位 {seat} 的专家暂停，屏幕已遮住',
    en: 'The expert at {seat} has paused; the screen is covered',
  },
  'booth.resumed': {
    payload: Type.Object({ booth: Id, seat: Id, site: Id }, closed),
    topics: ['hall'],
    sealed: false,
    zh: '席位 {seat} 的专家继续评标',
    en: 'The expert at {seat} goes on',
  },
  'booth.trouble': {
    payload: Type.Object(
      {
        booth: Id,
        seat: Id,
        site: Id,
        what: Trouble,
      },
      closed,
    ),
    topics: ['hall', 'alerts'],
    sealed: false,
    zh: '席位 {seat}：{what}',
    en: 'Seat {seat}: {what}',
    words: { what: troubleWords },
  },
});
