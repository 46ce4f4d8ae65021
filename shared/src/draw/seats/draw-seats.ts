/** The seat draw, `kawei/seats@1`: each placement with no two of a group side by side is equally likely. */
import { Refusal } from '../../catalogue/refusal.ts';
import type { SeatsInput } from '../input.ts';
import { STEPS_A_SEAT, swapChain } from './chain.ts';
import { PlacementCounter } from './counting.ts';
import { type Hall, hallOf, placementOf } from './hall.ts';
import { NumberStream } from './numbers.ts';
import { requireRoom } from './room.ts';

/** occupant → seat */
type Placement = Readonly<Record<string, string>>;

export type SeatsResult =
  | { readonly method: 'rejection'; readonly tries: number; readonly placement: Placement }
  | {
      readonly method: 'counting';
      readonly tries: number;
      /** How many placements keep the rule, in decimal digits. */
      readonly parameters: { readonly placements: string };
      readonly placement: Placement;
    }
  | {
      /** Approximately uniform: to be said wherever the draw is shown. */
      readonly method: 'swap-chain';
      readonly tries: number;
      readonly parameters: { readonly steps: number };
      readonly placement: Placement;
    };

/** Tries after which the rejection method is given up (docs/draw.md, part 3). */
export const MOST_TRIES = 2_000_000;

/** Draws a seat for every occupant. Refuses where there are too few seats or no placement is found. */
export function drawSeats(input: SeatsInput, seed: string, mostTries = MOST_TRIES): SeatsResult {
  requireRoom(input);
  const hall = hallOf(input);
  return (
    byRejection(hall, seed, mostTries) ?? byCounting(hall, seed, mostTries) ?? byChain(hall, seed, mostTries)
  );
}

/** Whether each placement that keeps the rule had exactly the same chance. */
export function isExactlyUniform({ method }: Pick<SeatsResult, 'method'>): boolean {
  return method !== 'swap-chain';
}

/** Placements at random until one keeps the rule; null after so many. */
function byRejection(hall: Hall, seed: string, mostTries: number): SeatsResult | null {
  const numbers = new NumberStream(seed, 0);
  const attempt = new Attempt(hall);
  for (let tries = 0; tries < mostTries; tries++) {
    numbers.restart(tries);
    if (attempt.place(numbers))
      return { method: 'rejection', tries: tries + 1, placement: placementOf(hall, attempt.order) };
  }
  return null;
}

/** One of all placements, which are counted; null when the hall is too wide for that. */
export function byCounting(hall: Hall, seed: string, tries: number): SeatsResult | null {
  const counter = new PlacementCounter(hall);
  const placements = counter.count();
  if (placements === null) return null;
  if (placements === 0n) throw new Refusal('DRAW_SEATS_TOO_TIGHT', { tries });
  const seatOf = counter.draw(new NumberStream(seed, 'counting'));
  return {
    method: 'counting',
    tries,
    parameters: { placements: `${placements}` },
    placement: placementOf(hall, seatOf),
  };
}

/** Where a long chain of swaps ends. */
export function byChain(
  hall: Hall,
  seed: string,
  tries: number,
  steps = STEPS_A_SEAT * hall.seatIds.length,
): SeatsResult {
  const seatOf = swapChain(hall, new NumberStream(seed, 'swap-chain'), steps);
  if (!seatOf) throw new Refusal('DRAW_SEATS_TOO_TIGHT', { tries });
  return { method: 'swap-chain', tries, parameters: { steps }, placement: placementOf(hall, seatOf) };
}

/** A placement at random, given up as soon as two of a group come side by side. */
class Attempt {
  /** Seats in drawn order: occupant k sits on the k-th. */
  readonly order: Int32Array;
  readonly #hall: Hall;
  readonly #sorted: Int32Array;
  /** Group on each seat; 0 is nobody. */
  readonly #groupAt: Int32Array;
  readonly #neighbours: Int32Array;
  /** Where the neighbours of each seat begin. */
  readonly #from: Int32Array;

  constructor(hall: Hall) {
    const seats = hall.seatIds.length;
    this.#hall = hall;
    this.#sorted = Int32Array.from({ length: seats }, (_, seat) => seat);
    this.order = this.#sorted.slice();
    this.#groupAt = new Int32Array(seats);
    this.#neighbours = Int32Array.from(hall.neighbours.flat());
    let start = 0;
    this.#from = Int32Array.from([0, ...hall.neighbours.map((list) => (start += list.length))]);
  }

  /** Places all occupants; false when this attempt has failed. */
  place(numbers: NumberStream): boolean {
    const { groups, barred } = this.#hall;
    const { order } = this;
    order.set(this.#sorted);
    this.#groupAt.fill(0);
    for (let k = 0; k < groups.length; k++) {
      const group = groups[k] ?? 0;
      const j = k + numbers.uniform(order.length - k);
      const seat = order[j] ?? 0;
      order[j] = order[k] ?? 0;
      order[k] = seat;
      if (this.#besideOwn(seat, group) || (barred.size > 0 && barred.get(seat)?.has(group))) return false;
      this.#groupAt[seat] = group;
    }
    return true;
  }

  #besideOwn(seat: number, group: number): boolean {
    const end = this.#from[seat + 1] ?? 0;
    for (let at = this.#from[seat] ?? 0; at < end; at++)
      if (this.#groupAt[this.#neighbours[at] ?? 0] === group) return true;
    return false;
  }
}
