/**
 * A plan for a day's batch: for as many projects as can be had a full panel each, nobody on two. It decides nothing of
 * a draw; it only says whom earlier draws must leave to later ones so that nobody is left short by chance
 * (docs/draw.md, part 5). It follows from the frozen requests alone, before any seed.
 */
import { Refusal } from '../../catalogue/refusal.ts';
import type { Candidate } from '../full-panel.ts';
import { categoriesOf, lexicographicallyFirst } from '../panel.ts';
import type { Entrant, Request } from './requests.ts';

/** One place of a planned panel. */
export interface Held {
  readonly candidate: Candidate;
  readonly person: number;
  readonly category: string;
}

/** For each request, in the order of the draws, a full panel; null where none was found. */
export type Plan = (readonly Held[] | null)[];

/** A plan as it is recorded, in the order of the draws: candidates by the ids of their draw. */
export type RecordedPlan = readonly (
  | readonly { readonly candidate: string; readonly category: string }[]
  | null
)[];

export function recordOf(plan: Plan): ({ candidate: string; category: string }[] | null)[] {
  return plan.map(
    (members) => members?.map(({ candidate, category }) => ({ candidate: candidate.id, category })) ?? null,
  );
}

/** The plan that was recorded for these requests. Refuses DRAW_CANDIDATE_UNKNOWN. */
export function planOfRecord(requests: readonly Request[], recorded: RecordedPlan): Plan {
  return requests.map(({ entrants }, index) => {
    const known = new Map(entrants.map((entrant) => [entrant.candidate.id, entrant]));
    const members = recorded[index]?.map(({ candidate: id, category }): Held => {
      const entrant = known.get(id);
      if (!entrant) throw new Refusal('DRAW_CANDIDATE_UNKNOWN', { id });
      return { ...entrant, category };
    });
    return members ?? null;
  });
}

/** Places of the requests for which no panel is planned. */
export function placesShort(requests: readonly Request[], plan: Plan): number {
  return requests.reduce((sum, { size }, index) => sum + (plan[index] ? 0 : size), 0);
}

/** How many projects deep a panel may be put together again to help another. */
const DEPTH = 3;

/** Greedy in the order of the draws; where a project stays short, others give up people they can replace. */
export function planByAugmenting(requests: readonly Request[]): Plan {
  return new Planner(requests).plan();
}

class Planner {
  readonly #requests: readonly Request[];
  readonly #plan: Plan;
  /** person → the request that holds them. */
  readonly #holder = new Map<number, number>();
  /** person → for how many requests they could be drawn. */
  readonly #wanted = new Map<number, number>();

  constructor(requests: readonly Request[]) {
    this.#requests = requests;
    this.#plan = requests.map(() => null);
    for (const { entrants } of requests)
      for (const { person } of entrants) this.#wanted.set(person, (this.#wanted.get(person) ?? 0) + 1);
  }

  plan(): Plan {
    for (const index of this.#requests.keys()) if (!this.#fill(index)) this.#help(index, DEPTH, new Set());
    // A panel found late may free people for those that stayed short.
    for (const index of this.#requests.keys()) if (!this.#plan[index]) this.#help(index, DEPTH, new Set());
    return this.#plan;
  }

  /** Plans a panel of people nobody holds. */
  #fill(index: number): boolean {
    const free = this.#requests[index]?.entrants.filter(({ person }) => !this.#holder.has(person)) ?? [];
    return this.#take(index, this.#rarelyWantedFirst(free));
  }

  #rarelyWantedFirst(entrants: readonly Entrant[]): Entrant[] {
    const wanted = ({ person }: Entrant) => this.#wanted.get(person) ?? 0;
    return entrants.toSorted((a, b) => wanted(a) - wanted(b));
  }

