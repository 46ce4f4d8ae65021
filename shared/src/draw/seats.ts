/** The seat draw, `kawei/seats@1`: each placement with no two of a group side by side is equally likely. */
import { canonicalBytes, hmacSha256 } from '../canonical/index.ts';
import { Refusal } from '../catalogue/refusal.ts';
import type { SeatsInput } from './input.ts';
import { byCodeUnit, keyOfSeed } from './seed.ts';

export interface SeatsResult {
  readonly method: 'rejection';
  readonly tries: number;
  /** occupant → seat */
  readonly placement: Readonly<Record<string, string>>;
}

/** Tries after which the rejection method is given up (docs/draw.md, part 3). */
export const MOST_TRIES = 2_000_000;

/** Draws a seat for every occupant. Refuses where there are too few seats or no placement is found. */
export function drawSeats(input: SeatsInput, seed: string, mostTries = MOST_TRIES): SeatsResult {
  requireRoom(input);
  const seats = input.seats.toSorted(byCodeUnit);
  const occupants = input.occupants.toSorted((a, b) => byCodeUnit(a.id, b.id));
  const hall = compile(
    seats,
    input,
    occupants.map((occupant) => occupant.group),
  );
  const key = keyOfSeed(seed);
  for (let attempt = 0; attempt < mostTries; attempt++) {
    const order = tryPlacement(hall, new NumberStream(key, attempt));
    if (!order) continue;
    const placement = Object.fromEntries(
      occupants.map((occupant, k) => [occupant.id, seats[order[k] ?? -1] ?? '']),
    );
    return { method: 'rejection', tries: attempt + 1, placement };
  }
  throw new Refusal('DRAW_SEATS_TOO_TIGHT', { tries: mostTries });
}

/**
 * Refuses, before a draw is made, an input into which a group cannot fit: more occupants than seats, or a group
 * larger than the most seats no two of which are adjacent (an upper bound on that number by pairing neighbours).
 */
export function requireRoom(input: SeatsInput): void {
  if (input.occupants.length > input.seats.length) {
    throw new Refusal('DRAW_SEATS_TOO_FEW', { occupants: input.occupants.length, seats: input.seats.length });
  }
  const apart = mostApart(input);
  const sizes = new Map<string, number>();
  for (const { group } of input.occupants) sizes.set(group, (sizes.get(group) ?? 0) + 1);
  for (const [group, size] of sizes) {
    if (size > apart) throw new Refusal('DRAW_SEATS_GROUP', { group, size, apart });
  }
}

/** Seats less the pairs of a greedy matching: no set of seats without neighbours is larger. */
function mostApart(input: SeatsInput): number {
  const open = new Set(input.seats);
  const paired = new Set<string>();
  let pairs = 0;
  for (const [a, b] of input.adjacent.toSorted((x, y) => byCodeUnit(x.join(), y.join()))) {
    if (a === b || !open.has(a) || !open.has(b) || paired.has(a) || paired.has(b)) continue;
    paired.add(a).add(b);
    pairs++;
  }
  return input.seats.length - pairs;
}

interface Hall {
  readonly seats: number;
  readonly neighbours: readonly (readonly number[])[];
  /** Group of each occupant, as a number from 1. */
  readonly groups: readonly number[];
}

function compile(seats: readonly string[], input: SeatsInput, groups: readonly string[]): Hall {
  const index = new Map(seats.map((seat, position) => [seat, position]));
  const neighbours: number[][] = seats.map(() => []);
  for (const [a, b] of input.adjacent) {
    const [first, second] = [index.get(a), index.get(b)];
    if (first === undefined || second === undefined) continue;
    neighbours[first]?.push(second);
    neighbours[second]?.push(first);
  }
  const numbers = new Map([...new Set(groups)].map((group, position) => [group, position + 1]));
  return { seats: seats.length, neighbours, groups: groups.map((group) => numbers.get(group) ?? 0) };
}

/** One try: the seat's index for each occupant, or null when two of a group came side by side. */
function tryPlacement({ seats, neighbours, groups }: Hall, stream: NumberStream): number[] | null {
  const order = Array.from({ length: seats }, (_, index) => index);
  const groupAt = new Uint16Array(seats);
  for (const [k, group] of groups.entries()) {
    const j = k + stream.uniform(seats - k);
    const [here, there] = [order[k] ?? 0, order[j] ?? 0];
    order[k] = there;
    order[j] = here;
    if (neighbours[there]?.some((neighbour) => groupAt[neighbour] === group)) return null;
    groupAt[there] = group;
  }
  return order;
}

/** A try's stream of 32-bit numbers: blocks of `HMAC(seed, J(["seats", t, b]))` as 8 big-endian integers. */
class NumberStream {
  readonly #key: Uint8Array;
  readonly #attempt: number;
  #block = 0;
  #bytes: DataView | null = null;
  #next = 0;

  constructor(key: Uint8Array, attempt: number) {
    this.#key = key;
    this.#attempt = attempt;
  }

  /** A number from 0 to n − 1, each equally likely; takes nothing from the stream when n is 1. */
  uniform(n: number): number {
    if (n === 1) return 0;
    const limit = Math.floor(2 ** 32 / n) * n;
    let number = this.#take();
    while (number >= limit) number = this.#take();
    return number % n;
  }

  #take(): number {
    if (!this.#bytes || this.#next === 32) {
      const block = hmacSha256(this.#key, canonicalBytes(['seats', this.#attempt, this.#block++]));
      this.#bytes = new DataView(block.buffer, block.byteOffset, 32);
      this.#next = 0;
    }
    const number = this.#bytes.getUint32(this.#next);
    this.#next += 4;
    return number;
  }
}
