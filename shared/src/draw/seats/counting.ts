/**
 * All placements of a hall counted exactly, and one of them drawn with equal chance: for corridors and other narrow
 * halls (docs/draw.md, part 3).
 *
 * Seats are walked in breadth-first order. What has gone before matters only through how many of each group are still
 * to be seated and which groups sit on the *front*: seats behind with a neighbour ahead. Groups that agree in both are
 * interchangeable, which keeps the number of cases small.
 */
import { type Hall, sizesOf } from './hall.ts';
import type { NumberStream } from './numbers.ts';

/** Cases after which a hall is called too wide to count. */
export const MOST_CASES = 200_000;

/** How the group of a seat may be chosen: 0 is nobody. */
interface Case {
  /** How many of each group are still to be seated; group g at g. */
  readonly left: number[];
  /** Group on each seat behind; 0 is nobody. */
  readonly groupAt: number[];
}

export class PlacementCounter {
  readonly #hall: Hall;
  readonly #order: readonly number[];
  /** At each place of the order, the seats behind that have a neighbour ahead. */
  readonly #fronts: readonly (readonly number[])[];
  readonly #named: ReadonlySet<number>;
  readonly #known: Map<string, bigint>[];
  readonly #mostCases: number;
  #cases = 0;

  constructor(hall: Hall, mostCases = MOST_CASES) {
    this.#hall = hall;
    this.#order = breadthFirst(hall);
    this.#fronts = this.#order.map((_, place) => this.#frontAt(place));
    this.#named = new Set([...hall.barred.values()].flatMap((groups) => [...groups]));
    this.#known = this.#order.map(() => new Map());
    this.#mostCases = mostCases;
  }

  /** The number of placements that keep the rule, occupants told apart; null when the hall is too wide to count. */
  count(): bigint | null {
    try {
      return sizesOf(this.#hall).reduce(
        (product, size) => product * factorial(size),
        this.#from(0, this.#start()),
      );
    } catch (error) {
      if (error instanceof TooWide) return null;
      throw error;
    }
  }

  /** The seat of each occupant in one placement, all of them equally likely. {@link count} was above 0 before. */
  draw(numbers: NumberStream): number[] {
    const { groups } = this.#hall;
    const now = this.#start();
    for (const [place, seat] of this.#order.entries()) {
      let number = numbers.uniformBig(this.#from(place, now));
      for (const group of this.#choices(place, now)) {
        const ways = this.#after(place, now, group);
        if (number < ways) {
          now.groupAt[seat] = group;
          now.left[group] = (now.left[group] ?? 0) - 1;
          break;
        }
        number -= ways;
      }
    }
    const seatsOf = this.#hall.groupIds.map((_, index) => {
      const seats = [...now.groupAt.keys()].filter((seat) => now.groupAt[seat] === index + 1);
      for (let k = 0; k < seats.length; k++) swap(seats, k, k + numbers.uniform(seats.length - k));
      return seats;
    });
    return groups.map((group) => seatsOf[group - 1]?.shift() ?? -1);
  }

  #start(): Case {
    const left = sizesOf(this.#hall);
    left[0] = this.#order.length - this.#hall.groups.length;
    return { left, groupAt: this.#order.map(() => 0) };
  }

  /** In how many ways the seats from this place of the order on can be given to groups. */
  #from(place: number, now: Case): bigint {
    if (place === this.#order.length) return 1n;
    const known = this.#known[place];
    const key = this.#keyOf(place, now);
    const before = known?.get(key);
    if (before !== undefined) return before;
    if (++this.#cases > this.#mostCases) throw new TooWide();
    let ways = 0n;
    const alike = new Map<string, bigint>();
    for (const group of this.#choices(place, now)) {
      const token = group === 0 ? '' : this.#tokenOf(place, now, group);
      const same = alike.get(token) ?? this.#after(place, now, group);
      alike.set(token, same);
      ways += same;
    }
    known?.set(key, ways);
    return ways;
  }

  #after(place: number, now: Case, group: number): bigint {
    const seat = this.#order[place] ?? 0;
    now.groupAt[seat] = group;
    now.left[group] = (now.left[group] ?? 0) - 1;
    const ways = this.#from(place + 1, now);
    now.left[group] = (now.left[group] ?? 0) + 1;
    now.groupAt[seat] = 0;
    return ways;
  }

  /** Groups that may sit on the seat at this place, in order of their number; 0, nobody, first. */
  #choices(place: number, { left, groupAt }: Case): number[] {
    const seat = this.#order[place] ?? 0;
    const barred = this.#hall.barred.get(seat);
    const beside = new Set(this.#hall.neighbours[seat]?.map((neighbour) => groupAt[neighbour] ?? 0));
    return [...left.keys()].filter(
      (group) => (left[group] ?? 0) > 0 && (group === 0 || !(beside.has(group) || barred?.has(group))),
    );
  }

  #keyOf(place: number, now: Case): string {
    const tokens: string[] = [];
    for (let group = 1; group < now.left.length; group++) tokens.push(this.#tokenOf(place, now, group));
    return tokens.sort().join('|');
  }

  /** All that still matters of a group: those to be seated, where they sit on the front, its name if it is barred. */
  #tokenOf(place: number, { left, groupAt }: Case, group: number): string {
    const front = this.#fronts[place]?.filter((seat) => groupAt[seat] === group) ?? [];
    return `${left[group]}:${front.join()}${this.#named.has(group) ? `=${group}` : ''}`;
  }

  #frontAt(place: number): number[] {
    const ahead = new Set(this.#order.slice(place));
    return this.#order
      .slice(0, place)
      .filter((seat) => this.#hall.neighbours[seat]?.some((neighbour) => ahead.has(neighbour)));
  }
}

class TooWide extends Error {}

/**
 * Each part of the hall from its seat with the fewest neighbours (of several the first), then its neighbours, then
 * theirs; parts in order of that first seat, seats in their order throughout.
 */
export function breadthFirst({ neighbours }: Pick<Hall, 'neighbours'>): number[] {
  const order: number[] = [];
  const seen = new Set<number>();
  const starts = [...neighbours.keys()].sort(
    (a, b) => (neighbours[a]?.length ?? 0) - (neighbours[b]?.length ?? 0) || a - b,
  );
  for (const start of starts) {
    if (seen.has(start)) continue;
    seen.add(start);
    const part = [start];
    for (const seat of part) {
      for (const neighbour of neighbours[seat] ?? []) {
        if (seen.has(neighbour)) continue;
        seen.add(neighbour);
        part.push(neighbour);
      }
    }
    order.push(...part);
  }
  return order;
}

function factorial(n: number): bigint {
  let product = 1n;
  for (let k = 2; k <= n; k++) product *= BigInt(k);
  return product;
}

function swap(list: number[], a: number, b: number): void {
  const [first, second] = [list[a] ?? 0, list[b] ?? 0];
  list[a] = second;
  list[b] = first;
}
