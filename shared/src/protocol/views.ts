import type { Text } from '../catalogue/text.ts';
import type { Charge } from '../charge/charge.ts';
import type { NamedBeacon } from '../draw/beacon.ts';
import type { DrawPhase } from '../draw/phase.ts';
import type { Project } from '../projects/project.ts';
import type { UncountedMark } from '../scoring/uncounted.ts';
import type { HallDrawing } from '../venues/plan.ts';
import type { Trouble } from './booth-frames.ts';
import type { BidderResult, ClarificationView, Stage, Verdict } from './evaluation.ts';
import type { FlagStep, LookbackFlag } from './flags.ts';
import type { Role } from './requests.ts';
import type { PanelTalk } from './talk.ts';

export type { FlagStep, LookbackFlag } from './flags.ts';

/** What the hub answers to pages. Each view holds what its reader may know and nothing else. */

/** GET /api/session (or null), answer of POST /api/session */
export interface SessionView {
  user: string;
  name: string;
  role: Role;
  site: string | null;
  charge: Charge;
}

/** GET /api/live: server-sent events, `event: changed`, data = this. Pages fetch again what they show. */
export interface Changed {
  topics: Topic[];
}
export type Topic =
  | 'projects'
  | 'draws'
  | 'hall'
  | 'alerts'
  | 'venues'
  | 'users'
  | 'experts'
  | 'batches'
  | 'record';

/** GET /api/projects → ProjectRow[] (agency, supervisor, discipline) */
export interface ProjectRow {
  id: string;
  title: string;
  stage: Stage;
  stageAt: string;
  bidders: number;
  panelSize: number;
  openAlerts: number;
}

/**
 * GET /api/projects/:id/exclusions?day= (agency, supervisor, discipline): whom the rules keep out, by number alone. Those
 * on another panel that day are not among them before this one is drawn.
 */
export interface ExclusionsView {
  day: string;
  /** Whether this is what the draw was made with; else what it would be made with now. */
  frozen: boolean;
  /** Candidates with a category of the project; null once frozen. */
  candidates: number | null;
  rules: ExclusionCount[];
}
export interface ExclusionCount {
  rule: string;
  /** False for names that are only alike. */
  certain: boolean;
  count: number;
  text: Text;
}

/** One member of the panel in the progress views. Name and site stay null until the whole panel has checked in. */
export interface MemberProgress {
  ticket: string;
  pseudonym: string;
  alias: string; // 专家甲
  category: string;
  name: string | null;
  site: string | null;
  isChair: boolean;
  state: 'called' | 'checked-in' | 'seated' | 'admitted' | 'left' | 'replaced';
  replacedBecause: string | null;
  pledgedAt: string | null;
  declaredAt: string | null;
  reviewedAt: string | null;
  /** How many marks of how many are given; never which. */
  marksGiven: number;
  marksTotal: number;
  readyAt: string | null;
  signedAt: string | null;
  sheetVersion: number;
  openFlags: number;
  consent: 'agree' | 'dissent' | 'refused' | null;
  /** Only for supervisors: presence of the expert's booth. */
  booth: { presence: Presence; lastHeardAt: string | null } | null;
}

export type Presence = 'never' | 'present' | 'suspect' | 'missing' | 'closed';

/** GET /api/projects/:id → ProjectView (agency, supervisor, discipline) */
export interface ProjectView {
  project: Project;
  stage: Stage;
  stageAt: string;
  warnings: { place: string; message: Text }[];
  draws: DrawView[];
  /** The draws of its main and side sites, where these are drawn. */
  siteDraws: DrawView[];
  /** The sites that were drawn; null where none were, and until the whole panel has checked in. */
  drawnSites: { id: string; role: 'main' | 'side' }[] | null;
  members: MemberProgress[];
  /** Bidder → valid, after the review is decided. */
  review: {
    bidder: string;
    valid: boolean;
    votes: { valid: number; invalid: number } | null;
    reasons: string[];
  }[];
  clarifications: ClarificationView[];
  /** Null before the reveal. */
  result: BidderResult[] | null;
  flags: LookbackFlag[] | null;
  /** What has happened to the flags, oldest first; null before the reveal. */
  flagSteps: FlagStep[] | null;
  /** Marks that the tender's own rule leaves out of the totals now. */
  uncounted: UncountedMark[] | null;
  report: { digest: string; sealedAt: string | null } | null;
  /** What the panel says to each other, by alias; null for the agency. */
  talk: PanelTalk | null;
  /** What has happened, newest first, in words; nothing sealed in it. */
  timeline: { seq: number; at: string; text: Text }[];
}

/** GET /api/projects/:id/marks (supervisor, discipline; after the reveal, else refused) */
export interface MarksView {
  experts: {
    pseudonym: string;
    alias: string;
    versions: { version: number; signedAt: string; marks: Record<string, Record<string, number>> }[];
  }[];
  verdicts: { alias: string; verdicts: Record<string, Verdict> }[];
}

/** GET /api/draws → DrawView[] (hall: those its site takes part in; supervisor, agency: of their projects) */
export interface DrawView {
  drawId: string;
  kind: 'panel' | 'seats' | 'sites';
  /** Project title for those who may know, hall name for seat draws; for a hall desk and a panel draw, only the draw id. */
  title: string;
  inputDigest: string;
  phase: DrawPhase;
  parties: {
    party: string;
    /** Whether the site has countersigned the frozen input; null in draws of before inputs were countersigned. */
    countersigned: boolean | null;
    committed: boolean;
    revealed: boolean;
    withheld: string | null;
  }[];
  commitmentRoot: string | null;
  deadline: string;
  beacon: null | { source: string; round: string; value: string };
  /** The beacon that was named in advance; null for none. */
  named: NamedBeacon | null;
  /** Who has entered its value so far; what, is told to nobody before two agree. */
  readings: { by: string; at: string }[];
  /** When two had entered different values, which then did not count; the latest, null for never. */
  readingsVoidedAt: string | null;
  seed: string | null;
  openedAt: string;
  completedAt: string | null;
}

