import type { HallDeskView, SeatState, SeatView } from '#shared/protocol/views.ts';
import { drawingOf } from '#shared/venues/plan.ts';
import { alertsOfSite } from '../alerts/reads.ts';
import { drawView, findDraw } from '../draws/reads.ts';
import type { Hub } from '../gateway/hub.ts';
import { lockedBooths } from '../orders/reads.ts';
import { namesOf } from '../pool/reads.ts';
import type { Db } from '../store/database.ts';
import { boothsOfHall, findSite, type HallPlan } from '../venues/reads.ts';
import { attendance, isDue, joining, loadSite } from './decide/site-now.ts';
import { identityView } from './identity.ts';
import { type Attendance, failedSeats, openTroubles, pausedBooths, type SeatDraw } from './reads.ts';

/** What the desk of a site sees: people who have come, seats and their states; never a project. */
export async function deskView(hub: Hub, siteId: string): Promise<HallDeskView> {
  const { store: db, presence, now } = hub;
  const at = now().toISOString();
  const site = await findSite(db, siteId);
  const ground = await loadSite(db, siteId);
  const { halls, draws, present } = ground;
  const attendances = present.filter((entry) => entry.state !== 'replaced');
  const expected = ground.members.filter((member) => isDue(member, at));
  const stillOn = (expert: string) => expected.some((member) => member.expert === expert);
  // Who has left an evaluation that is over is no longer this desk's affair.
  const here = attendances.filter(({ state, expert }) => state !== 'left' || stillOn(expert));
  const names = await namesOf(
    db,
    here.map(({ realId }) => realId),
  );
  const toSeat = attendances.filter((entry) => entry.state === 'checked-in').length;
  return {
    site: site ?? { id: siteId, name: siteId, city: '' },
    now: at,
    expected: expected.length,
    checkedIn: expected.filter((member) => attendances.some((entry) => entry.expert === member.expert))
      .length,
    allIn:
      (expected.length > 0 && attendance(ground, at).allIn) ||
      joining(present, (project) => ground.assembled.has(project)).length > 0,
    people: here.map((entry) => ({
      badge: entry.badge,
      name: names.get(entry.realId) ?? '',
      checkedInAt: entry.checkedInAt,
      hall: entry.hall,
      seat: entry.seat,
      slipReady: entry.slip !== null && entry.state === 'seated',
      admitted: entry.state === 'admitted',
      left: entry.state === 'left',
    })),
    halls: await Promise.all(
      halls.map(async (hall) => ({
        id: hall.id,
        name: hall.name,
        ...drawingOf(hall),
        seats: await seatViews(db, presence, hall, attendances),
        seatDraw: await latestSeatDraw(db, hall, draws),
        toSeat,
      })),
    ),
    alerts: await alertsOfSite(db, siteId),
    identity: identityView(hub),
  };
}

async function latestSeatDraw(db: Db, hall: HallPlan, draws: readonly SeatDraw[]) {
  const latest = draws.findLast(({ halls }) => halls.includes(hall.id));
  const draw = latest ? await findDraw(db, latest.drawId) : null;
  return draw ? drawView(draw, hall.name) : null;
}

async function seatViews(
  db: Db,
  presence: Hub['presence'],
  hall: HallPlan,
  attendances: readonly Attendance[],
): Promise<SeatView[]> {
  const failed = await failedSeats(db);
  const troubles = await openTroubles(db);
  const locks = await lockedBooths(db);
  const pauses = await pausedBooths(db);
  const booths = new Map((await boothsOfHall(db, hall.id)).map((booth) => [booth.seat, booth]));
  return hall.seats.map((seat): SeatView => {
    const booth = booths.get(seat.id);
    const heard = booth ? presence.of(booth.id) : null;
    return {
      id: seat.id,
      row: seat.row,
      column: seat.column,
      state: stateOf(seat.id, failed, booth !== undefined, attendances),
      booth: booth?.id ?? null,
      presence: heard?.presence ?? 'never',
      lastHeardAt: heard?.lastHeardAt ?? null,
      pending: heard?.pending ?? 0,
      trouble: (booth && troubles.get(booth.id)) ?? null,
      pausedAt: (booth && pauses.get(booth.id)) ?? null,
      lock: (booth && locks.get(booth.id)) ?? null,
    };
  });
}

function stateOf(
  seat: string,
  failed: ReadonlySet<string>,
  hasBooth: boolean,
  attendances: readonly Attendance[],
): SeatState {
  if (failed.has(seat)) return 'failed';
  if (!hasBooth) return 'closed';
  const states = attendances.filter((entry) => entry.seat === seat).map((entry) => entry.state);
  if (states.includes('admitted')) return 'admitted';
  if (states.includes('seated')) return 'taken';
  return states.includes('left') ? 'left' : 'free';
}
