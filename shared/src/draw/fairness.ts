/**
 * Were the draws of a time fair? How often each expert was drawn against what chance gives, how often the same two
 * met, how often people refuse. Each question is one family of tests, and its p-values are corrected together by
 * Holm's method: with nothing but chance at work, the odds that anybody at all is flagged are at most `alpha`.
 */
import { digestOf } from '../canonical/index.ts';
import type { PanelInput } from './input.ts';
import { drawPanel, eligible } from './panel.ts';

/** The chances of one draw's candidates, before it. */
export interface Chances {
  /** `exact`, or the number of replays with seeds of their own from which they are estimated. */
  readonly method: 'exact' | number;
  /** Probability of candidate `id` being on the panel. */
  readonly of: (id: string) => number;
  /** Probability of both being on it. */
  readonly ofBoth: (a: string, b: string) => number;
}

/** One draw that was made. Candidates and members by the names people go by in all draws. */
export interface PastDraw {
  readonly candidates: readonly string[];
  readonly panel: readonly string[];
  readonly chances: Chances;
}

/**
 * The chances in a draw. Exact where everybody eligible has the one category asked for and neither site nor employer
 * can bind: members ÷ candidates. Otherwise the draw is replayed so often, with seeds made of `name` and the number of
 * the replay, and the `panel` that was drawn counts as one more: hits ÷ (replays + 1). So an estimate is right on the
 * average, however small the chance and few the replays, and never 0 of what has happened.
 */
export function chancesOf(
  input: PanelInput,
  panel: readonly string[],
  name: string,
  replays = 2000,
): Chances {
  const people = eligible(input);
  const size = input.categories.reduce((sum, { count }) => sum + count, 0);
  if (isPlain(input, size)) {
    const all = people.length;
    const known = new Set(people.map(({ id }) => id));
    const both = all < 2 ? 0 : (size * (size - 1)) / (all * (all - 1));
    return {
      method: 'exact',
      of: (id) => (known.has(id) ? size / all : 0),
      ofBoth: (a, b) => (known.has(a) && known.has(b) ? both : 0),
    };
  }
  const panels = new Panels(people.map(({ id }) => id));
  panels.add(panel);
  for (let replay = 0; replay < replays; replay++) {
    const drawn = drawPanel(input, digestOf(['kawei/fairness', name, replay])).panel;
    panels.add(drawn.map(({ id }) => id));
  }
  return { method: replays, of: (id) => panels.share(id), ofBoth: (a, b) => panels.share(a, b) };
}

/** Panels, of which only what is asked of them is held: of a year's draws there are millions. */
class Panels {
  readonly #places: ReadonlyMap<string, number>;
  /** Numbers of the panels that each person is on. */
  readonly #on: number[][];
  #count = 0;

  constructor(people: readonly string[]) {
    this.#places = new Map(people.map((id, place) => [id, place]));
    this.#on = people.map(() => []);
  }

  add(members: readonly string[]): void {
    for (const id of members) this.#of(id).push(this.#count);
    this.#count += 1;
  }

  /** Of all panels, the share that has one person, or both. */
  share(id: string, other = id): number {
    const both = new Set(this.#of(other));
    return this.#of(id).filter((panel) => both.has(panel)).length / this.#count;
  }

  #of(id: string): number[] {
    return this.#on[this.#places.get(id) ?? -1] ?? [];
  }
}

/** Whether chance is the same for all: one category that everybody has, sites and employers without effect. */
function isPlain(input: PanelInput, size: number): boolean {
  const wanted = input.categories.filter(({ count }) => count > 0).map(({ id }) => id);
  const people = eligible(input);
  const colleagues = new Map<string, number>();
  for (const { employer } of people) colleagues.set(employer, (colleagues.get(employer) ?? 0) + 1);
  return (
    people.length >= size &&
    people.every(({ categories }) => wanted.every((category) => categories.includes(category))) &&
    input.sites.every(({ min, max }) => min === 0 && max >= size) &&
    (input.maxPerEmployer >= size ||
      [...colleagues.values()].every((number) => number <= input.maxPerEmployer))
  );
}

/** How often something happened against what chance gives. */
export interface Tested {
  /** Times it could have happened. */
  readonly times: number;
  readonly happened: number;
  readonly expected: number;
  /** Probability, by chance alone, of at least so often, and of at most so often. */
  readonly atLeast: number;
  readonly atMost: number;
  /** Two-sided and corrected for everybody else tested beside. */
  readonly corrected: number;
}

