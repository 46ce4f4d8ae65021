/** 入座核验: badge, slip, key and PIN, then the hub is asked. */
import { Refusal } from '#shared/catalogue/refusal.ts';
import type { Act } from '#shared/protocol/booth-frames.ts';
import type { BoothScreen, Intent } from '#shared/protocol/bridge.ts';
import type { AdmissionStatement } from '#shared/protocol/statements.ts';
import { type Desk, pendingOf } from './desk.ts';
import { screenOf } from './screen.ts';

type IntentOf<K extends Intent['kind']> = Extract<Intent, { kind: K }>;

export function badge(desk: Desk, { badge: shown }: IntentOf<'badge'>): null {
  requireScreen(desk, 'badge', 'slip', 'key');
  desk.keep({ badge: shown, slip: null });
  return null;
}

export function slip(desk: Desk, { code }: IntentOf<'slip'>): null {
  requireScreen(desk, 'slip', 'key');
  desk.keep({ slip: code });
  return null;
}

/** Back to the badge, unless the hub is being asked. */
export function startOver(desk: Desk): null {
  if (pendingOf(desk.state).some(({ act }) => act.kind === 'admit')) throw new Refusal('ACT_PENDING');
  requireScreen(desk, 'badge', 'slip', 'key', 'refused', 'admitting', 'unassigned');
  desk.keep({ badge: null, slip: null, refusal: null });
  return null;
}

/** Signs the hub's challenge. Only on an open line: the challenge is good for that line alone. */
export async function admit(desk: Desk, { pin }: IntentOf<'admit'>): Promise<Act> {
  requireScreen(desk, 'key');
  const { booth, key, kept } = desk.state;
  if (desk.challenge === null) throw new Refusal('LINE_DOWN');
  if (kept.badge === null || kept.slip === null) throw new Refusal('ADMISSION_NOT_NOW');
  const statement: AdmissionStatement = {
    format: 'kawei/admission@1',
    booth,
    badge: kept.badge,
    slip: kept.slip,
    challenge: desk.challenge,
    signedAt: desk.now.toISOString(),
  };
  const signed = await desk.sign('admission', statement, pin);
  desk.keep({ ownKey: key.fingerprint });
  return { kind: 'admit', statement: signed };
}

function requireScreen({ state }: Desk, ...names: readonly BoothScreen['screen'][]): void {
  if (!names.includes(screenOf(state).screen)) throw new Refusal('ADMISSION_NOT_NOW');
}
