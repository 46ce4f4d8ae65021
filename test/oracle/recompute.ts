/**
 * A draw recomputed by somebody else: written from the text of docs/draw.md alone, by trying everything, with nothing
 * of shared/src/draw. Slow, short, and for small inputs only.
 */
import { createHash, createHmac } from 'node:crypto';
import canonicalize from 'canonicalize';

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

export interface OracleReveal {
  party: string;
  nonce: string;
  salt: string;
}

interface Person {
  id: string;
  categories: string[];
  site: string;
  employer: string;
}

export interface OraclePanelInput {
  kind: 'panel';
  project: string;
  rules: string;
  categories: { id: string; count: number }[];
  sites: { id: string; min: number; max: number }[];
  maxPerEmployer: number;
  reserves: number;
  candidates: Person[];
  excluded: { id: string; reason: string }[];
}

export interface OracleSeatsInput {
  kind: 'seats';
  hall: string;
  rules: string;
  seats: string[];
  adjacent: [string, string][];
  occupants: { id: string; group: string }[];
  taken?: { seat: string; group: string }[];
}

export type OracleInput = OraclePanelInput | OracleSeatsInput;

const J = (value: unknown) => Buffer.from(canonicalize(value) ?? '', 'utf8');
const H = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');
const M = (key: Buffer, value: unknown) => createHmac('sha256', key).update(J(value)).digest();
const sorted = (texts: readonly string[]) => [...texts].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));

/** The whole transcript, or null where there is no full panel or no placement among `mostTries`. */
export function recompute(
  drawId: string,
  input: OracleInput,
  reveals: readonly OracleReveal[],
  beacon: Json,
  mostTries = 2_000_000,
) {
  const inputDigest = H(J(input));
  const parties = sorted(reveals.map((reveal) => reveal.party));
  const of = (party: string) => reveals.find((reveal) => reveal.party === party) as OracleReveal;
  const commitments = parties.map((party) => {
    const { nonce, salt } = of(party);
    return { party, commitment: H(J(['kawei/commit@1', drawId, inputDigest, party, nonce, salt])) };
  });
  const commitmentRoot = H(J(commitments.map(({ party, commitment }) => [party, commitment])));
  const nonces = parties.map((party) => [party, of(party).nonce]);
  const value = (beacon as { value?: string } | null)?.value ?? '';
  const seed = H(J(['kawei/seed@1', drawId, inputDigest, commitmentRoot, nonces, value]));
  const key = Buffer.from(seed, 'hex');
  const result = input.kind === 'panel' ? panelOf(input, key) : seatsOf(input, key, mostTries);
  if (!result) return null;
  return {
    format: 'kawei/draw@1',
    drawId,
    input,
    inputDigest,
    commitments,
    commitmentRoot,
    reveals: parties.map(of),
    withheld: [],
    beacon,
    seed,
    result,
  };
}

/** Whether every member can be given one of their categories so that each has exactly its count. */
function assignable(members: readonly Person[], counts: ReadonlyMap<string, number>): boolean {
  const [first, ...rest] = members;
  if (!first) return [...counts.values()].every((count) => count === 0);
  return [...new Set(first.categories)].some((category) => {
    const count = counts.get(category) ?? 0;
    return count > 0 && assignable(rest, new Map(counts).set(category, count - 1));
  });
}

const countsOf = (input: OraclePanelInput) => new Map(input.categories.map(({ id, count }) => [id, count]));

/** Whether these people, no fewer and no more, are a full panel. */
export function isFullPanel(input: OraclePanelInput, members: readonly Person[]): boolean {
  const listed = input.sites.map((site) => site.id);
  const withSite = (site: string) => members.filter((member) => member.site === site).length;
  const withEmployer = (employer: string) => members.filter((member) => member.employer === employer).length;
  return (
    members.every((member) => listed.includes(member.site)) &&
    input.sites.every(({ id, min, max }) => withSite(id) >= min && withSite(id) <= max) &&
    members.every(({ employer }) => withEmployer(employer) <= input.maxPerEmployer) &&
    assignable(members, countsOf(input))
  );
}

/** Candidates in the order of their tickets, without the excluded and those of sites not listed. */
export function ordered(input: OraclePanelInput, key: Buffer): (Person & { ticket: string })[] {
  const out = input.excluded.map((entry) => entry.id);
  const listed = input.sites.map((site) => site.id);
  return input.candidates
    .filter(({ id, site }) => !out.includes(id) && listed.includes(site))
    .map((person) => ({ ...person, ticket: M(key, ['ticket', person.id]).toString('hex') }))
    .sort((a, b) => (a.ticket + a.id < b.ticket + b.id ? -1 : 1));
}

/** The lexicographically first full panel is the first one met when subsets are listed in that order. */
function panelOf(input: OraclePanelInput, key: Buffer) {
  const order = ordered(input, key);
  const size = input.categories.reduce((sum, { count }) => sum + count, 0);
  const first = (from: number, chosen: typeof order): typeof order | null => {
    if (chosen.length === size) return isFullPanel(input, chosen) ? chosen : null;
    for (let at = from; at < order.length; at++) {
      const one = order[at];
      const found = one ? first(at + 1, [...chosen, one]) : null;
      if (found) return found;
    }
    return null;
  };
  const members = first(0, []);
  if (!members) return null;
  const counts = countsOf(input);
  const panel = members.map((member, index) => {
    for (const { id } of input.categories) {
      const count = counts.get(id) ?? 0;
      if (!member.categories.includes(id) || count === 0) continue;
      const left = new Map(counts).set(id, count - 1);
      if (!assignable(members.slice(index + 1), left)) continue;
      counts.set(id, count - 1);
      return { id: member.id, category: id, ticket: member.ticket };
    }
    throw new Error('a member without a category');
  });
  const reserves = Object.fromEntries(
    input.categories.map(({ id }) => [
      id,
      order
        .filter((one) => !members.includes(one) && one.categories.includes(id))
        .slice(0, input.reserves)
        .map((one) => one.id),
    ]),
  );
  return { panel, reserves };
}

function seatsOf(input: OracleSeatsInput, key: Buffer, mostTries: number) {
  const occupants = [...input.occupants].sort((a, b) => (a.id < b.id ? -1 : 1));
  const near = (a: string, b: string) =>
    input.adjacent.some(([x, y]) => (x === a && y === b) || (x === b && y === a));
  for (let t = 0; t < mostTries; t++) {
    const numbers: number[] = [];
    let block = 0;
    const next = () => {
      if (numbers.length === 0) {
        const bytes = M(key, ['seats', t, block++]);
        for (let at = 0; at < 32; at += 4) numbers.push(bytes.readUInt32BE(at));
      }
      return numbers.shift() as number;
    };
    const uniform = (n: number) => {
      if (n === 1) return 0;
      for (;;) {
        const number = next();
        if (number < Math.floor(2 ** 32 / n) * n) return number % n;
      }
    };
    const seats = sorted(input.seats);
    const placed: { seat: string; group: string }[] = [...(input.taken ?? [])];
    const placement: Record<string, string> = {};
    const failed = occupants.some(({ id, group }, k) => {
      const j = k + uniform(seats.length - k);
      const [here, there] = [seats[k] as string, seats[j] as string];
      seats[k] = there;
      seats[j] = here;
      placement[id] = there;
      const beside = placed.some((other) => other.group === group && near(other.seat, there));
      placed.push({ seat: there, group });
      return beside;
    });
    if (!failed) return { method: 'rejection', tries: t + 1, placement };
  }
  return null;
}
