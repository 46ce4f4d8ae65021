/** What a booth can say of a scanned seat slip by itself, while the hub cannot be asked. */
import { Refusal } from '#shared/catalogue/refusal.ts';
import type { RefusalCode } from '#shared/catalogue/refusals/index.ts';
import type { ExpertView } from '#shared/protocol/evaluation.ts';
import { openPackage } from '#shared/slips/package.ts';
import { holderTag, readSlip, type SeatSlip, slipDigest } from '#shared/slips/slip.ts';
import type { Desk } from './desk.ts';
import type { Remembered } from './memory.ts';

/** Refusals after which the hall has to look: the slip is not what it should be, or not in its holder's hands. */
export const suspicious: readonly RefusalCode[] = [
  'SLIP_FORGED',
  'SLIP_SUPERSEDED',
  'ADMISSION_SLIP_OF_ANOTHER',
  'ADMISSION_KEY_OF_ANOTHER',
];

/**
 * Reads a slip that was scanned here. Refuses LINE_NEVER while the hub has not told its key and this seat,
 * SLIP_OTHER_SEAT, and what `readSlip` refuses.
 */
export function scannedSlip(text: string, { slipKey, view }: Remembered): SeatSlip {
  if (slipKey === null || view === null) throw new Refusal('LINE_NEVER');
  const slip = readSlip(text, slipKey);
  if (slip.seat !== view.seat) throw new Refusal('SLIP_OTHER_SEAT', { seat: slip.seat });
  return slip;
}

/** No slip is older than its issue: one that seems to be, in seconds, was issued by a clock that has been put right since. */
const CLOCKS_APART = 3600;

/** Whether this holder may sit here by the slip alone. Refuses by name the first that speaks against it. */
export function requireGood(slip: SeatSlip, text: string, { state, hubNow }: Desk): void {
  const { kept, key } = state;
  if (kept.badge === null || holderTag(slip.secret, 'badge', kept.badge) !== slip.badge)
    throw new Refusal('ADMISSION_SLIP_OF_ANOTHER');
  if (isVoid(slip, text, kept)) throw new Refusal('SLIP_SUPERSEDED');
  if (hubNow === null) throw new Refusal('SLIP_CLOCK');
  const age = Math.floor(hubNow.getTime() / 1000) - slip.from;
  if (age < -CLOCKS_APART) throw new Refusal('SLIP_CLOCK');
  if (age >= slip.seconds) throw new Refusal('SLIP_EXPIRED');
  if (key.fingerprint === null) throw new Refusal('KEY_ABSENT');
  if (holderTag(slip.secret, 'key', key.fingerprint) !== slip.key)
    throw new Refusal('ADMISSION_KEY_OF_ANOTHER');
}

/** What lies here for the holder of this slip; null where nothing does, and the hub's view has to be waited for. */
export function packageOf(slip: SeatSlip, text: string, { view }: Remembered): ExpertView | null {
  if (!view?.slip?.sealed || view.slip.digest !== slipDigest(text)) return null;
  return openPackage(slip.secret, view.slip.sealed);
}

/**
 * Whether the hub has told of this seat since the slip was issued, and of another slip or none. What it has decided since
 * the line fell cannot be known here.
 */
function isVoid(slip: SeatSlip, text: string, { view, heard }: Remembered): boolean {
  const told = heard !== null && slip.issue < heard.version;
  return told && view?.slip?.digest !== slipDigest(text);
}
