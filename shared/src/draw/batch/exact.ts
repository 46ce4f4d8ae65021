/**
 * Which projects of a day can be filled at all, as a model of whole numbers for an exact solver: a column for each
 * place a person could fill and one for each project (1: its panel is full). What it finds is a plan; what it proves,
 * that no order of the draws and no assignment leaves fewer places short.
 */
import { type Plan, placesShort, planByAugmenting, withCategories } from './plan.ts';
import type { Request } from './requests.ts';

/** Maximise `gain · x` with `low ≤ row · x ≤ high`, each x 0 or 1. Infinite bounds are ±Infinity. */
export interface AssignmentModel {
  readonly gain: readonly number[];
  readonly rows: readonly {
    readonly low: number;
    readonly high: number;
    /** Pairs of column and factor. */
    readonly terms: readonly (readonly [column: number, factor: number])[];
  }[];
  /** An x that keeps all rows, to begin with. */
  readonly start: readonly number[];
}

export interface Solved {
  /** The best x found; null when none was. */
  readonly x: ArrayLike<number> | null;
  /** No x gains more than this. */
  readonly bound: number;
}

/** An exact solver (HiGHS); may stop early with what it has and has proved by then. */
export type Solver = (model: AssignmentModel) => Solved;

/** What is known of a day's batch before it is drawn. */
export interface Outlook {
  readonly plan: Plan;
  readonly short: number;
  /** No order and no assignment leaves fewer places short; null when no solver was asked. */
  readonly leastShort: number | null;
}

/** The plan of a day, in the order of the draws. A solver is asked only where places stay short without one. */
export async function planDay(requests: readonly Request[], solver: () => Promise<Solver>): Promise<Outlook> {
  const plan = planByAugmenting(requests);
  const short = placesShort(requests, plan);
  return short === 0 ? { plan, short, leastShort: 0 } : planExactly(requests, plan, await solver());
}

/** Asks the solver for a better plan than the one known. */
export function planExactly(requests: readonly Request[], known: Plan, solve: Solver): Outlook {
  const columns = columnsOf(requests);
  const { x, bound } = solve(modelOf(requests, columns, known));
  const wanted = requests.reduce((sum, { size }) => sum + size, 0);
  // Nobody sits on two panels: so much is short by counting heads, whatever the solver has proved.
  const heads = new Set(requests.flatMap(({ entrants }) => entrants.map(({ person }) => person))).size;
  const leastShort = wanted - Math.min(heads, Math.floor(bound + 1e-6));
  const short = placesShort(requests, known);
  if (!x) return { plan: known, short, leastShort };
  const chosen = requests.map((): { candidate: Column['candidate']; person: number }[] => []);
  for (const [index, column] of columns.places.entries())
    if ((x[index] ?? 0) > 0.5) chosen[column.request]?.push(column);
  const plan = requests.map(({ input, size }, index) => {
    const members = chosen[index] ?? [];
    return members.length === size && size > 0 ? withCategories(input, members) : null;
  });
  const found = placesShort(requests, plan);
  return found < short ? { plan, short: found, leastShort } : { plan: known, short, leastShort };
}

interface Column {
  readonly request: number;
  readonly candidate: Request['entrants'][number]['candidate'];
  readonly person: number;
  readonly category: string;
}

interface Columns {
  readonly places: readonly Column[];
}

function columnsOf(requests: readonly Request[]): Columns {
  return {
    places: requests.flatMap(({ input, entrants }, request) => {
      const wanted = new Set(input.categories.filter(({ count }) => count > 0).map(({ id }) => id));
      return entrants.flatMap(({ candidate, person }) =>
        [...new Set(candidate.categories)]
          .filter((category) => wanted.has(category))
          .map((category) => ({ request, candidate, person, category })),
      );
    }),
  };
}

function modelOf(requests: readonly Request[], { places }: Columns, known: Plan): AssignmentModel {
  const full = (request: number) => places.length + request;
  const rows = new Map<string, { low: number; high: number; terms: [number, number][] }>();
  const row = (key: string, low: number, high: number) => {
    const made = rows.get(key) ?? { low, high, terms: [] };
    rows.set(key, made);
    return made.terms;
  };
  for (const [request, { input }] of requests.entries()) {
    for (const { id, count } of input.categories)
      row(`c${request} ${id}`, 0, 0).push([full(request), -count]);
    for (const { id, min, max } of input.sites) {
      row(`m${request} ${id}`, 0, Number.POSITIVE_INFINITY).push([full(request), -min]);
      row(`x${request} ${id}`, Number.NEGATIVE_INFINITY, max);
    }
  }
  for (const [column, { request, candidate, person, category }] of places.entries()) {
    const limit = requests[request]?.input.maxPerEmployer ?? 0;
    row(`c${request} ${category}`, 0, 0).push([column, 1]);
    row(`m${request} ${candidate.site}`, 0, 0).push([column, 1]);
    row(`x${request} ${candidate.site}`, 0, 0).push([column, 1]);
    row(`e${request} ${candidate.employer}`, Number.NEGATIVE_INFINITY, limit).push([column, 1]);
    row(`p${person}`, Number.NEGATIVE_INFINITY, 1).push([column, 1]);
  }
  const held = new Set(
    known.flatMap(
      (members, request) => members?.map((one) => `${request} ${one.person} ${one.category}`) ?? [],
    ),
  );
  return {
    gain: [...places.map(() => 0), ...requests.map(({ size }) => size)],
    // What no choice of 0s and 1s could break needs no row.
    rows: [...rows.values()].filter(({ low, high, terms }) => low > -1e9 || terms.length > high),
    start: [
      ...places.map(({ request, person, category }) =>
        held.has(`${request} ${person} ${category}`) ? 1 : 0,
      ),
      ...known.map((members) => (members ? 1 : 0)),
    ],
  };
}
