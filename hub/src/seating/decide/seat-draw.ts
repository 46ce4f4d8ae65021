import { hexOf, pseudonymOf } from '#shared/canonical/index.ts';
import type { EventPayload } from '#shared/catalogue/events/index.ts';
import { Refusal } from '#shared/catalogue/refusal.ts';
import type { SeatsInput } from '#shared/draw/input.ts';
import type { SeatsResult } from '#shared/draw/seats/draw-seats.ts';
import { requireRoom } from '#shared/draw/seats/room.ts';
import { byCodeUnit } from '#shared/draw/seed.ts';
import { openedDraw } from '../../draws/decide.ts';
import type { Command, Facts, NewEvent } from '../../ledger/command.ts';
import { currentMembers, type Member } from '../../panels/reads.ts';
import { findProject } from '../../projects/reads.ts';
import type { Db } from '../../store/database.ts';
import { boothsOfHall, findHall, type HallPlan } from '../../venues/reads.ts';
import {
  type Attendance,
  attendancesAtSite,
  attendancesOf,
  failedSeats,
  openSlips,
  type SeatDraw,
  seatDraws,
} from '../reads.ts';

interface HallGround {
  readonly hall: HallPlan | null;
  /** Seats with a registered booth that has not failed. */
  readonly usable: ReadonlySet<string>;
  readonly present: readonly Attendance[];
  /** Current members of panels expected at this site. */
  readonly expected: readonly Member[];
  /** Projects of the expected whose panels are complete at every site. */
  readonly assembled: ReadonlySet<string>;
  readonly sitesOf: ReadonlyMap<string, readonly string[]>;
  readonly draws: readonly SeatDraw[];
}

async function loadHall(db: Db, hallId: string): Promise<HallGround> {
  const hall = await findHall(db, hallId);
  const site = hall?.site ?? '';
  const failed = await failedSeats(db);
  const booths = await boothsOfHall(db, hallId);
  const members = await currentMembers(db);
  const present = await attendancesAtSite(db, site);
  const projects = [
    ...new Set(members.filter((member) => member.site === site).map((member) => member.project)),
  ];
  const assembled = new Set<string>();
  const sitesOf = new Map<string, readonly string[]>();
  for (const project of projects) {
    const arrived = new Set((await attendancesOf(db, project)).map((entry) => entry.expert));
    const panel = members.filter((member) => member.project === project);
    if (panel.every((member) => arrived.has(member.expert))) assembled.add(project);
    sitesOf.set(
      project,
      (await findProject(db, project))?.project.panel.sites.map((entry) => entry.id) ?? [],
    );
  }
  return {
    hall,
    usable: new Set(booths.map((booth) => booth.seat).filter((seat) => !failed.has(seat))),
    present,
    expected: members.filter((member) => member.site === site),
    assembled,
    sitesOf,
    draws: await seatDraws(db, hallId),
  };
}

/** How many expected here have not come, and whether every panel concerned is complete at every site. */
export function attendance({
  expected,
  present,
  assembled,
}: Pick<HallGround, 'expected' | 'present' | 'assembled'>) {
  const arrived = new Set(present.map((entry) => entry.expert));
  const missing = expected.filter((member) => !arrived.has(member.expert)).length;
  const allIn = missing === 0 && expected.every((member) => assembled.has(member.project));
  return { missing, allIn };
}

/**
 * Those who wait for a seat with a panel that has seats here already: they come in another's place, or their
 * move could not be drawn. They need not wait for other panels, which may be drawn for tomorrow.
 */
export function joining(
  present: readonly Attendance[],
  assembled: (project: string) => boolean,
): Attendance[] {
  const sits = new Set(present.filter((entry) => entry.seat !== null).map((entry) => entry.project));
  return present.filter(
    (entry) => entry.state === 'checked-in' && sits.has(entry.project) && assembled(entry.project),
  );
}

/** Opens the draw of seats for everybody who has checked in at this site and has none. */
export const startSeatDraw: Command<
  { hall: string; site: string; seconds: number },
  HallGround,
  { drawId: string }
> = {
  name: 'start-seat-draw',
  load: (db, { hall }) => loadHall(db, hall),
  decide(ground, { hall, site, seconds }, facts) {
    if (ground.hall?.site !== site) throw new Refusal('HALL_UNKNOWN', { hall });
    if (ground.draws.some((draw) => !draw.done)) throw new Refusal('SEATS_DRAWING');
    const { missing, allIn } = attendance(ground);
    const waiting = allIn
      ? ground.present.filter((entry) => entry.state === 'checked-in')
      : joining(ground.present, (project) => ground.assembled.has(project));
    if (!allIn && waiting.length === 0) throw new Refusal('SEATS_NOT_ALL_IN', { missing });
    if (waiting.length === 0) throw new Refusal('SEATS_NOBODY');
    const parties = [
      ...new Set(waiting.flatMap((entry) => ground.sitesOf.get(entry.project) ?? [site])),
    ].sort(byCodeUnit);
    return openSeatDraw(ground, ground.hall, waiting, { parties, seconds }, facts);
  },
};

