/** Does any placement exist? Asked before a seat draw, and decided exactly wherever that can be done in time. */

import { sha256Hex } from '../../canonical/index.ts';
import { Refusal } from '../../catalogue/refusal.ts';
import type { SeatsInput } from '../input.ts';
import { byCodeUnit } from '../seed.ts';
import { swapChain } from './chain.ts';
import { PlacementCounter } from './counting.ts';
import { hallOf, sizesOf } from './hall.ts';
import { mostApart } from './most-apart.ts';
import { NumberStream } from './numbers.ts';

/**
 * Refuses an input into which people cannot be placed, naming the group that does not fit: more occupants than seats,
 * a group larger than the most seats no two of which are adjacent, or groups that fit one by one and not together.
 * A placement that is found proves that there is one, a count of none in a narrow hall that there is not. What neither
 * decides (a wide hall, very tight) is let through; the draw itself refuses it then with DRAW_SEATS_TOO_TIGHT.
 */
export function requireRoom(input: SeatsInput): void {
  const { occupants, seats } = input;
  if (occupants.length > seats.length)
    throw new Refusal('DRAW_SEATS_TOO_FEW', { occupants: occupants.length, seats: seats.length });
  if (isReached(input, STEPS_AT_FIRST)) return;
  const hall = hallOf(input);
  const sizes = sizesOf(hall);
  const groups = hall.groupIds
    .map((group, index) => ({ group, number: index + 1, size: sizes[index + 1] ?? 0 }))
    .sort((a, b) => b.size - a.size || byCodeUnit(a.group, b.group));
  for (const { group, number, size } of groups) {
    const apart = mostApart(hall.neighbours, (seat) => !hall.barred.get(seat)?.has(number));
    if (size > apart) throw new Refusal('DRAW_SEATS_GROUP', { group, size, apart });
  }
  for (const [index, { group, size }] of groups.entries()) {
    const within = new Set(groups.slice(0, index + 1).map((entry) => entry.group));
    const some = { ...input, occupants: occupants.filter((occupant) => within.has(occupant.group)) };
    if (hasNoPlacement(some)) throw new Refusal('DRAW_SEATS_TOGETHER', { group, size, others: index });
  }
}

/** Steps in which a hall with some seats to spare is filled. */
const STEPS_AT_FIRST = 4000;

/** Whether a placement was found, by a chain of swaps that is always the same for the same input. */
function isReached(input: SeatsInput, steps: number): boolean {
  return swapChain(hallOf(input), new NumberStream(sha256Hex('kawei/room'), 'swap-chain'), 0, steps) !== null;
}

/** Whether it is certain that nobody can place these people. */
function hasNoPlacement(input: SeatsInput): boolean {
  if (isReached(input, STEPS_AT_FIRST)) return false;
  return new PlacementCounter(hallOf(input)).count() === 0n;
}
