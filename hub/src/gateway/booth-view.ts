import { Refusal } from '#shared/catalogue/refusal.ts';
import type { BoothView } from '#shared/protocol/booth-frames.ts';
import { expertView } from '../scoring/expert-view.ts';
import { type Occupancy, occupancyOfBooth } from '../seating/reads.ts';
import type { Db } from '../store/database.ts';
import { namesOfHall } from '../venues/reads.ts';

/** Where a booth is and whom it serves: what decides which events concern it. */
export interface BoothPlace {
  readonly hall: string;
  readonly project: string | null;
}

/** What a booth may know: its own place, and of the evaluation what its admitted expert may see. */
export async function boothView(db: Db, booth: string): Promise<{ view: BoothView; place: BoothPlace }> {
  const occupancy = await occupancyOfBooth(db, booth);
  if (!occupancy) throw new Refusal('BOOTH_UNKNOWN');
  const { seat, hall, site, project } = occupancy;
  const session = await sessionOf(db, occupancy);
  // An expert who has been replaced is no longer anybody here: the booth waits for the next.
  const phase = occupancy.phase === 'session' && !session ? 'open' : occupancy.phase;
  const names = await namesOfHall(db, hall);
  const view: BoothView = {
    booth,
    seat,
    hall: names?.hall ?? hall,
    site: names?.site ?? site,
    phase,
    session,
  };
  return { view, place: { hall, project } };
}

async function sessionOf(db: Db, { phase, project, expert, realId, seat, boothDigest }: Occupancy) {
  if (phase !== 'session' || project === null || expert === null || realId === null) return null;
  try {
    return await expertView(db, { project, expert, realId, seat, boothDigest });
  } catch (error) {
    if (error instanceof Refusal && error.code === 'MEMBER_GONE') return null;
    throw error;
  }
}
