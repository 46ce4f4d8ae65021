/** A seat draw's input as numbers: seats and occupants in the order of the rule. */
import type { SeatsInput } from '../input.ts';
import { byCodeUnit } from '../seed.ts';

export interface Hall {
  readonly seatIds: readonly string[];
  readonly occupantIds: readonly string[];
  readonly neighbours: readonly (readonly number[])[];
  /** Group of each occupant, as a number from 1. */
  readonly groups: readonly number[];
  /** Name of each group; that of number g stands at g − 1. */
  readonly groupIds: readonly string[];
  /** seat → groups that may not sit there, because one of theirs sits beside it already. */
  readonly barred: ReadonlyMap<number, ReadonlySet<number>>;
}

export function hallOf(input: SeatsInput): Hall {
  const seatIds = input.seats.toSorted(byCodeUnit);
  const occupants = input.occupants.toSorted((a, b) => byCodeUnit(a.id, b.id));
  const groupIds = [...new Set(occupants.map((occupant) => occupant.group))].sort(byCodeUnit);
  const groupNumbers = new Map(groupIds.map((group, position) => [group, position + 1]));
  const index = new Map(seatIds.map((seat, position) => [seat, position]));
  const neighbours = seatIds.map(() => new Set<number>());
  const besideTaken = new Map<string, number[]>();
  for (const [a, b] of input.adjacent) {
    const [first, second] = [index.get(a), index.get(b)];
    if (first !== undefined && second !== undefined && first !== second) {
      neighbours[first]?.add(second);
      neighbours[second]?.add(first);
    }
    if (first !== undefined && second === undefined) listed(besideTaken, b).push(first);
    if (second !== undefined && first === undefined) listed(besideTaken, a).push(second);
  }
  const barred = new Map<number, Set<number>>();
  for (const { seat, group } of input.taken ?? []) {
    const number = groupNumbers.get(group);
    if (number === undefined) continue;
    for (const place of besideTaken.get(seat) ?? [])
      barred.set(place, (barred.get(place) ?? new Set()).add(number));
  }
  return {
    seatIds,
    occupantIds: occupants.map((occupant) => occupant.id),
    neighbours: neighbours.map((set) => [...set].sort((a, b) => a - b)),
    groups: occupants.map((occupant) => groupNumbers.get(occupant.group) ?? 0),
    groupIds,
    barred,
  };
}

/** Number of occupants of each group; that of group g stands at g. */
export function sizesOf({ groups, groupIds }: Pick<Hall, 'groups' | 'groupIds'>): number[] {
  const sizes = Array.from({ length: groupIds.length + 1 }, () => 0);
  for (const group of groups) sizes[group] = (sizes[group] ?? 0) + 1;
  return sizes;
}

/** A placement as the transcript holds it, from the seat number of each occupant. */
export function placementOf(
  { occupantIds, seatIds }: Hall,
  seatOf: ArrayLike<number>,
): Record<string, string> {
  return Object.fromEntries(occupantIds.map((id, k) => [id, seatIds[seatOf[k] ?? -1] ?? '']));
}

function listed(of: Map<string, number[]>, key: string): number[] {
  const list = of.get(key) ?? [];
  of.set(key, list);
  return list;
}
