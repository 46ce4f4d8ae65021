import type { EventPayload } from '#shared/catalogue/events/index.ts';
import type { SeatsResult } from '#shared/draw/seats/draw-seats.ts';
import { hallOfSeat } from '#shared/venues/plan.ts';
import type { Command, Facts, NewEvent } from '../../ledger/command.ts';
import { findSeatDraw, openSlips, type SeatDraw } from '../reads.ts';

/** The seats are drawn: everyone gets a slip with a code of six digits that no other open slip has. */
export const recordSeats: Command<
  EventPayload<'draw.completed'>,
  { draw: SeatDraw | null; taken: ReadonlySet<string> },
  null
> = {
  name: 'record-seats',
  load: async (db, { drawId }) => ({ draw: await findSeatDraw(db, drawId), taken: await openSlips(db) }),
  decide({ draw, taken }, { drawId, transcript }, { random }) {
    if (!draw) throw new Error(`no request for seat draw ${drawId}`);
    const { placement } = transcript.result as SeatsResult;
    const used = new Set(taken);
    const placements = draw.occupants.map(({ pseudonym, project, expert, realId }) => {
      const slip = freshSlip(used, random);
      used.add(slip);
      return { project, expert, realId, seat: placement[pseudonym] ?? '', slip };
    });
    const events = Object.entries(Object.groupBy(placements, ({ seat }) => hallOfSeat(seat))).map(
      ([hall, here = []]): NewEvent => ({
        type: 'seats.drawn',
        subject: `hall/${hall}`,
        payload: { drawId, hall, placements: here },
      }),
    );
    return { events, answer: null };
  },
};

function freshSlip(used: ReadonlySet<string>, random: Facts['random']): string {
  for (;;) {
    const number = new DataView(new Uint8Array(random(4)).buffer).getUint32(0);
    const slip = String(number % 1_000_000).padStart(6, '0');
    if (!used.has(slip)) return slip;
  }
}
