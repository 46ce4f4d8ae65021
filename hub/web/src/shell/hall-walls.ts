import './hall-walls.css';
import { type HallDrawing, type Place, pairKey } from '#shared/venues/plan.ts';

/** For each place of a hall the classes that draw the walls on its right and below it. */
export function wallsOf({ walls }: HallDrawing): (place: Place) => string {
  const standing = new Set(walls.map(pairKey));
  return ([row, column]) => {
    const here: Place = [row, column];
    const right = standing.has(pairKey([here, [row, column + 1]])) ? ' wall-right' : '';
    return standing.has(pairKey([here, [row + 1, column]])) ? `${right} wall-below` : right;
  };
}
