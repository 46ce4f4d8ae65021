/** 入座核验: badge, slip, key and PIN, then the hub is asked; while it cannot be, the slip that it has signed. */
import { Refusal } from '#shared/catalogue/refusal.ts';
import type { Act } from '#shared/protocol/booth-frames.ts';
import type { BoothScreen, Intent } from '#shared/protocol/bridge.ts';
import type { AdmissionBySlip, AdmissionStatement } from '#shared/protocol/statements.ts';
import { slipDigest } from '#shared/slips/slip.ts';
import { type Desk, pendingOf } from './desk.ts';
import { screenOf } from './screen.ts';
import { packageOf, requireGood, scannedSlip } from './seat-slip.ts';

type IntentOf<K extends Intent['kind']> = Extract<Intent, { kind: K }>;

export function badge(desk: Desk, { badge: shown }: IntentOf<'badge'>): null {
  requireScreen(desk, 'badge', 'slip', 'key');
  desk.keep({ badge: shown, slip: null, scan: null });
  return null;
}

export function slip(desk: Desk, { code }: IntentOf<'slip'>): null {
  requireScreen(desk, 'slip', 'key');
  desk.keep({ slip: code, scan: null });
  return null;
}

/** The QR code of the slip: what it says of this seat is checked at once, and the rest once the key is there. */
export function scanSlip(desk: Desk, { text }: IntentOf<'scan-slip'>): null {
  requireScreen(desk, 'slip', 'key');
  desk.keep({ slip: scannedSlip(text, desk.state.kept).code, scan: text });
  return null;
}

/** Back to the badge, unless the hub is being asked. */
export function startOver(desk: Desk): null {
  if (pendingOf(desk.state).some(({ act }) => act.kind === 'admit')) throw new Refusal('ACT_PENDING');
  requireScreen(desk, 'badge', 'slip', 'key', 'refused', 'admitting', 'unassigned');
  desk.keep({ badge: null, slip: null, scan: null, refusal: null, provisional: null });
  return null;
}

/**
 * Signs the hub's challenge, which is good for this line alone; without a line, the scanned slip, if it is good for this
 * seat, badge and key: then the expert is let in here and now, and the hub is asked as soon as it can be.
 */
export async function admit(desk: Desk, { pin }: IntentOf<'admit'>): Promise<Act> {
  requireScreen(desk, 'key');
  const { booth, key, kept } = desk.state;
  const { badge, slip, scan } = kept;
  if (badge === null || slip === null) throw new Refusal('ADMISSION_NOT_NOW');
  const said = { booth, badge, slip, signedAt: desk.now.toISOString() };
  const { challenge } = desk;
  if (challenge !== null) {
    const statement: AdmissionStatement = { format: 'kawei/admission@1', ...said, challenge };
    const signed = await desk.sign('admission', statement, pin);
    desk.keep({ ownKey: key.fingerprint, provisional: null });
    return { kind: 'admit', statement: signed };
  }
  if (scan === null) throw new Refusal('SLIP_CODE_OFFLINE');
  const scanned = scannedSlip(scan, kept);
  requireGood(scanned, scan, desk);
  const statement: AdmissionBySlip = {
    format: 'kawei/admission-by-slip@1',
    ...said,
    slipDigest: slipDigest(scan),
  };
  const signed = await desk.sign('admission', statement, pin);
  desk.keep({ ownKey: key.fingerprint, provisional: { session: packageOf(scanned, scan, kept) } });
  return { kind: 'admit', statement: signed };
}

function requireScreen({ state }: Desk, ...names: readonly BoothScreen['screen'][]): void {
  if (!names.includes(screenOf(state).screen)) throw new Refusal('ADMISSION_NOT_NOW');
}
