import { Refusal } from '#shared/catalogue/refusal.ts';
import type { BoothView } from '#shared/protocol/booth-frames.ts';
import { waitingOrders } from '../orders/reads.ts';
import { expertView } from '../scoring/expert-view.ts';
import { lastCall, type Tenancy } from '../seating/reads.ts';
import type { BoothHome } from '../venues/reads.ts';
import type { Hub } from './hub.ts';
import { seatPackage } from './seat-package.ts';

/**
 * What a booth may know: its own place, and of the evaluation what its admitted expert may see; before they come, the
 * same sealed for their slip.
 */
export async function boothView(
  hub: Pick<Hub, 'store' | 'logKey'>,
  home: BoothHome,
  tenancy: Tenancy,
): Promise<BoothView> {
  const { booth, seat, hallName: hall, siteName: site } = home;
  const session = await sessionOf(hub.store, seat, tenancy);
  // An expert who has been replaced is no longer anybody here: the booth waits for the next.
  const phase = tenancy.phase === 'session' && !session ? 'open' : tenancy.phase;
  const awaited = tenancy.phase === 'open' ? tenancy.awaited : null;
  const slip = awaited && (await seatPackage(hub, booth, awaited));
  const call = await lastCall(hub.store, booth);
  const orders = await waitingOrders(hub.store, booth);
  return { booth, seat, hall, site, phase, session, slip, call, orders };
}

/** What a booth shows while nobody holds its seat and neither call nor order is out: its own place. */
export function vacantView({ booth, seat, hallName: hall, siteName: site }: BoothHome): BoothView {
  return { booth, seat, hall, site, phase: 'closed', session: null, slip: null, call: null, orders: [] };
}

async function sessionOf(db: Hub['store'], seat: string, tenancy: Tenancy) {
  if (tenancy.phase !== 'session') return null;
  const { project, expert, realId, boothDigest } = tenancy;
  try {
    return await expertView(db, { project, expert, realId, seat, boothDigest });
  } catch (error) {
    if (error instanceof Refusal && error.code === 'MEMBER_GONE') return null;
    throw error;
  }
}
