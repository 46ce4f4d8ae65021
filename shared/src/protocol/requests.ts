import { type Static, Type } from 'typebox';
import { Badge, closed, DrawId, Hex32, Id, Line, Prose, written } from './primitives.ts';

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

/** POST /api/experts (system-admin): the pool. Existing ids are replaced as a whole; a faulty list changes nothing. */
export const PoolExpert = Type.Object(
  {
    id: Id,
    name: Line,
    idNumber: Type.String({ pattern: '^[0-9]{17}[0-9X]$' }),
    badge: Badge,
    categories: Type.Array(Id, { minItems: 1, maxItems: 20, uniqueItems: true }),
    site: Id,
    employer: Line,
    /** SHA-256 of the DER certificate on the expert's USB key. */
    keyFingerprint: Hex32,
  },
  closed,
);
export const PoolImport = Type.Object(
  { experts: Type.Array(PoolExpert, { minItems: 1, maxItems: 100_000 }) },
  closed,
);
export type PoolExpert = Static<typeof PoolExpert>;

/** POST /api/projects/:id/panel (agency): freezes the panel draw's input and opens its ceremony. */
export const PanelRequest = Type.Object(
  { excluded: Type.Array(Type.Object({ expert: Id, reason: Prose }, closed), { maxItems: 1000 }) },
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

/** POST /api/hall/check-in (hall) */
export const CheckIn = Type.Object(
  { badge: Badge, idNumber: Type.String({ pattern: '^[0-9]{17}[0-9X]$' }) },
  closed,
);
/** POST /api/hall/check-in/undo (hall) */
export const UndoCheckIn = Type.Object({ badge: Badge, reason: Prose }, closed);
/** POST /api/hall/seat-draw (hall): draws seats for all who are checked in and not seated, in this hall. */
export const StartSeatDraw = Type.Object({ hall: Id }, closed);
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
