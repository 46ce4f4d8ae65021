/**
 * Seating: check-in at the desk, the seat draw of a hall, slips, admission at the booth, moves. Owns the tables
 * `attendances`, `check_in_scans`, `seat_draws`, `failed_seats`, `booth_pauses`, and with `calls.ts` `booth_troubles`,
 * `booth_calls` and `trouble_alerts`. A hall's staff learns who has come and which seats are held, never who belongs to
 * which project.
 */
import { plan, type Room } from '../ledger/command.ts';
import { recordSeats } from './decide/record-seats.ts';
import { seatingProjection } from './tables.ts';

export const seating: Room = {
  name: 'seating',
  projection: seatingProjection,
  reactions: {
    'draw.completed': ({ payload }) => (payload.kind === 'seats' ? [plan(recordSeats, payload)] : []),
  },
};
