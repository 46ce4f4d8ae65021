import { type Static, Type } from 'typebox';
import { Employment, KinList, Periods, PoolExpert, Suspension } from '../pool/expert.ts';
import { IdProof } from '../pool/id-proof.ts';
import { Badge, closed, Day, DrawId, Hex32, Id, Instant, Line, Prose, written } from './primitives.ts';

/** Bodies of what pages send to the hub. Addresses stand beside each; the hub serves them as OpenAPI too. */

export const Role = Type.Union([
  Type.Literal('hall'), // 场地人员: one site
  Type.Literal('agency'), // 代理机构
  Type.Literal('supervisor'), // 行政监督
  Type.Literal('discipline'), // 纪检监察
  Type.Literal('system-admin'), // 系统管理员
  Type.Literal('security-admin'), // 安全管理员
  Type.Literal('audit-admin'), // 审计管理员
]);
export type Role = Static<typeof Role>;

const Password = Type.String({ minLength: 10, maxLength: 128 });
const UserName = Type.String({ pattern: '^[a-z0-9][a-z0-9_.-]{1,31}$' });

/** POST /api/session */
export const SignIn = Type.Object(
  {
    user: written(1, 64),
    password: Type.String({ minLength: 1, maxLength: 128 }),
  },
  closed,
);
/** POST /api/session/password */
export const ChangePassword = Type.Object(
  { current: Type.String({ minLength: 1, maxLength: 128 }), next: Password },
  closed,
);

/** POST /api/users (security-admin). `site` is required for hall, `projects` limits supervisors ('*' for all). */
export const NewUser = Type.Object(
  { user: UserName, name: Line, role: Role, password: Password, site: Type.Optional(Id) },
  closed,
);
/** POST /api/users/:user/password (security-admin) */
export const ResetPassword = Type.Object({ password: Password }, closed);
/** POST /api/users/:user/disable (security-admin) */
export const DisableUser = Type.Object({ reason: Prose }, closed);

/** POST /api/sites (system-admin) */
export const NewSite = Type.Object({ id: Id, name: Line, city: Line }, closed);
/** POST /api/halls (system-admin). Seats are a grid of rows × columns less the closed ones; neighbours touch. */
export const NewHall = Type.Object(
  {
    id: Id,
    site: Id,
    name: Line,
    rows: Type.Integer({ minimum: 1, maximum: 40 }),
    columns: Type.Integer({ minimum: 1, maximum: 40 }),
    closed: Type.Optional(
      Type.Array(Type.Tuple([Type.Integer({ minimum: 1 }), Type.Integer({ minimum: 1 })]), {
        maxItems: 1600,
      }),
    ),
  },
  closed,
);
/** POST /api/booths (system-admin): a terminal for a seat; answers its token once. */
export const NewBooth = Type.Object({ id: Id, hall: Id, seat: Id }, closed);

/** POST /api/experts (system-admin): the pool. Those with a known id are replaced; a faulty list changes nothing. */
export const PoolImport = Type.Object(
  { experts: Type.Array(PoolExpert, { minItems: 1, maxItems: 100_000 }) },
  closed,
);
/** POST /api/experts/:id/employments (system-admin): without an end it is the present one from that day on. */
export const NewEmployment = Type.Object({ employment: Employment, reason: Prose }, closed);
/** POST /api/experts/:id/kin (system-admin): in the place of those declared before. */
export const KinDeclared = Type.Object({ kin: KinList, reason: Prose }, closed);
/** POST /api/experts/:id/availability (system-admin): the days on which they cannot come, in the place of the former. */
export const Availability = Type.Object({ unavailable: Periods, reason: Prose }, closed);
/** POST /api/experts/:id/suspensions (system-admin) */
export const NewSuspension = Suspension;
/** POST /api/experts/:id/suspensions/:suspension/lift (system-admin) */
export const LiftSuspension = Type.Object({ reason: Prose }, closed);

/** POST /api/projects/:id/panel (agency): freezes the panel draw's input and opens its ceremony. */
export const PanelRequest = Type.Object(
  {
    excluded: Type.Array(Type.Object({ expert: Id, reason: Prose }, closed), { maxItems: 1000 }),
    /** Day of the evaluation, in China; the day of the request where nothing is said. */
    day: Type.Optional(Day),
    /** When to report on that day, in China. */
    time: Type.Optional(Type.String({ pattern: '^([01]\\d|2[0-3]):[0-5]\\d$' })),
    /** What becomes of those whose employer has nearly the name of a party; they stay out where nothing is said. */
    possible: Type.Optional(Type.Union([Type.Literal('exclude'), Type.Literal('keep')])),
  },
  closed,
);
/** POST /api/projects/:id/panel/replace (agency): the member with this ticket does not come. */
export const ReplaceMember = Type.Object({ ticket: Hex32, reason: Prose }, closed);
/** POST /api/projects/:id/clarifications/:clarification (agency): the bidder's written answer. */
export const ClarificationAnswer = Type.Object({ answer: Prose }, closed);

/** POST /api/draws/:drawId/commit (hall) */
export const DrawCommit = Type.Object({ commitment: Hex32 }, closed);
/** POST /api/draws/:drawId/reveal (hall) */
export const DrawReveal = Type.Object({ nonce: Hex32, salt: Hex32 }, closed);
export const DrawPath = Type.Object({ drawId: DrawId }, closed);

/**
 * POST /api/hall/check-in (hall). `scan` is made by whoever asks, at random: with the same one it is the same check-in,
 * however often it is asked for. The ID number as read, or the proof of it that was kept while the hub was out of reach;
 * neither where the hub is set to check in by badge.
 */
export const CheckIn = Type.Object(
  {
    scan: Hex32,
    badge: Badge,
    idNumber: Type.Optional(Type.String({ pattern: '^[0-9]{17}[0-9X]$' })),
    idProof: Type.Optional(IdProof),
    /** When the desk has read the badge, by its own clock. */
    readAt: Type.Optional(Instant),
  },
  closed,
);
/** POST /api/hall/check-in/undo (hall) */
export const UndoCheckIn = Type.Object({ badge: Badge, reason: Prose }, closed);
/** POST /api/hall/seat-draw (hall): draws seats for all who are checked in and not seated, in these halls together. */
export const StartSeatDraw = Type.Object(
  { halls: Type.Array(Id, { minItems: 1, maxItems: 20, uniqueItems: true }) },
  closed,
);
/** POST /api/hall/move (hall): the terminal at this seat has failed; its expert moves to a drawn free seat. */
export const MoveExpert = Type.Object({ seat: Id, reason: Prose }, closed);

/** POST /api/alerts/:id/decide (supervisor, discipline; hall for its own site's booths) */
export const DecideAlert = Type.Object(
  {
    decision: Type.Union([Type.Literal('noted'), Type.Literal('handled'), Type.Literal('referred')]),
    note: Prose,
  },
  closed,
);
/** POST /api/hall/slips (hall): the seat slip of one who is checked in; each reading is an event. */
export const SlipRequest = Type.Object({ badge: Badge }, closed);
