import { Refusal } from '#shared/catalogue/refusal.ts';
import type { BoothView } from '#shared/protocol/booth-frames.ts';
import { expertView } from '../scoring/expert-view.ts';
import type { Tenancy } from '../seating/reads.ts';
import type { Db } from '../store/database.ts';
import type { BoothHome } from '../venues/reads.ts';

/** What a booth may know: its own place, and of the evaluation what its admitted expert may see. */
export async function boothView(db: Db, home: BoothHome, tenancy: Tenancy): Promise<BoothView> {
  const { booth, seat, hallName: hall, siteName: site } = home;
  const session = await sessionOf(db, seat, tenancy);
  // An expert who has been replaced is no longer anybody here: the booth waits for the next.
  const phase = tenancy.phase === 'session' && !session ? 'open' : tenancy.phase;
  return { booth, seat, hall, site, phase, session };
}

async function sessionOf(db: Db, seat: string, tenancy: Tenancy) {
  if (tenancy.phase !== 'session') return null;
  const { project, expert, realId, boothDigest } = tenancy;
  try {
    return await expertView(db, { project, expert, realId, seat, boothDigest });
  } catch (error) {
    if (error instanceof Refusal && error.code === 'MEMBER_GONE') return null;
    throw error;
  }
}
