/** What a drawing of a hall must hold to before it is taken. */
import { Refusal } from '../catalogue/refusal.ts';
import {
  type HallDrawing,
  hallPlan,
  type Place,
  type PlacePair,
  pairKey,
  placeKey,
  touching,
} from './plan.ts';

/**
 * Refuses what lies outside of the hall, a place that is both aisle and closed seat, a wall between places that do not
 * touch, a pair joined that touches or is named twice, and a hall without a seat.
 */
export function requireDrawable(drawing: HallDrawing): void {
  const { rows, columns, closed, aisles, walls, joined } = drawing;
  const outside = [...closed, ...aisles, ...walls.flat(), ...joined.flat()].find(
    ([row, column]) => row > rows || column > columns,
  );
  if (outside) throw new Refusal('HALL_PLACE_OUTSIDE', { row: outside[0], column: outside[1] });
  const twice = repeated([...closed, ...aisles], placeKey);
  if (twice) throw new Refusal('HALL_PLACE_TWICE', { row: twice[0], column: twice[1] });
  const apart = walls.find((pair) => !touching(pair));
  if (apart) throw new Refusal('HALL_WALL', between(apart));
  const idle = joined.find((pair) => touching(pair) || placeKey(pair[0]) === placeKey(pair[1]));
  if (idle) throw new Refusal('HALL_JOINED', between(idle));
  const again = repeated([...walls, ...joined], pairKey);
  if (again) throw new Refusal('HALL_PAIR_TWICE', between(again));
  if (hallPlan({ id: '', site: '', name: '', ...drawing }).seats.length === 0)
    throw new Refusal('HALL_NO_SEAT');
}

function repeated<T>(values: readonly T[], keyOf: (value: T) => string): T | undefined {
  const seen = new Set<string>();
  return values.find((value) => seen.size === seen.add(keyOf(value)).size);
}

const between = ([a, b]: PlacePair) => ({ one: inWords(a), other: inWords(b) });
const inWords = ([row, column]: Place) => `${row}-${column}`;
