/** The panel draw, `kawei/panel@1`: the lexicographically first full panel in order of ticket. */
import { canonicalBytes, hexOf, hmacUnder } from '../canonical/index.ts';
import { conflictOf } from './conflict.ts';
import { type Candidate, PanelPool } from './full-panel.ts';
import type { PanelInput } from './input.ts';
import { byCodeUnit, keyOfSeed } from './seed.ts';

export interface PanelMember {
  readonly id: string;
  readonly category: string;
  readonly ticket: string;
}

export interface PanelResult {
  readonly panel: readonly PanelMember[];
  /** category → the next candidates who have it. */
  readonly reserves: Readonly<Record<string, readonly string[]>>;
}

/** A candidate with their place in the drawn order. */
export interface Ticketed {
  readonly candidate: Candidate;
  readonly ticket: string;
}

/** A candidate's place in the drawn order: `HMAC(seed, J(["ticket", id]))` in hex. */
export function ticketOf(seed: string, id: string): string {
  return hexOf(hmacUnder(keyOfSeed(seed))(ticketBytes(id)));
}

const ticketBytes = (id: string) => canonicalBytes(['ticket', id]);

/** Refuses an input for which no full panel exists, naming what cannot hold together. To be asked before the draw. */
export function requireFullPanel(input: PanelInput): void {
  const conflict = conflictOf(input, eligible(input));
  if (conflict) throw conflict;
}

/** Draws the panel and its reserves. Throws a Refusal when no full panel exists. */
export function drawPanel(input: PanelInput, seed: string): PanelResult {
  const order = inTicketOrder(input, seed);
  const members = lexicographicallyFirst(input, order);
  if (!members) throw conflictOf(input, eligible(input)) ?? new Error('a panel that exists was not found');
  const categories = categoriesOf(
    input,
    members.map((member) => member.candidate),
  );
  const panel = members.map(({ candidate, ticket }, index) => ({
    id: candidate.id,
    category: categories[index] ?? '',
    ticket,
  }));
  const onPanel = new Set(panel.map((member) => member.id));
  const reserves = Object.fromEntries(
    input.categories.map((category) => [
      category.id,
      order
        .filter(({ candidate }) => !onPanel.has(candidate.id) && candidate.categories.includes(category.id))
        .slice(0, input.reserves)
        .map(({ candidate }) => candidate.id),
    ]),
  );
  return { panel, reserves };
}

/**
 * Who takes the place of a member who falls out: the first in ticket order, not on the panel and not called
 * before, who has the member's category and with whom the panel is full again. Null when there is nobody.
 */
export function replacementFor(
  input: PanelInput,
  seed: string,
  panel: readonly PanelMember[],
  leaving: string,
  calledBefore: ReadonlySet<string>,
): PanelMember | null {
  const member = panel.find((entry) => entry.id === leaving);
  if (!member) throw new Error(`${leaving} is not on the panel`);
  const byId = new Map(eligible(input).map((candidate) => [candidate.id, candidate]));
  const staying = panel.filter((entry) => entry.id !== leaving).flatMap((entry) => byId.get(entry.id) ?? []);
  const onPanel = new Set(panel.map((entry) => entry.id));
  for (const { candidate, ticket } of inTicketOrder(input, seed)) {
    if (onPanel.has(candidate.id) || calledBefore.has(candidate.id)) continue;
    if (!candidate.categories.includes(member.category)) continue;
    if (isFull(input, [...staying, candidate]))
      return { id: candidate.id, category: member.category, ticket };
  }
  return null;
}

/** Candidates who are not excluded and whose site is listed. */
export function eligible(input: PanelInput): Candidate[] {
  const excluded = new Set(input.excluded.map((entry) => entry.id));
  const sites = new Set(input.sites.map((site) => site.id));
  return input.candidates.filter((candidate) => !excluded.has(candidate.id) && sites.has(candidate.site));
}

/** Candidates who take part, in the drawn order. */
export function inTicketOrder(input: PanelInput, seed: string): Ticketed[] {
  const mac = hmacUnder(keyOfSeed(seed));
  return eligible(input)
    .map((candidate) => ({ candidate, ticket: hexOf(mac(ticketBytes(candidate.id))) }))
    .sort((a, b) => byCodeUnit(a.ticket, b.ticket) || byCodeUnit(a.candidate.id, b.candidate.id));
}

/** The first full panel of an order that holds candidates who take part; null where there is none. */
export function lexicographicallyFirst<T extends { readonly candidate: Candidate }>(
  input: PanelInput,
  order: readonly T[],
): T[] | null {
  const size = input.categories.reduce((sum, category) => sum + category.count, 0);
  const pool = new PanelPool(
    input,
    order.map((entry) => entry.candidate),
  );
  if (!pool.exists()) return null;
  const taken: T[] = [];
  // Who did not fit beside those taken so far fits beside more of them still less, nor does anyone just alike.
  const misfits = new Set<string>();
  for (const entry of order) {
    if (taken.length === size) break;
    const alike = pool.alike(entry.candidate);
    if (misfits.has(alike)) continue;
    if (pool.allows(entry.candidate)) {
      pool.take(entry.candidate);
      taken.push(entry);
    } else {
      misfits.add(alike);
    }
  }
  return taken;
}

/** Each member's category: in ticket order, the first that still lets the others be placed. */
export function categoriesOf(input: PanelInput, members: readonly Candidate[]): string[] {
  const room = new Map(input.categories.map((category) => [category.id, category.count]));
  return members.map((member, index) => {
    for (const { id } of input.categories) {
      if (!member.categories.includes(id) || (room.get(id) ?? 0) < 1) continue;
      room.set(id, (room.get(id) ?? 0) - 1);
      if (placeable(members.slice(index + 1), room)) return id;
      room.set(id, (room.get(id) ?? 0) + 1);
    }
    throw new Error(`no category for ${member.id}`);
  });
}

/** Whether these people fill exactly the places left in the categories (Kuhn's matching). */
function placeable(members: readonly Candidate[], room: ReadonlyMap<string, number>): boolean {
  const given = new Map<string, Candidate[]>([...room.keys()].map((category) => [category, []]));
  const place = (member: Candidate, tried: Set<string>): boolean => {
    for (const category of member.categories) {
      const holders = given.get(category);
      if (!holders || tried.has(category)) continue;
      tried.add(category);
      if (holders.length < (room.get(category) ?? 0)) {
        holders.push(member);
        return true;
      }
      for (const [index, holder] of holders.entries()) {
        if (!place(holder, tried)) continue;
        holders[index] = member;
        return true;
      }
    }
    return false;
  };
  return members.every((member) => place(member, new Set()));
}

/** Whether exactly these people are a full panel. */
export function isFull(input: PanelInput, members: readonly Candidate[]): boolean {
  const room = new Map(input.categories.map((category) => [category.id, category.count]));
  const size = input.categories.reduce((sum, category) => sum + category.count, 0);
  const perSite = (id: string) => members.filter((member) => member.site === id).length;
  const perEmployer = new Map<string, number>();
  for (const { employer } of members) perEmployer.set(employer, (perEmployer.get(employer) ?? 0) + 1);
  return (
    members.length === size &&
    input.sites.every((site) => perSite(site.id) >= site.min && perSite(site.id) <= site.max) &&
    [...perEmployer.values()].every((number) => number <= input.maxPerEmployer) &&
    placeable(members, room)
  );
}
