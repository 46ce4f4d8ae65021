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
import type { Command, NewEvent } from '../ledger/command.ts';
import type { Db } from '../store/database.ts';
import { listSites } from '../venues/reads.ts';
import { mergedExpert, withEmployment } from './merge.ts';
import { findExpert, type PooledExpert, pool, type SuspensionRow, suspensionsOf } from './reads.ts';

/** Experts of one entry of the ledger: some 200 KB. */
const EXPERTS_AN_ENTRY = 400;

export interface PoolGround {
  readonly known: readonly PooledExpert[];
  readonly sites: readonly string[];
}

export async function loadPoolGround(db: Db): Promise<PoolGround> {
  return { known: await pool(db), sites: (await listSites(db)).map((site) => site.id) };
}

/** A list, and where each of it stands in its file; by default in the JSON that was sent. */
export interface ExpertList {
  readonly experts: readonly PoolExpert[];
  readonly placeOf?: (index: number, field: string) => string;
}

const inJson = (index: number, field: string) => `experts[${index}].${field}`;

/** Puts experts into the pool; those with an id it knows are replaced. A faulty list changes nothing. */
export const importPool: Command<ExpertList, PoolGround, { imported: number }> = {
  name: 'import-pool',
  load: loadPoolGround,
  decide(ground, list, { at }) {
    const faults = poolFaults(ground, list);
    if (faults.length > 0) throw new Refusal('POOL_INVALID', { count: faults.length }, faults);
    const known = new Map(ground.known.map((expert) => [expert.id, expert]));
    const today = dayInChina(at);
    const experts = list.experts.map((expert) => mergedExpert(known.get(expert.id), expert, today));
    const parts = Math.ceil(experts.length / EXPERTS_AN_ENTRY);
    const events = Array.from({ length: parts }, (_, index): NewEvent => {
      const own = experts.slice(index * EXPERTS_AN_ENTRY, (index + 1) * EXPERTS_AN_ENTRY);
      const which = parts > 1 ? { part: index + 1, parts } : {};
      return {
        type: 'pool.imported',
        subject: 'pool',
        payload: { count: own.length, experts: own, ...which },
      };
    });
    return { events, answer: { imported: experts.length } };
  },
};

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
    return { events: [{ type: 'expert.employment-recorded', subject: 'pool', payload }], answer: null };
  },
};

export const declareKin: Command<About<{ kin: readonly Kin[]; reason: string }>, Ground, null> = {
  name: 'declare-kin',
  load: loadExpert,
  decide(ground, { expert, kin, reason }) {
    requireExpert(ground);
    const payload = { expert, kin: [...kin], reason };
    return { events: [{ type: 'expert.kin-declared', subject: 'pool', payload }], answer: null };
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
    return { events: [{ type: 'expert.availability-changed', subject: 'pool', payload }], answer: null };
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
    return { events: [{ type: 'expert.suspended', subject: 'pool', payload }], answer: { suspension } };
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
    return { events: [{ type: 'expert.suspension-lifted', subject: 'pool', payload }], answer: null };
  },
};
