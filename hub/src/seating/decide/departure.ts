import { Refusal } from '#shared/catalogue/refusal.ts';
import { hallOfSeat } from '#shared/venues/plan.ts';
import type { Command } from '../../ledger/command.ts';
import { type BoothIdentity, boothAtSeat } from '../../venues/reads.ts';
import { type Attendance, holderOfSeat } from '../reads.ts';

/**
 * An expert has gone before the end (擅离职守、健康原因, 实施条例 art. 48): their seat is free, their slip is void, and
 * the agency may have the next in the drawn order called. The hall says so, who knows nothing of the project. Refuses
 * HALL_UNKNOWN for a seat of another site, SEAT_EMPTY.
 */
export const recordDeparture: Command<
  { seat: string; reason: string; site: string },
  { booth: BoothIdentity | null; holder: Attendance | null },
  null
> = {
  name: 'record-departure',
  load: async (db, { seat }) => ({
    booth: await boothAtSeat(db, seat),
    holder: await holderOfSeat(db, seat),
  }),
  decide({ booth, holder }, { seat, reason, site }) {
    if (booth?.site !== site) throw new Refusal('HALL_UNKNOWN', { hall: hallOfSeat(seat) });
    if (!holder) throw new Refusal('SEAT_EMPTY', { seat });
    const { project, expert } = holder;
    const payload = { booth: booth.id, seat, site, project, expert, reason };
    return { events: [{ type: 'expert.departed', subject: `hall/${booth.hall}`, payload }], answer: null };
  },
};
