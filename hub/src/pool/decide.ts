import type { EventPayload } from '#shared/catalogue/events/index.ts';
import { type Fault, Refusal } from '#shared/catalogue/refusal.ts';
import {
  type Employment,
  expertFaults,
  type Kin,
  type Period,
  type PoolExpert,
  periodFaults,
  type Suspension,
} from '#shared/pool/expert.ts';
import { dayInChina } from '#shared/time/day.ts';
import type { Command } from '../ledger/command.ts';
import { withPrepared } from '../ledger/prepared.ts';
import type { Db } from '../store/database.ts';
import { mergedExpert, withEmployment } from './merge.ts';
import {
  arrivedOf,
  findExpert,
  POOL,
  type PooledExpert,
  poolVersion,
  type SuspensionRow,
  suspensionsOf,
} from './reads.ts';

/** What is decided of a list beside the whole pool. */
export interface PoolGround {
  readonly known: readonly PooledExpert[];
  readonly sites: readonly string[];
}

/** A list, and where each of it stands in its file; by default in the JSON that was sent. */
export interface ExpertList {
  readonly experts: readonly PoolExpert[];
  readonly placeOf?: (index: number, field: string) => string;
}

const inJson = (index: number, field: string) => `experts[${index}].${field}`;

/** A list that was judged beside the pool as it was at `version`; `experts` as canonical JSON. */
interface Judged {
  readonly version: number;
  readonly count: number;
}

/** Puts a list of one part into the pool; those with an id it knows are replaced. False where the pool has changed. */
export const recordList: Command<Judged & { readonly experts: string }, number, boolean> = {
  name: 'import-pool',
  load: poolVersion,
  decide(now, { version, count, experts }) {
    if (now !== version) return { events: [], answer: false };
    const payload = withPrepared<EventPayload<'pool.imported'>, 'experts'>({ count }, { experts });
    return { events: [{ type: 'pool.imported', subject: POOL, payload }], answer: true };
  },
};

interface ListPart extends Omit<EventPayload<'pool.list-part'>, 'experts'> {
  readonly experts: string;
}

/** Takes in one part of a long list: a command by itself, so that others have their turn between two. */
export const stageList: Command<ListPart, null, null> = {
  name: 'import-pool-part',
  load: async () => null,
  decide(_, { experts, ...rest }) {
    const payload = withPrepared<EventPayload<'pool.list-part'>, 'experts'>(rest, { experts });
    return { events: [{ type: 'pool.list-part', subject: 'pool-list', payload }], answer: null };
  },
};

/**
 * Puts a long list into the pool, all of it at once. False where the pool has changed since it was judged; refuses
 * POOL_OVERTAKEN where another list was begun meanwhile.
 */
export const completeList: Command<
  Judged & { readonly list: string },
  { readonly now: number; readonly arrived: number },
  boolean
> = {
  name: 'import-pool-complete',
  load: async (db, { list }) => ({ now: await poolVersion(db), arrived: await arrivedOf(db, list) }),
  decide({ now, arrived }, { version, count, list }) {
    if (arrived !== count) throw new Refusal('POOL_OVERTAKEN');
    if (now !== version) return { events: [], answer: false };
    return {
      events: [{ type: 'pool.list-completed', subject: POOL, payload: { list, count } }],
      answer: true,
    };
  },
};

/** A list as it is to stand in the pool. Refuses POOL_INVALID with every fault. */
export function mergedList(ground: PoolGround, list: ExpertList, today: string): PoolExpert[] {
  const faults = poolFaults(ground, list);
  if (faults.length > 0) throw new Refusal('POOL_INVALID', { count: faults.length }, faults);
  const known = new Map(ground.known.map((expert) => [expert.id, expert]));
  return list.experts.map((expert) => mergedExpert(known.get(expert.id), expert, today));
}

