/**
 * A placement by a chain of random swaps: approximately uniform, for halls that are too tight to hit by chance and too
 * wide to count (docs/draw.md, part 3).
 *
 * Occupant k begins on seat k. Each step takes two places and exchanges what is on them, unless more neighbours of one
 * group would then sit side by side. Since a step is as likely as the step back, every placement that can be reached
 * becomes equally likely as the chain grows longer. Steps are counted from the first placement that keeps the rule.
 */
import type { Hall } from './hall.ts';
import type { NumberStream } from './numbers.ts';

/** Steps made for each seat once the rule is kept. */
export const STEPS_A_SEAT = 1000;

/** Steps within which the rule has to be kept for the first time. */
export const STEPS_TO_REACH = 400_000;

/** The seat of each occupant after so many steps; null when the rule was never kept. */
export function swapChain(
  hall: Hall,
  numbers: NumberStream,
  steps: number,
  stepsToReach = STEPS_TO_REACH,
): number[] | null {
  const seats = hall.seatIds.length;
  if (seats === 0) return [];
  /** Occupant on each seat; −1 is nobody. */
  const sitter = Array.from({ length: seats }, (_, seat) => (seat < hall.groups.length ? seat : -1));
  const groupAt = sitter.map((occupant) => hall.groups[occupant] ?? 0);
  const wrongAt = (seat: number): number => {
    const group = groupAt[seat] ?? 0;
    if (group === 0) return 0;
    let wrong = hall.barred.get(seat)?.has(group) ? 1 : 0;
    for (const neighbour of hall.neighbours[seat] ?? []) if (groupAt[neighbour] === group) wrong++;
    return wrong;
  };
  const exchange = (list: number[], a: number, b: number) => {
    const [first, second] = [list[a] ?? 0, list[b] ?? 0];
    list[a] = second;
    list[b] = first;
  };
  let wrong = 0;
  for (let seat = 0; seat < seats; seat++) {
    wrong += wrongAt(seat);
    // Of a pair side by side only one end counts.
    for (const neighbour of hall.neighbours[seat] ?? [])
      if (neighbour < seat && groupAt[seat] !== 0 && groupAt[neighbour] === groupAt[seat]) wrong--;
  }
  let reaching = stepsToReach;
  let left = steps;
  while (wrong > 0 ? reaching-- > 0 : left-- > 0) {
    const [a, b] = [numbers.uniform(seats), numbers.uniform(seats)];
    if (a === b) continue;
    const before = wrongAt(a) + wrongAt(b);
    exchange(groupAt, a, b);
    const after = wrongAt(a) + wrongAt(b);
    if (after > before) {
      exchange(groupAt, a, b);
    } else {
      exchange(sitter, a, b);
      wrong += after - before;
    }
  }
  if (wrong > 0) return null;
  const seatOf = hall.groups.map(() => -1);
  for (const [seat, occupant] of sitter.entries()) if (occupant >= 0) seatOf[occupant] = seat;
  return seatOf;
}
