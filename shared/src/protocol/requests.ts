import { type Static, Type } from 'typebox';
import { Charge } from '../charge/charge.ts';
import { Employment, KinList, Periods, PoolExpert, Suspension } from '../pool/expert.ts';
import { IdProof } from '../pool/id-proof.ts';
import { AskedBeacon, CeremonyTimes } from './draws.ts';
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

/** POST /api/users (security-admin). `site` is required for hall; `charge` limits supervisors and discipline. */
export const NewUser = Type.Object(
  {
    ...{ user: UserName, name: Line, role: Role, password: Password },
    site: Type.Optional(Id),
    charge: Type.Optional(Charge),
  },
  closed,
);
/** POST /api/users/:user/charge (security-admin) */
export const ChangeCharge = Type.Object({ charge: Charge }, closed);
/** POST /api/users/:user/password (security-admin) */
export const ResetPassword = Type.Object({ password: Password }, closed);
/** POST /api/users/:user/disable (security-admin) */
export const DisableUser = Type.Object({ reason: Prose }, closed);

/** POST /api/sites (system-admin) */
export const NewSite = Type.Object({ id: Id, name: Line, city: Line }, closed);
const PlaceInHall = Type.Tuple([Type.Integer({ minimum: 1 }), Type.Integer({ minimum: 1 })]);
const Places = Type.Array(PlaceInHall, { maxItems: 1600 });
const Pairs = Type.Array(Type.Tuple([PlaceInHall, PlaceInHall]), { maxItems: 3200 });
/** A hall drawn on a grid (`HallDrawing`); what is not named is an open seat, and neighbours touch. */
const drawing = {
  rows: Type.Integer({ minimum: 1, maximum: 40 }),
  columns: Type.Integer({ minimum: 1, maximum: 40 }),
  closed: Type.Optional(Places),
  aisles: Type.Optional(Places),
  walls: Type.Optional(Pairs),
  joined: Type.Optional(Pairs),
};
/** POST /api/halls (system-admin) */
export const NewHall = Type.Object({ id: Id, site: Id, name: Line, ...drawing }, closed);
/** POST /api/halls/:hall/drawing (system-admin): the hall drawn anew, while nobody sits in it. */
export const HallRedrawn = Type.Object({ ...drawing, reason: Prose }, closed);
/** POST /api/booths (system-admin): a terminal for a seat; answers its token once. */
export const NewBooth = Type.Object({ id: Id, hall: Id, seat: Id }, closed);
/** POST /api/booths/:booth/revocation (system-admin): its certificates hold no more, from now on. */
export const BoothRevocation = Type.Object({ reason: Prose }, closed);

/** POST /api/booths/:booth/orders (hall: own site; supervisor): the text is the cause, the reason or the message. */
export const NewOrder = Type.Object(
  { kind: Type.Union([Type.Literal('lock'), Type.Literal('unlock'), Type.Literal('message')]), text: Prose },
  closed,
);

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

/** How a panel's ceremony is to be held. */
export const PanelCeremony = Type.Object(
  {
    /** Time for each phase, in seconds; the hub's own where nothing is said. */
    times: Type.Optional(Type.Partial(CeremonyTimes, closed)),
    beacon: Type.Optional(AskedBeacon),
  },
  closed,
);
export type PanelCeremony = Static<typeof PanelCeremony>;

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
    ...PanelCeremony.properties,
  },
  closed,
);
const SiteBounds = Type.Object(
  { min: Type.Integer({ minimum: 0, maximum: 100 }), max: Type.Integer({ minimum: 0, maximum: 100 }) },
  closed,
);
/**
 * POST /api/projects/:id/sites (agency): main and side sites are drawn from the project's sites before the panel is. For
 * whom and for which day is said here, and holds for the panel.
 */
export const SitesRequest = Type.Object(
  {
    sides: Type.Integer({ minimum: 0, maximum: 100 }),
    quotas: Type.Object({ main: SiteBounds, side: SiteBounds }, closed),
    excluded: PanelRequest.properties.excluded,
    day: PanelRequest.properties.day,
    possible: PanelRequest.properties.possible,
    ...PanelCeremony.properties,
  },
  closed,
);
export type SitesRequest = Static<typeof SitesRequest>;
/** POST /api/projects/:id/panel/from-sites (agency): asks for the panel once the sites are drawn; another day where said. */
export const PanelFromSites = Type.Object(
  { day: PanelRequest.properties.day, time: PanelRequest.properties.time, ...PanelCeremony.properties },
  closed,
);
/** POST /api/projects/:id/panel/replace (agency): the member with this ticket does not come, or has gone. */
export const ReplaceMember = Type.Object({ ticket: Hex32, reason: Prose }, closed);
/** POST /api/projects/:id/clarifications/:clarification (agency): the bidder's written answer. */
export const ClarificationAnswer = Type.Object({ answer: Prose }, closed);

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
/** POST /api/hall/departure (hall): the expert at this seat has gone before the end. */
export const Departure = Type.Object({ seat: Id, reason: Prose }, closed);

/** POST /api/alerts/:id/decide (supervisor, discipline; hall for its own site's booths) */
export const DecideAlert = Type.Object(
  {
    decision: Type.Union([Type.Literal('noted'), Type.Literal('handled'), Type.Literal('referred')]),
    note: Prose,
  },
  closed,
);
/** POST /api/projects/:id/flags/:flag/decide (supervisor, discipline): what becomes of an explained flag. */
export const DecideFlag = Type.Object(
  {
    act: Type.Union([
      Type.Literal('accept'), // closed as explained
      Type.Literal('note'), // closed, and the report notes it
      Type.Literal('send-back'), // the panel votes on it
      Type.Literal('refer'), // closed, and passed on
    ]),
    reason: Prose,
  },
  closed,
);
/** POST /api/hall/slips (hall): the seat slip of one who is checked in; each reading is an event. */
export const SlipRequest = Type.Object({ badge: Badge }, closed);