/** Each person's draws. The two-sided p-value is twice the smaller tail, at most 1. */
export function drawnAgainstChance(draws: readonly PastDraw[]): Map<string, Tested> {
  const seen = new Map<string, { chances: number[]; happened: number }>();
  for (const { candidates, panel, chances } of draws) {
    const members = new Set(panel);
    for (const id of candidates) {
      const one = entry(seen, id);
      one.chances.push(chances.of(id));
      if (members.has(id)) one.happened++;
    }
  }
  return corrected(seen, seen.size, ({ atLeast, atMost }) => Math.min(1, 2 * Math.min(atLeast, atMost)));
}

/**
 * The pairs that met at least twice (as JSON of the two names, sorted), tested for meeting too often. Corrected for all
 * pairs that could have met, which are counted from above.
 */
export function meetingsAgainstChance(draws: readonly PastDraw[]): Map<string, Tested> {
  const meetings = new Map<string, number>();
  for (const { panel } of draws) {
    const members = panel.toSorted();
    for (const [index, a] of members.entries())
      for (const b of members.slice(index + 1)) {
        const pair = JSON.stringify([a, b]);
        meetings.set(pair, (meetings.get(pair) ?? 0) + 1);
      }
  }
  const ids = draws.map(({ candidates }) => new Set(candidates));
  const seen = new Map<string, { chances: number[]; happened: number }>();
  for (const [pair, happened] of meetings) {
    if (happened < 2) continue;
    const [a, b] = JSON.parse(pair) as [string, string];
    const together = draws.filter((_, index) => ids[index]?.has(a) && ids[index]?.has(b));
    seen.set(pair, { chances: together.map(({ chances }) => chances.ofBoth(a, b)), happened });
  }
  const pairs = (people: number) => (people * (people - 1)) / 2;
  const everybody = new Set(draws.flatMap(({ candidates }) => candidates)).size;
  const inDraws = draws.reduce((sum, { candidates }) => sum + pairs(candidates.length), 0);
  return corrected(seen, Math.min(pairs(everybody), inDraws), ({ atLeast }) => atLeast);
}

/** Each person's refusals of invitations, tested against the share of all invitations that is refused. */
export function refusalsAgainstAll(
  invitations: readonly { readonly person: string; readonly refused: boolean }[],
): Map<string, Tested> {
  const share = invitations.filter(({ refused }) => refused).length / Math.max(1, invitations.length);
  const seen = new Map<string, { chances: number[]; happened: number }>();
  for (const { person, refused } of invitations) {
    const one = entry(seen, person);
    one.chances.push(share);
    if (refused) one.happened++;
  }
  return corrected(seen, seen.size, ({ atLeast }) => atLeast);
}

/** The distribution of how many of independent things happen, given the probability of each: exactly, by convolution. */
export function countDistribution(chances: readonly number[]): number[] {
  let distribution = [1];
  for (const chance of chances) {
    const next = [...distribution.map((p) => p * (1 - chance)), 0];
    for (const [count, p] of distribution.entries()) next[count + 1] = (next[count + 1] ?? 0) + p * chance;
    distribution = next;
  }
  return distribution;
}

/** Holm's corrected p-values in the order given, with `tests` tests in all (those not listed have p = 1). */
export function holm(pValues: readonly number[], tests = pValues.length): number[] {
  const result = pValues.map(() => 1);
  let highest = 0;
  const order = [...pValues.keys()].sort((a, b) => (pValues[a] ?? 1) - (pValues[b] ?? 1));
  for (const [rank, index] of order.entries()) {
    highest = Math.max(highest, Math.min(1, (tests - rank) * (pValues[index] ?? 1)));
    result[index] = highest;
  }
  return result;
}

function corrected(
  seen: ReadonlyMap<string, { readonly chances: readonly number[]; readonly happened: number }>,
  tests: number,
  pValueOf: (tails: { atLeast: number; atMost: number }) => number,
): Map<string, Tested> {
  const rows = [...seen].map(([id, { chances, happened }]) => {
    const distribution = countDistribution(chances);
    const atLeast = Math.min(1, sum(distribution.slice(happened)));
    const atMost = Math.min(1, sum(distribution.slice(0, happened + 1)));
    return { id, times: chances.length, happened, expected: sum(chances), atLeast, atMost };
  });
  const pValues = holm(rows.map(pValueOf), tests);
  return new Map(rows.map(({ id, ...row }, index) => [id, { ...row, corrected: pValues[index] ?? 1 }]));
}

function entry(of: Map<string, { chances: number[]; happened: number }>, id: string) {
  const one = of.get(id) ?? { chances: [], happened: 0 };
  of.set(id, one);
  return one;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
