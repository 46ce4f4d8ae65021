/** What lies in the booth of a drawn seat before its expert comes: the slip that holds, and the package it opens. */
import { Refusal } from '#shared/catalogue/refusal.ts';
import type { BoothView } from '#shared/protocol/booth-frames.ts';
import { sealPackage } from '#shared/slips/package.ts';
import { findExpert } from '../panels/reads.ts';
import { expertView } from '../scoring/expert-view.ts';
import type { Attendance } from '../seating/reads.ts';
import { issuedSlip } from '../seating/slips.ts';
import { findBooth } from '../venues/reads.ts';
import type { Hub } from './hub.ts';

type SlipInBooth = BoothView['slip'];

/** Of so many seats the packages are kept: a booth is told its view anew with every change in its hall. */
const KEPT = 4000;

const kept = new WeakMap<Hub['logKey'], Map<string, SlipInBooth>>();

/** For the seat that is held by this expert, who is not admitted yet; null where there is no slip. */
export async function seatPackage(
  { store, logKey }: Pick<Hub, 'store' | 'logKey'>,
  booth: string,
  held: Attendance,
): Promise<SlipInBooth> {
  const expert = await findExpert(store, held.realId);
  if (!expert || held.seat === null) return null;
  const boothDigest = (await findBooth(store, booth))?.fingerprintDigest ?? null;
  const { seat, slipIssue, project } = held;
  const made = kept.get(logKey) ?? new Map<string, SlipInBooth>();
  kept.set(logKey, made);
  const name = JSON.stringify([seat, slipIssue, held.expert, expert.keyFingerprint, boothDigest]);
  const known = made.get(name);
  if (known) return known;
  const issued = issuedSlip(logKey, held, expert.keyFingerprint);
  if (!issued) return null;
  const { realId } = held;
  const view = await viewOf(store, { project, expert: held.expert, realId, seat, boothDigest });
  const slip = { digest: issued.digest, sealed: view && sealPackage(issued.slip.secret, view) };
  if (slip.sealed === null) return slip; // perhaps there is something to show the next time
  const [eldest] = made.keys();
  if (made.size >= KEPT && eldest !== undefined) made.delete(eldest);
  made.set(name, slip);
  return slip;
}

type Seated = Parameters<typeof expertView>[1];

/** What the expert would be shown if they were admitted now; null where there is nothing to show them yet. */
async function viewOf(
  store: Hub['store'],
  { boothDigest, ...seated }: Omit<Seated, 'boothDigest'> & { readonly boothDigest: string | null },
) {
  if (boothDigest === null) return null;
  try {
    return await expertView(store, { ...seated, boothDigest });
  } catch (error) {
    if (error instanceof Refusal) return null;
    throw error;
  }
}