/** Everything wrong with a list beside what the pool has, in the list's order. */
export function poolFaults({ known, sites }: PoolGround, { experts, placeOf = inJson }: ExpertList): Fault[] {
  const incoming = new Set(experts.map((expert) => expert.id));
  const badges = new Set(known.filter((expert) => !incoming.has(expert.id)).map((expert) => expert.badge));
  const ids = new Set<string>();
  const open = new Set(sites);
  return experts.flatMap((expert, index): Fault[] => {
    const at = (field: string) => placeOf(index, field);
    const found = expertFaults(expert, at);
    if (ids.has(expert.id)) found.push({ code: 'ID_REPEATED', place: at('id'), values: { id: expert.id } });
    if (badges.has(expert.badge))
      found.push({ code: 'EXPERT_BADGE', place: at('badge'), values: { badge: expert.badge } });
    if (!open.has(expert.site))
      found.push({ code: 'SITE_UNKNOWN', place: at('site'), values: { site: expert.site } });
    ids.add(expert.id);
    badges.add(expert.badge);
    return found;
  });
}

/** One expert, and what is to be said of them. */
type About<T> = T & { readonly expert: string };
type Ground = PooledExpert | null;

const loadExpert = (db: Db, { expert }: { readonly expert: string }) => findExpert(db, expert);

function requireExpert(expert: Ground): PooledExpert {
  if (!expert) throw new Refusal('EXPERT_UNKNOWN');
  return expert;
}

function requireDays(periods: readonly { from: string | null; until: string | null }[], place: string): void {
  const faults = periods.flatMap((period, index) =>
    periodFaults(period, periods.length === 1 ? place : `${place}[${index}]`),
  );
  if (faults.length > 0) throw new Refusal('INPUT_INVALID', { count: faults.length }, faults);
}

/** Adds to an expert's history; what has no end becomes the present employment, and the former ends before it. */
export const recordEmployment: Command<About<{ employment: Employment; reason: string }>, Ground, null> = {
  name: 'record-employment',
  load: loadExpert,
  decide(ground, { expert, employment, reason }, { at }) {
    const known = requireExpert(ground);
    requireDays([employment], 'employment');
    const after = withEmployment(known, employment, dayInChina(at));
    const payload = { expert, employment, ...after, reason };
    return { events: [{ type: 'expert.employment-recorded', subject: POOL, payload }], answer: null };
  },
};

export const declareKin: Command<About<{ kin: readonly Kin[]; reason: string }>, Ground, null> = {
  name: 'declare-kin',
  load: loadExpert,
  decide(ground, { expert, kin, reason }) {
    requireExpert(ground);
    const payload = { expert, kin: [...kin], reason };
    return { events: [{ type: 'expert.kin-declared', subject: POOL, payload }], answer: null };
  },
};

export const changeAvailability: Command<
  About<{ unavailable: readonly Period[]; reason: string }>,
  Ground,
  null
> = {
  name: 'change-availability',
  load: loadExpert,
  decide(ground, { expert, unavailable, reason }) {
    requireExpert(ground);
    requireDays(unavailable, 'unavailable');
    const payload = { expert, unavailable: [...unavailable], reason };
    return { events: [{ type: 'expert.availability-changed', subject: POOL, payload }], answer: null };
  },
};

interface SuspensionGround {
  readonly expert: Ground;
  readonly suspensions: readonly SuspensionRow[];
}

async function loadSuspensions(db: Db, { expert }: { readonly expert: string }): Promise<SuspensionGround> {
  return { expert: await findExpert(db, expert), suspensions: await suspensionsOf(db, expert) };
}

export const suspend: Command<About<Suspension>, SuspensionGround, { suspension: number }> = {
  name: 'suspend-expert',
  load: loadSuspensions,
  decide(ground, { expert, from, until, reason }) {
    requireExpert(ground.expert);
    requireDays([{ from, until }], 'until');
    const suspension = Math.max(0, ...ground.suspensions.map((one) => one.suspension)) + 1;
    const payload = { expert, suspension, from, until, reason };
    return { events: [{ type: 'expert.suspended', subject: POOL, payload }], answer: { suspension } };
  },
};

export const liftSuspension: Command<
  About<{ suspension: number; reason: string }>,
  SuspensionGround,
  null
> = {
  name: 'lift-suspension',
  load: loadSuspensions,
  decide(ground, { expert, suspension, reason }) {
    requireExpert(ground.expert);
    if (!ground.suspensions.some((one) => one.suspension === suspension && one.lifted === null))
      throw new Refusal('SUSPENSION_UNKNOWN');
    const payload = { expert, suspension, reason };
    return { events: [{ type: 'expert.suspension-lifted', subject: POOL, payload }], answer: null };
  },
};