/**
 * The terminal at a seat has failed: the seat is closed, its slip void, and its expert gets a seat by a new draw
 * among the free ones, made with this site alone so that nobody waits for another city.
 */
export const moveExpert: Command<
  { hall: string; seat: string; reason: string; site: string; seconds: number },
  HallGround,
  { drawId: string }
> = {
  name: 'move-expert',
  load: (db, { hall }) => loadHall(db, hall),
  decide(ground, { hall, seat, reason, site, seconds }, facts) {
    if (ground.hall?.site !== site) throw new Refusal('HALL_UNKNOWN', { hall });
    const holder = ground.present.find(
      (entry) => entry.seat === seat && (entry.state === 'seated' || entry.state === 'admitted'),
    );
    if (!holder) throw new Refusal('SEAT_EMPTY', { seat });
    if (ground.draws.some((draw) => !draw.done)) throw new Refusal('SEATS_DRAWING');
    const { project, expert, realId } = holder;
    const vacated: NewEvent = {
      type: 'seat.vacated',
      subject: `hall/${hall}`,
      payload: { project, expert, realId, hall, seat, reason },
    };
    const without: HallGround = {
      ...ground,
      usable: new Set([...ground.usable].filter((place) => place !== seat)),
      present: ground.present.filter((entry) => entry !== holder),
    };
    const drawn = openSeatDraw(without, ground.hall, [holder], { parties: [site], seconds }, facts);
    return { events: [vacated, ...drawn.events], answer: drawn.answer };
  },
};

function openSeatDraw(
  ground: HallGround,
  hall: HallPlan,
  waiting: readonly Attendance[],
  { parties, seconds }: { parties: readonly string[]; seconds: number },
  { at, random }: Facts,
) {
  const drawId = `${hall.id}-${at.slice(0, 10).replaceAll('-', '')}-${ground.draws.length + 1}#1`;
  const salt = hexOf(random(32));
  const occupants = waiting.map(({ project, expert, realId }) => ({
    pseudonym: pseudonymOf(drawId, `${project}/${expert}`, hexOf(random(32))),
    project,
    expert,
    realId,
  }));
  const input: SeatsInput = {
    kind: 'seats',
    hall: hall.id,
    rules: 'kawei/seats@1',
    seats: freeSeats(ground, hall, waiting),
    adjacent: hall.adjacent.map(([a, b]) => [a, b]),
    occupants: occupants
      .map(({ pseudonym, project }) => ({ id: pseudonym, group: pseudonymOf(drawId, project, salt) }))
      .sort((a, b) => byCodeUnit(a.id, b.id)),
  };
  requireRoom(input);
  const requested: NewEvent = {
    type: 'seat-draw.requested',
    subject: `hall/${hall.id}`,
    payload: { drawId, hall: hall.id, occupants },
  };
  return {
    events: [requested, openedDraw({ drawId, about: hall.id, input, parties, seconds }, at)],
    answer: { drawId },
  };
}

/** Usable seats that nobody holds and that have no neighbour of a project that is now to be seated. */
function freeSeats(
  { usable, present }: HallGround,
  hall: HallPlan,
  waiting: readonly Attendance[],
): string[] {
  const held = present.filter(
    (entry) => entry.seat !== null && (entry.state === 'seated' || entry.state === 'admitted'),
  );
  const projects = new Set(waiting.map((entry) => entry.project));
  const barred = new Set(held.map((entry) => entry.seat ?? ''));
  for (const { seat, project } of held) {
    if (!projects.has(project)) continue;
    for (const [a, b] of hall.adjacent) {
      if (a === seat) barred.add(b);
      if (b === seat) barred.add(a);
    }
  }
  return hall.seats.map((seat) => seat.id).filter((seat) => usable.has(seat) && !barred.has(seat));
}

/** The seats are drawn: everyone gets a slip with a code of six digits that no other open slip has. */
export const recordSeats: Command<
  EventPayload<'draw.completed'>,
  { draw: SeatDraw | undefined; taken: ReadonlySet<string> },
  null
> = {
  name: 'record-seats',
  load: async (db, { drawId, about }) => ({
    draw: (await seatDraws(db, about)).find((entry) => entry.drawId === drawId),
    taken: await openSlips(db),
  }),
  decide({ draw, taken }, { drawId, transcript }, { random }) {
    if (!draw) throw new Error(`no request for seat draw ${drawId}`);
    const { placement } = transcript.result as SeatsResult;
    const used = new Set(taken);
    const placements = draw.occupants.map(({ pseudonym, project, expert, realId }) => {
      const slip = freshSlip(used, random);
      used.add(slip);
      return { project, expert, realId, seat: placement[pseudonym] ?? '', slip };
    });
    const payload = { drawId, hall: draw.hall, placements };
    return { events: [{ type: 'seats.drawn', subject: `hall/${draw.hall}`, payload }], answer: null };
  },
};

function freshSlip(used: ReadonlySet<string>, random: Facts['random']): string {
  for (;;) {
    const number = new DataView(new Uint8Array(random(4)).buffer).getUint32(0);
    const slip = String(number % 1_000_000).padStart(6, '0');
    if (!used.has(slip)) return slip;
  }
}
