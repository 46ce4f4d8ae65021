import type { BoothView } from '#shared/protocol/booth-frames.ts';
import type { SeatView } from '#shared/protocol/views.ts';
import type { Db } from '../store/database.ts';
import { rememberedQuery } from '../store/kept-query.ts';
import { boothAtSeat, findBooth, hallsOfSite } from '../venues/reads.ts';
import type { SeatingTables } from './tables.ts';

export type AttendanceState = 'checked-in' | 'seated' | 'admitted' | 'left' | 'replaced';

/** One who has checked in, and where they sit. */
export interface Attendance {
  readonly project: string;
  /** Pseudonym of the panel draw. */
  readonly expert: string;
  readonly realId: string;
  readonly site: string;
  readonly badge: string;
  readonly checkedInAt: string;
  readonly state: AttendanceState;
  readonly hall: string | null;
  readonly seat: string | null;
  readonly slip: string | null;
  readonly slipIssuedAt: string | null;
  /** The ledger's entry by which the seat was drawn; 0 before there was one. */
  readonly slipIssue: number;
  readonly booth: string | null;
  readonly boothDigest: string | null;
}

export interface SeatDraw {
  readonly drawId: string;
  /** Halls whose seats were drawn together; by far the most often one. */
  readonly halls: readonly string[];
  readonly occupants: readonly { pseudonym: string; project: string; expert: string; realId: string }[];
  readonly done: boolean;
}

export async function attendancesAtSite(db: Db, site: string): Promise<Attendance[]> {
  const rows = await db
    .selectFrom('attendances')
    .selectAll()
    .where('site', '=', site)
    .orderBy('checked_in_at')
    .execute();
  return rows.map(attendance);
}

export async function attendancesOf(db: Db, project: string): Promise<Attendance[]> {
  return (await db.selectFrom('attendances').selectAll().where('project', '=', project).execute()).map(
    attendance,
  );
}

/** Attendances with a seat, or one without: by slip, by badge. */
export async function attendanceBySlip(db: Db, slip: string): Promise<Attendance | null> {
  const row = await db
    .selectFrom('attendances')
    .selectAll()
    .where('slip', '=', slip)
    .where('state', 'in', ['seated', 'admitted'])
    .executeTakeFirst();
  return row ? attendance(row) : null;
}

/** Every attendance of a person, the latest first. */
export async function attendancesOfPerson(db: Db, realId: string): Promise<Attendance[]> {
  const rows = await db
    .selectFrom('attendances')
    .selectAll()
    .where('real_id', '=', realId)
    .orderBy('checked_in_at', 'desc')
    .execute();
  return rows.map(attendance);
}

const holding = rememberedQuery((db, { seat }: { seat: string }) =>
  db
    .selectFrom('attendances')
    .selectAll()
    .where('seat', '=', seat)
    .where('state', 'in', ['seated', 'admitted']),
);

/** Who holds a seat now: a slip is out for it, or its expert is admitted. */
export async function holderOfSeat(db: Db, seat: string): Promise<Attendance | null> {
  const [row] = await holding(db, { seat });
  return row ? attendance(row) : null;
}

/** Whether somebody holds a seat of a hall, or seats of it are being drawn. */
export async function hallInUse(db: Db, hall: string): Promise<boolean> {
  const held = await db
    .selectFrom('attendances')
    .select('seat')
    .where('hall', '=', hall)
    .where('state', 'in', ['seated', 'admitted'])
    .executeTakeFirst();
  if (held) return true;
  const draws = await db.selectFrom('seat_draws').select('hall').where('done', '=', 0).execute();
  return draws.some((draw) => draw.hall.split('+').includes(hall));
}

/** The seat draws of a site in the order they were asked for; their ids do not sort so, from the tenth on. */
export async function seatDraws(db: Db, site: string): Promise<SeatDraw[]> {
  const halls = new Set((await hallsOfSite(db, site)).map(({ id }) => id));
  if (halls.size === 0) return [];
  const rows = await db
    .selectFrom('seat_draws')
    .selectAll()
    .where((where) => where.or([where('hall', 'in', [...halls]), where('hall', 'like', '%+%')]))
    .orderBy('seq')
    .execute();
  return rows.map(seatDraw).filter((draw) => draw.halls.some((hall) => halls.has(hall)));
}

export async function findSeatDraw(db: Db, drawId: string): Promise<SeatDraw | null> {
  const row = await db.selectFrom('seat_draws').selectAll().where('draw', '=', drawId).executeTakeFirst();
  return row ? seatDraw(row) : null;
}

function seatDraw({ draw, hall, occupants, done }: SeatingTables['seat_draws']): SeatDraw {
  return {
    drawId: draw,
    halls: hall.split('+'),
    occupants: JSON.parse(occupants) as SeatDraw['occupants'],
    done: done === 1,
  };
}

/** Whether a seat draw is under way that places this one. */
export async function beingSeated(db: Db, { project, expert }: Pick<Attendance, 'project' | 'expert'>) {
  const rows = await db.selectFrom('seat_draws').select('occupants').where('done', '=', 0).execute();
  return rows.some(({ occupants }) =>
    (JSON.parse(occupants) as SeatDraw['occupants']).some(
      (entry) => entry.project === project && entry.expert === expert,
    ),
  );
}

/** A reading at a desk that led to a check-in. */
export interface Scan {
  readonly site: string;
  readonly badge: string;
  readonly undone: boolean;
}

