/** What a stroke on a hall's grid does to its drawing. Pure: each answers the drawing after it. */
import {
  type HallDrawing,
  type Place,
  type PlacePair,
  pairKey,
  placeKey,
  touching,
} from '#shared/venues/plan.ts';

export type PlaceKind = 'seat' | 'closed' | 'aisle';

export function kindOf({ closed, aisles }: HallDrawing, place: Place): PlaceKind {
  const key = placeKey(place);
  if (aisles.some((one) => placeKey(one) === key)) return 'aisle';
  return closed.some((one) => placeKey(one) === key) ? 'closed' : 'seat';
}

/** Makes these places seats, closed seats or aisle. */
export function painted(drawing: HallDrawing, places: readonly Place[], kind: PlaceKind): HallDrawing {
  const keys = new Set(places.map(placeKey));
  const others = (list: readonly Place[]) => list.filter((place) => !keys.has(placeKey(place)));
  return {
    ...drawing,
    closed: [...others(drawing.closed), ...(kind === 'closed' ? places : [])],
    aisles: [...others(drawing.aisles), ...(kind === 'aisle' ? places : [])],
  };
}

/** Whether two seats count as neighbours. */
export function areNeighbours({ walls, joined }: HallDrawing, pair: PlacePair): boolean {
  return touching(pair) ? !has(walls, pair) : has(joined, pair);
}

/** Puts a wall between two places that touch or takes it away; joins two that do not, or parts them again. */
export function neighboursToggled(drawing: HallDrawing, pair: PlacePair): HallDrawing {
  const part = touching(pair) ? 'walls' : 'joined';
  const list = drawing[part];
  const without = list.filter((one) => pairKey(one) !== pairKey(pair));
  return { ...drawing, [part]: without.length < list.length ? without : [...list, pair] };
}

/** The drawing in a grid of another size: what lies outside of it goes. */
export function resized(drawing: HallDrawing, rows: number, columns: number): HallDrawing {
  const inside = ([row, column]: Place) => row <= rows && column <= columns;
  const both = (pair: PlacePair) => pair.every(inside);
  return {
    ...{ rows, columns },
    closed: drawing.closed.filter(inside),
    aisles: drawing.aisles.filter(inside),
    walls: drawing.walls.filter(both),
    joined: drawing.joined.filter(both),
  };
}

const has = (pairs: readonly PlacePair[], pair: PlacePair) =>
  pairs.some((one) => pairKey(one) === pairKey(pair));
