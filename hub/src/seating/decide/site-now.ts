/** What a seat draw rests on: the site's halls, who sits there, who waits, and whose panels are complete. */
import { dayInChina } from '#shared/time/day.ts';
import { currentMembers, type Member } from '../../panels/reads.ts';
import type { Db } from '../../store/database.ts';
import { boothsOfHall, type HallPlan, hallsOfSite } from '../../venues/reads.ts';
import {
  type Attendance,
  attendancesAtSite,
  attendancesOf,
  failedSeats,
  type SeatDraw,
  seatDraws,
} from '../reads.ts';

export interface SiteNow {
  readonly halls: readonly HallPlan[];
  /** Seats with a registered booth that has not failed. */
  readonly usable: ReadonlySet<string>;
  readonly present: readonly Attendance[];
  /** Current members of panels of any day who belong to this site. */
  readonly members: readonly Member[];
  /** Projects of these members whose panels are complete at every site. */
  readonly assembled: ReadonlySet<string>;
  readonly draws: readonly SeatDraw[];
}

export async function loadSite(db: Db, site: string): Promise<SiteNow> {
  const halls = await hallsOfSite(db, site);
  const failed = await failedSeats(db);
  const booths = (await Promise.all(halls.map((hall) => boothsOfHall(db, hall.id)))).flat();
  const everybody = await currentMembers(db);
  const members = everybody.filter((member) => member.site === site);
  const assembled = new Set<string>();
  for (const project of new Set(members.map((member) => member.project))) {
    const arrived = new Set((await attendancesOf(db, project)).map((entry) => entry.expert));
    const panel = everybody.filter((member) => member.project === project);
    if (panel.every((member) => arrived.has(member.expert))) assembled.add(project);
  }
  return {
    ...{ halls, members, assembled },
    usable: new Set(booths.map((booth) => booth.seat).filter((seat) => !failed.has(seat))),
    present: await attendancesAtSite(db, site),
    draws: await seatDraws(db, site),
  };
}

/** Whether an evaluation is held by now: on this day, on one before (it goes on), or on one that nobody said. */
export function isDue({ day }: Pick<Member, 'day'>, at: string): boolean {
  return day === null || day <= dayInChina(at);
}

/** How many expected here by now have not come, and whether every panel concerned is complete at every site. */
export function attendance(
  { members, present, assembled }: Pick<SiteNow, 'members' | 'present' | 'assembled'>,
  at: string,
): { missing: number; allIn: boolean } {
  const expected = members.filter((member) => isDue(member, at));
  const arrived = new Set(present.map((entry) => entry.expert));
  const missing = expected.filter((member) => !arrived.has(member.expert)).length;
  return { missing, allIn: missing === 0 && expected.every((member) => assembled.has(member.project)) };
}

/**
 * Those who wait for a seat with a panel that has seats already: they come in another's place, or their move could
 * not be drawn. They need not wait for the panels of other projects.
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
