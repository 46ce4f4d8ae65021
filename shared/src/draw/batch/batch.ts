/**
 * A day's batch, drawn project by project in a frozen order, each with its own transcript (docs/draw.md, part 5).
 *
 * The input of a draw is frozen when those before it have been made: whom they took is excluded from it, and so is
 * whoever has to be left to a later project, because otherwise that one might stay short by chance. Both kinds of
 * exclusion have their reason beside them, and follow from the frozen requests, the plan and the results so far.
 * Projects next in the order that have no candidate in common are frozen together: their commitments and reveals can
 * travel together, each under its own draw id and input.
 */
import { digestOf } from '../../canonical/index.ts';
import { Refusal } from '../../catalogue/refusal.ts';
import type { PanelInput } from '../input.ts';
import { isFull, type PanelResult, requireFullPanel } from '../panel.ts';
import { byCodeUnit } from '../seed.ts';
import type { Transcript } from '../transcript.ts';
import type { Held, Plan } from './plan.ts';
import type { Entrant, Request } from './requests.ts';

/** A draw whose turn has come. */
export interface Turn {
  readonly drawId: string;
  /** To be frozen as it stands. */
  readonly input: PanelInput;
  /** Why nothing can be drawn, where nothing can. */
  readonly refusal: Refusal | null;
}

export class Batch {
  readonly #requests: readonly Request[];
  /** What is planned for the draws to come, put right as they go on. */
  readonly #plan: (Held[] | null)[];
  /** person → project that has drawn them. */
  readonly #drawn = new Map<number, string>();
  /** person → request to come that holds them. */
  readonly #holder = new Map<number, number>();
  /** Entrants of each request by category. */
  readonly #byCategory: Map<string, Entrant[]>[];
  #next = 0;
  readonly #waiting = new Map<string, Request>();

  /** `requests` in the order of their draws, `plan` for them in the same order. */
  constructor(requests: readonly Request[], plan: Plan) {
    this.#requests = requests;
    this.#plan = plan.map((members) => members && [...members]);
    for (const [index, members] of plan.entries())
      for (const { person } of members ?? []) this.#holder.set(person, index);
    this.#byCategory = requests.map(({ entrants }) => byCategory(entrants));
  }

