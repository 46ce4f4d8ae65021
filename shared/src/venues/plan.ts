/** The geometry of a hall: which seats it has, and which of them are neighbours. Pure. */

/** Row and column, each from 1. */
export type Place = readonly [row: number, column: number];
export type PlacePair = readonly [Place, Place];

/** A hall as it is drawn on a grid. What is not said otherwise is an open seat. */
export interface HallDrawing {
  readonly rows: number;
  readonly columns: number;
  /** Seats that are out of use. */
  readonly closed: readonly Place[];
  /** Where nobody can sit: an aisle, a pillar. */
  readonly aisles: readonly Place[];
  /** Places side by side, or one behind the other, that a wall or screen keeps apart. */
  readonly walls: readonly PlacePair[];
  /** Seats that count as neighbours though they do not touch: over a corner, face to face across an aisle. */
  readonly joined: readonly PlacePair[];
}

export interface Seat {
  readonly id: string;
  readonly row: number;
  readonly column: number;
}

export interface HallPlan extends HallDrawing {
  readonly id: string;
  readonly site: string;
  readonly name: string;
  /** Open seats. */
  readonly seats: readonly Seat[];
  /** Pairs of open seats that count as neighbours: no two of one panel may sit there. */
  readonly adjacent: readonly (readonly [string, string])[];
}

/** A seat's id is its place: hall, then row and column with two digits each. */
export function seatId(hall: string, row: number, column: number): string {
  return `${hall}-${String(row).padStart(2, '0')}${String(column).padStart(2, '0')}`;
}

/** The hall that a seat's id begins with. */
export function hallOfSeat(seat: string): string {
  return seat.slice(0, seat.lastIndexOf('-'));
}

/** How a hall is drawn, and nothing else that is known of it. */
export const drawingOf = ({ rows, columns, closed, aisles, walls, joined }: HallDrawing): HallDrawing => ({
  ...{ rows, columns, closed, aisles, walls, joined },
});

/** A name of a place within its hall. */
export const placeKey = ([row, column]: Place): string => `${row}/${column}`;

/** A name of a pair of places, the same whichever of them is named first. */
export const pairKey = ([a, b]: PlacePair): string => [placeKey(a), placeKey(b)].sort().join(' ');

/** Whether two places touch: side by side, or one behind the other. */
export function touching([[row, column], [otherRow, otherColumn]]: PlacePair): boolean {
  return Math.abs(row - otherRow) + Math.abs(column - otherColumn) === 1;
}

/** The seats of a hall and their neighbours: those that touch with no wall between, and those that are joined. */
export function hallPlan<H extends HallDrawing & Pick<HallPlan, 'id' | 'site' | 'name'>>(
  hall: H,
): H & Pick<HallPlan, 'seats' | 'adjacent'> {
  const none = new Set([...hall.closed, ...hall.aisles].map(placeKey));
  const walls = new Set(hall.walls.map(pairKey));
  const idOf = ([row, column]: Place) => seatId(hall.id, row, column);
  const isOpen = (place: Place) =>
    place[0] <= hall.rows && place[1] <= hall.columns && !none.has(placeKey(place));
  const seats: Seat[] = [];
  const adjacent: [string, string][] = [];
  for (let row = 1; row <= hall.rows; row++) {
    for (let column = 1; column <= hall.columns; column++) {
      const here: Place = [row, column];
      if (!isOpen(here)) continue;
      seats.push({ id: idOf(here), row, column });
      const after: Place[] = [
        [row, column + 1],
        [row + 1, column],
      ];
      for (const there of after) {
        if (isOpen(there) && !walls.has(pairKey([here, there]))) adjacent.push([idOf(here), idOf(there)]);
      }
    }
  }
  for (const [a, b] of hall.joined) if (isOpen(a) && isOpen(b)) adjacent.push([idOf(a), idOf(b)]);
  return { ...hall, seats, adjacent };
}