  /** Plans the first full panel of an order, if there is one. */
  #take(index: number, order: readonly Entrant[]): boolean {
    const request = this.#requests[index];
    if (!request || order.length < request.size) return false;
    const members = quickPanel(request, order) ?? exactPanel(request, order);
    if (!members) return false;
    this.#plan[index] = members;
    for (const { person } of members) this.#holder.set(person, index);
    return true;
  }

  #release(index: number): void {
    for (const { person } of this.#plan[index] ?? []) this.#holder.delete(person);
    this.#plan[index] = null;
  }

  /** Plans a panel with people others hold, who are then filled again; all stays as it was when that fails. */
  #help(index: number, depth: number, closed: ReadonlySet<number>): boolean {
    if (this.#fill(index)) return true;
    const request = this.#requests[index];
    if (!request || depth === 0) return false;
    const held = request.entrants.filter(({ person }) => {
      const holder = this.#holder.get(person);
      return holder !== undefined && !closed.has(holder);
    });
    const free = request.entrants.filter(({ person }) => !this.#holder.has(person));
    const order = [...this.#rarelyWantedFirst(free), ...this.#rarelyWantedFirst(held)];
    const members = exactPanel(request, order);
    if (!members) return false;
    const before = this.#plan.slice();
    const victims = [...new Set(members.flatMap(({ person }) => this.#holder.get(person) ?? []))];
    for (const victim of victims) this.#release(victim);
    this.#plan[index] = members;
    for (const { person } of members) this.#holder.set(person, index);
    const within = new Set([...closed, index]);
    if (victims.every((victim) => this.#help(victim, depth - 1, within))) return true;
    this.#restore(before);
    return false;
  }

  #restore(plan: Plan): void {
    this.#holder.clear();
    for (const [index, members] of plan.entries()) {
      this.#plan[index] = members;
      for (const { person } of members ?? []) this.#holder.set(person, index);
    }
  }
}

/** A full panel taken without looking ahead, sites with a minimum first; null where that comes to nothing. */
function quickPanel({ input, size }: Request, order: readonly Entrant[]): Held[] | null {
  const left = new Map(input.categories.map(({ id, count }) => [id, count]));
  const room = new Map(input.sites.map(({ id, max }) => [id, max]));
  const lacking = new Map(input.sites.map(({ id, min }) => [id, min]));
  const colleagues = new Map<string, number>();
  const members = new Map<number, Held>();
  const pass = (due: (site: string) => boolean) => {
    for (const { candidate, person } of order) {
      if (members.size === size) return;
      const { site, employer } = candidate;
      if (members.has(person) || !due(site) || (room.get(site) ?? 0) < 1) continue;
      if ((colleagues.get(employer) ?? 0) >= input.maxPerEmployer) continue;
      const category = candidate.categories.find((id) => (left.get(id) ?? 0) > 0);
      if (category === undefined) continue;
      members.set(person, { candidate, person, category });
      left.set(category, (left.get(category) ?? 0) - 1);
      room.set(site, (room.get(site) ?? 0) - 1);
      lacking.set(site, (lacking.get(site) ?? 0) - 1);
      colleagues.set(employer, (colleagues.get(employer) ?? 0) + 1);
    }
  };
  pass((site) => (lacking.get(site) ?? 0) > 0);
  pass(() => true);
  const full = members.size === size && [...lacking.values()].every((number) => number <= 0);
  return full ? [...members.values()] : null;
}

/** The first full panel of an order; null when there is none. */
function exactPanel({ input }: Request, order: readonly Entrant[]): Held[] | null {
  const members = lexicographicallyFirst(input, order);
  return members && withCategories(input, members);
}

/** Members with a category each, as the rule gives it. */
export function withCategories(input: Request['input'], members: readonly Entrant[]): Held[] {
  const categories = categoriesOf(
    input,
    members.map(({ candidate }) => candidate),
  );
  return members.map(({ candidate, person }, index) => ({
    candidate,
    person,
    category: categories[index] ?? '',
  }));
}