  /** The draws to be frozen now; empty when all have been. The results of those before must have been recorded. */
  round(): Turn[] {
    if (this.#waiting.size > 0) throw new Error('a draw of the last round has not been recorded');
    const first = this.#next;
    const people = new Set<number>();
    for (; this.#next < this.#requests.length; this.#next++) {
      const entrants = this.#requests[this.#next]?.entrants ?? [];
      if (this.#next > first && entrants.some(({ person }) => people.has(person))) break;
      for (const { person } of entrants) people.add(person);
    }
    const now = this.#requests.slice(first, this.#next);
    const planned = now.map((_, offset) => this.#plan[first + offset] !== null);
    for (let index = first; index < this.#next; index++) this.#letGo(index);
    this.#freeFor(people);
    return now.map((request, offset) => {
      const input = this.#inputOf(request);
      const refusal = planned[offset] ? null : refusalOf(input);
      if (!refusal) this.#waiting.set(request.drawId, request);
      return { drawId: request.drawId, input, refusal };
    });
  }

  /** Records whom a draw of this round has taken. */
  drawn(drawId: string, panel: PanelResult['panel']): void {
    const request = this.#waiting.get(drawId);
    if (!request) throw new Error(`${drawId} is not being drawn`);
    this.#waiting.delete(drawId);
    const members = new Set(panel.map(({ id }) => id));
    for (const { candidate, person } of request.entrants)
      if (members.has(candidate.id)) this.#drawn.set(person, request.input.project);
  }

  #letGo(index: number): void {
    for (const { person } of this.#plan[index] ?? []) this.#holder.delete(person);
    this.#plan[index] = null;
  }

  /** Exchanges people of this round that later projects hold for others who are not of this round, where that can be. */
  #freeFor(people: ReadonlySet<number>): void {
    for (let index = this.#next; index < this.#plan.length; index++) {
      const members = this.#plan[index];
      if (!members) continue;
      for (const [place, member] of members.entries()) {
        if (!people.has(member.person)) continue;
        const other = this.#otherFor(index, members, member, people);
        if (!other) continue;
        this.#holder.delete(member.person);
        this.#holder.set(other.person, index);
        members[place] = { ...other, category: member.category };
      }
    }
  }

  /** Somebody free of the same category, not of this round, with whom a planned panel stays full. */
  #otherFor(
    index: number,
    members: readonly Held[],
    leaving: Held,
    people: ReadonlySet<number>,
  ): Entrant | null {
    const input = this.#requests[index]?.input;
    const staying = members.filter((member) => member !== leaving);
    const atSite = (id: string) => staying.filter(({ candidate }) => candidate.site === id).length;
    const lacking = input?.sites.filter(({ id, min }) => atSite(id) < min) ?? [];
    const open = input?.sites.filter(({ id, max }) => atSite(id) < max) ?? [];
    // If a site would lack somebody, the other has to come from there.
    const sites = new Set((lacking.length > 0 ? lacking : open).map(({ id }) => id));
    for (const entrant of this.#byCategory[index]?.get(leaving.category) ?? []) {
      const { person, candidate } = entrant;
      if (people.has(person) || this.#holder.has(person) || this.#drawn.has(person)) continue;
      if (!sites.has(candidate.site)) continue;
      const colleagues = staying.filter((member) => member.candidate.employer === candidate.employer);
      if (colleagues.length < (input?.maxPerEmployer ?? 0)) return entrant;
    }
    return null;
  }

  #inputOf({ input, entrants }: Request): PanelInput {
    const excluded = entrants.flatMap(({ candidate, person }) => {
      const taken = this.#drawn.get(person);
      if (taken !== undefined) return [{ id: candidate.id, reason: drawnReason(taken) }];
      const holder = this.#requests[this.#holder.get(person) ?? -1];
      return holder ? [{ id: candidate.id, reason: reservedReason(holder.input.project) }] : [];
    });
    if (excluded.length === 0) return input;
    return { ...input, excluded: [...input.excluded, ...excluded].sort((a, b) => byCodeUnit(a.id, b.id)) };
  }
}

/** Why somebody an earlier draw took is excluded. */
export function drawnReason(project: string): string {
  return `当日已抽取参加 ${project} 的评标 / drawn for ${project} that day`;
}

/** Why somebody is left to a later project. */
export function reservedReason(project: string): string {
  return `专家不足，留给 ${project}，以免其无法组成评标委员会 / experts are scarce: left to ${project}, which might stay short otherwise`;
}

/** The draws of a batch whose input is not the one that requests, plan and earlier results give: none if it is sound. */
export function replayBatch(
  requests: readonly Request[],
  plan: Plan,
  transcripts: ReadonlyMap<string, Transcript>,
): string[] {
  for (const [index, members] of plan.entries()) {
    const request = requests[index];
    const people = members?.map(({ candidate }) => candidate);
    if (request && people && !isFull(request.input, people)) return [request.drawId];
  }
  const batch = new Batch(requests, plan);
  const wrong: string[] = [];
  for (let turns = batch.round(); turns.length > 0; turns = batch.round()) {
    for (const { drawId, input, refusal } of turns) {
      const transcript = transcripts.get(drawId);
      if (refusal ? transcript : transcript?.inputDigest !== digestOf(input)) wrong.push(drawId);
      if (!refusal)
        batch.drawn(drawId, transcript && 'panel' in transcript.result ? transcript.result.panel : []);
    }
  }
  return wrong;
}

function refusalOf(input: PanelInput): Refusal | null {
  try {
    requireFullPanel(input);
    return null;
  } catch (error) {
    if (error instanceof Refusal) return error;
    throw error;
  }
}

function byCategory(entrants: readonly Entrant[]): Map<string, Entrant[]> {
  const lists = new Map<string, Entrant[]>();
  for (const entrant of entrants) {
    for (const category of new Set(entrant.candidate.categories)) {
      const list = lists.get(category);
      if (list) list.push(entrant);
      else lists.set(category, [entrant]);
    }
  }
  return lists;
}