/** GET /api/draws/watch → DrawRow[], the latest first (supervisor, discipline) */
export interface DrawRow extends Pick<DrawView, 'drawId' | 'kind' | 'phase' | 'openedAt' | 'completedAt'> {
  /** The project's title, or the names of the halls. */
  title: string;
}
/** GET /api/draws/:drawId/watch → WatchedDraw (supervisor, discipline): a ceremony as it goes */
export interface WatchedDraw {
  draw: DrawView;
  /** What the ledger holds of it, in its order. `party` is whose step it was. */
  record: { seq: number; at: string; type: string; party: string | null; text: Text }[];
}
/** GET /api/public/draws → PublishedDraw[], the latest first (anyone): draws whose evaluations are over */
export type PublishedDraw = Pick<DrawRow, 'drawId' | 'kind' | 'title' | 'completedAt'>;

export type SeatState =
  | 'free' // open, nobody
  | 'taken' // a slip is out for it
  | 'admitted' // the expert sits there
  | 'left' // the expert has finished
  | 'closed'
  | 'failed'; // terminal reported as failed

export interface SeatView {
  id: string;
  row: number;
  column: number;
  state: SeatState;
  booth: string | null;
  presence: Presence;
  lastHeardAt: string | null;
  /** Acts the booth holds that have not reached the hub. */
  pending: number;
  trouble: Exclude<Trouble, 'key-returned'> | null;
  lock: SeatLock | null;
  /** Since when the expert there has covered the screen. */
  pausedAt: string | null;
}

/** Why a booth is locked, since when, and who can clear it. */
export interface SeatLock {
  code: string;
  cause: Text;
  clears: Text;
  at: string;
  /** The booth has said that it is locked. */
  arrived: boolean;
}

/** GET /api/hall → HallDeskView (hall: own site) */
export interface HallDeskView {
  site: { id: string; name: string; city: string };
  now: string;
  /** How many experts are expected here in all; never who, before they come. */
  expected: number;
  checkedIn: number;
  /**
   * Seats may be drawn: every panel expected here is complete at every site, or somebody waits who joins a panel
   * that sits already.
   */
  allIn: boolean;
  people: {
    badge: string;
    name: string;
    checkedInAt: string;
    hall: string | null;
    seat: string | null;
    slipReady: boolean;
    admitted: boolean;
    left: boolean;
  }[];
  halls: (HallDrawing & {
    id: string;
    name: string;
    seats: SeatView[];
    seatDraw: DrawView | null;
    toSeat: number;
  })[];
  alerts: AlertView[];
  /** How this hub's desks check in. */
  identity: {
    /** The ID number is compared too; otherwise the badge is enough. */
    needed: boolean;
    /** For proofs of an ID number that was read (shared/src/pool/id-proof.ts). */
    key: string;
    /** Address of the ID card reader's service on each desk's own machine; '' for none. */
    reader: string;
  };
}

/** POST /api/hall/slips {badge} → SlipView: the slip to print, for its holder alone; each reading is recorded. */
export interface SlipView {
  badge: string;
  name: string;
  site: string;
  hall: string;
  seat: string;
  row: number;
  column: number;
  /** Six digits, for the keyboard. */
  code: string;
  /** The digits of the QR code (shared/src/slips/slip.ts). */
  qr: string;
  issuedAt: string;
}

/**
 * GET /api/alerts, ?project=ID → AlertView[], newest first (supervisor, discipline: all, or those of a project; hall: its
 * own booths, without projects); no more than MOST_ALERTS
 */
export interface AlertView {
  id: string;
  code: string;
  severity: 'info' | 'warning' | 'severe';
  at: string;
  text: Text;
  project: string | null;
  site: string | null;
  booth: string | null;
  state: 'open' | 'decided';
  decision: { decision: 'noted' | 'handled' | 'referred'; note: string; by: string; at: string } | null;
}

/** GET /api/behind → {behind: BehindView | null} (whoever is signed in) */
export interface BehindView {
  since: string;
  /** Entries the ledger had at least; 0 where only acts of booths are missing. */
  size: number;
  /** Booths with acts that have not come back. */
  booths: number;
  /** Who holds what (system-admin, audit-admin); null for others. */
  missing: {
    readonly heads: readonly { readonly source: string; readonly size: number; readonly root: string }[];
    readonly acts: readonly { readonly booth: string; readonly n: number }[];
  } | null;
}

/** GET /api/users → UserRow[] (security-admin, audit-admin) */
export interface UserRow extends SessionView {
  disabled: boolean;
  lastSignInAt: string | null;
}

/** GET /api/sites (security-admin) */
export interface SiteRow {
  id: string;
  name: string;
  city: string;
}

/** GET /api/venues → VenueView[] (system-admin, audit-admin, supervisor) */
export interface VenueView extends SiteRow {
  halls: (HallDrawing & { id: string; name: string; booths: BoothRow[] })[];
}
export interface BoothRow {
  id: string;
  seat: string;
  presence: Presence;
  lastHeardAt: string | null;
  fingerprintDigest: string | null;
  fingerprintParts: { part: string; value: string }[];
}

/** GET /api/record?after=SEQ&limit=N → RecordRow[] (audit-admin): the ledger; payloads of the evaluation stay sealed (null). */
export interface RecordRow {
  seq: number;
  at: string;
  type: string;
  subject: string;
  text: Text;
  digest: string;
  leafHash: string;
  payload: unknown | null;
}
