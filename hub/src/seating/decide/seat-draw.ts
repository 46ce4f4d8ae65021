import { hexOf, pseudonymOf } from '#shared/canonical/index.ts';
import { Refusal } from '#shared/catalogue/refusal.ts';
import { requireRoom } from '#shared/draw/seats/room.ts';
import { type HallNow, waveInput } from '#shared/draw/seats/waves.ts';
import { byCodeUnit } from '#shared/draw/seed.ts';
import type { CeremonyTimes } from '#shared/protocol/draws.ts';
import { hallOfSeat } from '#shared/venues/plan.ts';
import { openedDraw } from '../../draws/decide/ceremony.ts';
import type { Command, Decision, Facts, NewEvent } from '../../ledger/command.ts';
import { findProject } from '../../projects/reads.ts';
import type { HallPlan } from '../../venues/reads.ts';
import type { Attendance } from '../reads.ts';
import { attendance, joining, loadSite, type SiteNow } from './site-now.ts';

type Opened = Decision<{ drawId: string }>;

/** Opens the draw of seats in these halls for everybody who has checked in at this site and has none. */
export const startSeatDraw: Command<
  { halls: readonly string[]; site: string; times: CeremonyTimes },
  SiteNow & { readonly sitesOf: ReadonlyMap<string, readonly string[]> },
  { drawId: string }
> = {
  name: 'start-seat-draw',
  async load(db, { site }) {
    const now = await loadSite(db, site);
    const projects = new Set(now.members.map(({ project }) => project));
    const sitesOf = new Map<string, readonly string[]>();
    for (const id of projects)
      sitesOf.set(id, (await findProject(db, id))?.project.panel.sites.map((one) => one.id) ?? []);
    return { ...now, sitesOf };
  },
  decide(now, { halls, site, times }, facts) {
    const chosen = halls.map((id) => hallOf(now, id));
    requireNoDraw(now);
    const { missing, allIn } = attendance(now, facts.at);
    const waiting = allIn
      ? now.present.filter((entry) => entry.state === 'checked-in')
      : joining(now.present, (project) => now.assembled.has(project));
    if (!allIn && waiting.length === 0) throw new Refusal('SEATS_NOT_ALL_IN', { missing });
    if (waiting.length === 0) throw new Refusal('SEATS_NOBODY');
    const parties = [...new Set(waiting.flatMap((entry) => now.sitesOf.get(entry.project) ?? [site]))].sort(
      byCodeUnit,
    );
    return openSeatDraw(now, { site, halls: chosen, waiting, parties, times }, facts);
  },
};

/**
 * The terminal at a seat has failed: the seat is closed, its slip void, and its expert gets a seat by a new draw among
 * the free ones of the hall, or of the whole site where the hall has none that fits. It is made with this site alone,
 * so that nobody waits for another city.
 */
export const moveExpert: Command<
  { seat: string; reason: string; site: string; times: CeremonyTimes },
  SiteNow,
  { drawId: string }
> = {
  name: 'move-expert',
  load: (db, { site }) => loadSite(db, site),
  decide(now, { seat, reason, site, times }, facts) {
    const hall = hallOf(now, hallOfSeat(seat));
    const holder = sitting(now).find((entry) => entry.seat === seat);
    if (!holder) throw new Refusal('SEAT_EMPTY', { seat });
    requireNoDraw(now);
    const { project, expert, realId } = holder;
    const vacated: NewEvent = {
      type: 'seat.vacated',
      subject: `hall/${hall.id}`,
      payload: { project, expert, realId, hall: hall.id, seat, reason },
    };
    const without: SiteNow = {
      ...now,
      usable: new Set([...now.usable].filter((place) => place !== seat)),
      present: now.present.filter((entry) => entry !== holder),
    };
    const move = { site, waiting: [holder], parties: [site], times };
    const drawAmong = (halls: readonly HallPlan[]) => openSeatDraw(without, { ...move, halls }, facts);
    const drawn = unlessRefused(() => drawAmong([hall])) ?? drawAmong(now.halls);
    return { ...drawn, events: [vacated, ...drawn.events] };
  },
};

function unlessRefused<T>(work: () => T): T | null {
  try {
    return work();
  } catch (error) {
    if (error instanceof Refusal) return null;
    throw error;
  }
}

function hallOf({ halls }: SiteNow, id: string): HallPlan {
  const hall = halls.find((one) => one.id === id);
  if (!hall) throw new Refusal('HALL_UNKNOWN', { hall: id });
  return hall;
}

/** Two draws at once could give the same seat twice. */
function requireNoDraw({ draws }: SiteNow): void {
  if (draws.some((draw) => !draw.done)) throw new Refusal('SEATS_DRAWING');
}

function sitting({ present }: SiteNow): (Attendance & { readonly seat: string })[] {
  return present.flatMap((entry) =>
    entry.seat !== null && (entry.state === 'seated' || entry.state === 'admitted')
      ? [{ ...entry, seat: entry.seat }]
      : [],
  );
}

interface Wanted {
  readonly site: string;
  readonly halls: readonly HallPlan[];
  readonly waiting: readonly Attendance[];
  readonly parties: readonly string[];
  readonly times: CeremonyTimes;
}

/** Freezes the input: the seats that are free, those who wait for one, and who sits already, who stays. */
function openSeatDraw(now: SiteNow, { site, halls, waiting, parties, times }: Wanted, facts: Facts): Opened {
  const { at, random } = facts;
  const label = halls.map(({ id }) => id).join('+');
  const place = halls.length === 1 ? label : `${site}_halls`;
  const drawId = `${place}-${at.slice(0, 10).replaceAll('-', '')}-${now.draws.length + 1}#1`;
  const salt = hexOf(random(32));
  const groupOf = (project: string) => pseudonymOf(drawId, project, salt);
  const occupants = waiting.map(({ project, expert, realId }) => ({
    pseudonym: pseudonymOf(drawId, `${project}/${expert}`, hexOf(random(32))),
    ...{ project, expert, realId },
  }));
  const arriving = occupants.map(({ pseudonym, project }) => ({ id: pseudonym, group: groupOf(project) }));
  const input = waveInput({ ...hallNow(now, halls, groupOf), hall: label }, arriving);
  requireRoom(input);
  const requested: NewEvent = {
    type: 'seat-draw.requested',
    subject: `site/${site}`,
    payload: { drawId, hall: label, occupants },
  };
  return {
    events: [requested, openedDraw({ drawId, about: label, input, parties, times }, at)],
    answer: { drawId },
  };
}

function hallNow(
  now: SiteNow,
  halls: readonly HallPlan[],
  groupOf: (project: string) => string,
): Omit<HallNow, 'hall'> {
  const open = new Set(halls.flatMap((hall) => hall.seats.map((seat) => seat.id)));
  return {
    usable: [...open].filter((seat) => now.usable.has(seat)),
    adjacent: halls.flatMap((hall) => hall.adjacent.map(([a, b]): [string, string] => [a, b])),
    sitting: sitting(now)
      .filter(({ seat }) => open.has(seat))
      .map(({ seat, project }) => ({ seat, group: groupOf(project) })),
  };
}
