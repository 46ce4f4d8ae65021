import { Refusal } from '#shared/catalogue/refusal.ts';
import type { Command, NewEvent } from '../../ledger/command.ts';
import {
  expertByBadge,
  type Member,
  membershipsOf,
  membersOf,
  type PooledExpert,
} from '../../panels/reads.ts';
import type { Db } from '../../store/database.ts';
import { type Attendance, attendancesOf, attendancesOfPerson } from '../reads.ts';

interface Arrival {
  readonly expert: PooledExpert | null;
  /** Where they are on a panel now, and who else is. */
  readonly membership: Member | null;
  readonly panel: readonly Member[];
  readonly here: readonly Attendance[];
  readonly mine: Attendance | null;
}

async function loadArrival(db: Db, badge: string): Promise<Arrival> {
  const expert = await expertByBadge(db, badge);
  const memberships = expert ? await membershipsOf(db, expert.id) : [];
  const attended = expert ? await attendancesOfPerson(db, expert.id) : [];
  // A panel whose evaluation this person has left is over for them; the one to come is what they are here for.
  const membership =
    memberships.find(
      ({ project }) => !attended.some((entry) => entry.project === project && entry.state === 'left'),
    ) ?? null;
  return {
    expert,
    membership,
    panel: membership ? await membersOf(db, membership.project) : [],
    here: membership ? await attendancesOf(db, membership.project) : [],
    mine: attended.find((entry) => entry.project === membership?.project) ?? null,
  };
}

/** Checks in the holder of a badge whose ID number agrees; the last of a panel unseals its names. */
export const checkIn: Command<{ badge: string; idNumber: string; site: string }, Arrival, { name: string }> =
  {
    name: 'check-in',
    load: (db, { badge }) => loadArrival(db, badge),
    decide({ expert, membership, panel, here, mine }, { badge, idNumber, site }) {
      if (!expert) throw new Refusal('CHECK_IN_BADGE', { badge });
      if (expert.idNumber !== idNumber) throw new Refusal('CHECK_IN_ID_NUMBER');
      if (!membership) throw new Refusal('CHECK_IN_NOT_EXPECTED');
      if (membership.site !== site) throw new Refusal('CHECK_IN_OTHER_SITE');
      if (mine) throw new Refusal('CHECK_IN_DONE');
      const { project } = membership;
      const subject = `project/${project}`;
      const payload = { site, realId: expert.id, badge, project, expert: membership.expert };
      const events: NewEvent[] = [{ type: 'expert.checked-in', subject: `site/${site}`, payload }];
      const arrived = new Set([...here.map((entry) => entry.expert), membership.expert]);
      const all = panel
        .filter((member) => member.state === 'current')
        .every((member) => arrived.has(member.expert));
      if (all) events.push({ type: 'panel.assembled', subject, payload: { project } });
      return { events, answer: { name: expert.name } };
    },
  };

/** Takes a mistaken check-in back, as long as no seat is drawn; the trace stays. */
export const undoCheckIn: Command<{ badge: string; reason: string; site: string }, Arrival, null> = {
  name: 'undo-check-in',
  load: (db, { badge }) => loadArrival(db, badge),
  decide({ expert, mine }, { badge, reason, site }) {
    if (!expert) throw new Refusal('CHECK_IN_BADGE', { badge });
    if (!mine || mine.site !== site) throw new Refusal('CHECK_IN_NONE');
    if (mine.state !== 'checked-in') throw new Refusal('CHECK_IN_SEATED');
    const payload = { site, realId: expert.id, badge, project: mine.project, expert: mine.expert, reason };
    return { events: [{ type: 'check-in.undone', subject: `site/${site}`, payload }], answer: null };
  },
};
