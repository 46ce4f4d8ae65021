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
import {
  type Attendance,
  attendancesOf,
  attendancesOfPerson,
  beingSeated,
  findScan,
  type Scan,
} from '../reads.ts';
import { isDue } from './site-now.ts';

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

/** What a desk has read of one who has come. */
export interface Scanned {
  /** With the same one it is the same check-in, however often it is asked for. */
  readonly scan: string;
  readonly badge: string;
  readonly site: string;
  /** By the desk's clock; earlier than now where the hub was out of reach. */
  readonly readAt: string | null;
  /** Whether this is the ID number that was read; null where none was, and none needs to be. */
  readonly idNumberIs: ((known: string) => boolean) | null;
}

/** Checks in the holder of a badge whose ID number agrees; the last of a panel unseals its names. */
export const checkIn: Command<Scanned, Arrival & { done: Scan | null }, { name: string }> = {
  name: 'check-in',
  load: async (db, { badge, scan }) => ({
    ...(await loadArrival(db, badge)),
    done: await findScan(db, scan),
  }),
  decide({ expert, membership, panel, here, mine, done }, asked, { at }) {
    const { badge, scan, site, readAt, idNumberIs } = asked;
    if (done) return { events: [], answer: { name: nameOfRepeated(done, asked, expert) } };
    if (!expert) throw new Refusal('CHECK_IN_BADGE', { badge });
    if (idNumberIs && !idNumberIs(expert.idNumber)) throw new Refusal('CHECK_IN_ID_NUMBER');
    // Of a panel to come the desk is told no more than of none.
    if (!membership || !isDue(membership, at)) throw new Refusal('CHECK_IN_NOT_EXPECTED');
    if (membership.site !== site) throw new Refusal('CHECK_IN_OTHER_SITE');
    if (mine) throw new Refusal('CHECK_IN_DONE');
    const { project } = membership;
    const subject = `project/${project}`;
    const identity = idNumberIs ? ('id-number' as const) : ('badge' as const);
    const payload = {
      ...{ site, realId: expert.id, badge, project, expert: membership.expert, scan, identity },
      ...(readAt === null ? {} : { readAt }),
    };
    const events: NewEvent[] = [{ type: 'expert.checked-in', subject: `site/${site}`, payload }];
    const arrived = new Set([...here.map((entry) => entry.expert), membership.expert]);
    const all = panel
      .filter((member) => member.state === 'current')
      .every((member) => arrived.has(member.expert));
    if (all) events.push({ type: 'panel.assembled', subject, payload: { project } });
    return { events, answer: { name: expert.name } };
  },
};

/** The answer to a scan that is on record: its first one was lost on the way. */
function nameOfRepeated(done: Scan, { badge, site }: Scanned, expert: PooledExpert | null): string {
  if (done.badge !== badge || done.site !== site) throw new Refusal('CHECK_IN_SCAN_USED');
  if (done.undone) throw new Refusal('CHECK_IN_UNDONE');
  return expert?.name ?? '';
}

/** Takes a mistaken check-in back, as long as no seat is drawn for it; the trace stays. */
export const undoCheckIn: Command<
  { badge: string; reason: string; site: string },
  Arrival & { drawing: boolean },
  null
> = {
  name: 'undo-check-in',
  load: async (db, { badge }) => {
    const arrival = await loadArrival(db, badge);
    return { ...arrival, drawing: arrival.mine !== null && (await beingSeated(db, arrival.mine)) };
  },
  decide({ expert, mine, drawing }, { badge, reason, site }) {
    if (!expert) throw new Refusal('CHECK_IN_BADGE', { badge });
    if (!mine || mine.site !== site) throw new Refusal('CHECK_IN_NONE');
    if (mine.state !== 'checked-in') throw new Refusal('CHECK_IN_SEATED');
    if (drawing) throw new Refusal('CHECK_IN_DRAWING');
    const payload = { site, realId: expert.id, badge, project: mine.project, expert: mine.expert, reason };
    return { events: [{ type: 'check-in.undone', subject: `site/${site}`, payload }], answer: null };
  },
};
