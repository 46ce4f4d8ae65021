/** Inputs of seat draws in a hall where people sit already: they stay, and stand in the frozen input. */
import type { SeatsInput } from '../input.ts';
import { byCodeUnit } from '../seed.ts';

export interface HallNow {
  readonly hall: string;
  /** Seats that can be used, those with people included. */
  readonly usable: readonly string[];
  readonly adjacent: SeatsInput['adjacent'];
  readonly sitting: readonly { readonly seat: string; readonly group: string }[];
}

/** A wave of arrivals: each gets one of the free seats, nobody who sits has to move. */
export function waveInput(now: HallNow, arriving: SeatsInput['occupants']): SeatsInput {
  const held = new Set(now.sitting.map(({ seat }) => seat));
  const taken = now.sitting
    .map(({ seat, group }) => ({ seat, group }))
    .sort((a, b) => byCodeUnit(a.seat, b.seat));
  return {
    kind: 'seats',
    hall: now.hall,
    rules: 'kawei/seats@1',
    seats: now.usable.filter((seat) => !held.has(seat)),
    adjacent: now.adjacent.map(([a, b]) => [a, b]),
    occupants: arriving.toSorted((a, b) => byCodeUnit(a.id, b.id)),
    ...(taken.length > 0 && { taken }),
  };
}