/** The check-in that a desk asked for under this id; null where none followed from it. */
export async function findScan(db: Db, scan: string): Promise<Scan | null> {
  const row = await db.selectFrom('check_in_scans').selectAll().where('scan', '=', scan).executeTakeFirst();
  return row ? { site: row.site, badge: row.badge, undone: row.undone === 1 } : null;
}

/** Ids of the seat draws that are over and were to place an expert of this project; one that failed is among them. */
export async function seatDrawIdsOf(db: Db, project: string): Promise<string[]> {
  const rows = await db.selectFrom('seat_draws').selectAll().where('done', '=', 1).orderBy('seq').execute();
  return rows
    .filter((row) =>
      (JSON.parse(row.occupants) as SeatDraw['occupants']).some((entry) => entry.project === project),
    )
    .map((row) => row.draw);
}

/** The projects whose experts each seat draw was to place, by the draw's id. */
export async function projectsOfSeatDraws(db: Db): Promise<ReadonlyMap<string, readonly string[]>> {
  const rows = await db.selectFrom('seat_draws').select(['draw', 'occupants']).execute();
  return new Map(
    rows.map(({ draw, occupants }) => [
      draw,
      [...new Set((JSON.parse(occupants) as SeatDraw['occupants']).map(({ project }) => project))],
    ]),
  );
}

export async function openSlips(db: Db): Promise<Set<string>> {
  const rows = await db.selectFrom('attendances').select('slip').where('slip', 'is not', null).execute();
  return new Set(rows.map((row) => row.slip ?? ''));
}

export async function failedSeats(db: Db): Promise<Set<string>> {
  return new Set((await db.selectFrom('failed_seats').select('seat').execute()).map((row) => row.seat));
}

/** What the booths have reported and nobody has seen to, by booth. */
export async function openTroubles(db: Db): Promise<ReadonlyMap<string, NonNullable<SeatView['trouble']>>> {
  const rows = await db.selectFrom('booth_troubles').select(['booth', 'what']).execute();
  return new Map(rows.map(({ booth, what }) => [booth, what as NonNullable<SeatView['trouble']>]));
}

const callOf = rememberedQuery((db, { booth }: { booth: string }) =>
  db.selectFrom('booth_calls').selectAll().where('booth', '=', booth),
);

/** The last call for the staff by the expert in a booth; null for none. */
export async function lastCall(db: Db, booth: string): Promise<BoothView['call']> {
  const [row] = await callOf(db, { booth });
  return row ? { at: row.at, answeredAt: row.answered_at } : null;
}

/** Booths whose experts have covered their screens, and since when. */
export async function pausedBooths(db: Db): Promise<ReadonlyMap<string, string>> {
  const rows = await db.selectFrom('booth_pauses').selectAll().execute();
  return new Map(rows.map(({ booth, at }) => [booth, at]));
}

/** Where an expert of a project is; null before they have checked in. */
export async function seatOf(
  db: Db,
  project: string,
  expert: string,
): Promise<{ seat: string | null; booth: string | null; state: AttendanceState } | null> {
  const found = (await attendancesOf(db, project)).find((entry) => entry.expert === expert);
  if (!found) return null;
  const booth = found.seat ? ((await boothAtSeat(db, found.seat))?.id ?? null) : null;
  return { seat: found.seat, booth, state: found.state };
}

/** What a booth is there for now. */
export interface Occupancy {
  readonly booth: string;
  readonly seat: string;
  readonly hall: string;
  readonly site: string;
  readonly phase: 'closed' | 'open' | 'session';
  readonly boothDigest: string;
  /** Of the admitted expert; null unless the phase is `session`. */
  readonly project: string | null;
  readonly expert: string | null;
  readonly realId: string | null;
}

export async function occupancyOfBooth(db: Db, boothId: string): Promise<Occupancy | null> {
  const booth = await findBooth(db, boothId);
  if (!booth) return null;
  const place = { booth: booth.id, seat: booth.seat, hall: booth.hall, site: booth.site };
  const tenancy = await tenancyOf(db, booth.seat);
  if (tenancy.phase === 'session') return { ...place, ...tenancy };
  return { ...place, ...tenancy, boothDigest: booth.fingerprintDigest ?? '' };
}

/** What a seat is there for now: the part of an occupancy that changes. */
export type Tenancy =
  | ({ readonly phase: 'session'; readonly boothDigest: string } & Readonly<
      Record<'project' | 'expert' | 'realId', string>
    >)
  | ({
      readonly phase: 'closed' | 'open';
      /** Who is awaited at an open seat. */
      readonly awaited: Attendance | null;
    } & Readonly<Record<'project' | 'expert' | 'realId', null>>);

export async function tenancyOf(db: Db, seat: string): Promise<Tenancy> {
  const holder = await holderOfSeat(db, seat);
  if (holder?.state === 'admitted') {
    const { project, expert, realId, boothDigest } = holder;
    return { phase: 'session', boothDigest: boothDigest ?? '', project, expert, realId };
  }
  const nobody = { project: null, expert: null, realId: null };
  return { phase: holder ? 'open' : 'closed', awaited: holder, ...nobody };
}

function attendance(row: SeatingTables['attendances']): Attendance {
  return {
    project: row.project,
    expert: row.expert,
    realId: row.real_id,
    site: row.site,
    badge: row.badge,
    checkedInAt: row.checked_in_at,
    state: row.state as AttendanceState,
    hall: row.hall,
    seat: row.seat,
    slip: row.slip,
    slipIssuedAt: row.slip_issued_at,
    slipIssue: row.slip_issue,
    booth: row.booth,
    boothDigest: row.booth_digest,
  };
}
