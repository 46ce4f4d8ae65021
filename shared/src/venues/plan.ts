/** The geometry of a hall: which seats it has, and which of them are neighbours. Pure. */

export interface Seat {
  readonly id: string;
  readonly row: number;
  readonly column: number;
}

export interface HallPlan {
  readonly id: string;
  readonly site: string;
  readonly name: string;
  readonly rows: number;
  readonly columns: number;
  /** Open seats. */
  readonly seats: readonly Seat[];
  /** Pairs of open seats side by side or one behind the other. */
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

export function hallPlan(hall: {
  id: string;
  site: string;
  name: string;
  rows: number;
  columns: number;
  closed: readonly (readonly [number, number])[];
}): HallPlan {
  const shut = new Set(hall.closed.map(([row, column]) => seatId(hall.id, row, column)));
  const open = (row: number, column: number): string | null => {
    if (row > hall.rows || column > hall.columns) return null;
    const id = seatId(hall.id, row, column);
    return shut.has(id) ? null : id;
  };
  const seats: Seat[] = [];
  const adjacent: [string, string][] = [];
  for (let row = 1; row <= hall.rows; row++) {
    for (let column = 1; column <= hall.columns; column++) {
      const id = open(row, column);
      if (!id) continue;
      seats.push({ id, row, column });
      for (const neighbour of [open(row, column + 1), open(row + 1, column)]) {
        if (neighbour) adjacent.push([id, neighbour]);
      }
    }
  }
  return {
    id: hall.id,
    site: hall.site,
    name: hall.name,
    rows: hall.rows,
    columns: hall.columns,
    seats,
    adjacent,
  };
}
