import type { HallDeskView } from '#shared/protocol/views.ts';

export interface Place {
  readonly hall: string;
  readonly row: number;
  readonly column: number;
}

/** Where a seat is, as people say it; null for no seat, or one of a hall that is not this site's. */
export function placeOf(desk: HallDeskView, seat: string | null): Place | null {
  for (const hall of desk.halls) {
    const found = hall.seats.find(({ id }) => id === seat);
    if (found) return { hall: hall.name, row: found.row, column: found.column };
  }
  return null;
}
