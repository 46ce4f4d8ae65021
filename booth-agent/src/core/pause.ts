/** A pause: everything on the screen is covered until the expert, with their own key in the machine, goes on. */
import { Refusal } from '#shared/catalogue/refusal.ts';
import type { Act } from '#shared/protocol/booth-frames.ts';
import type { Intent } from '#shared/protocol/bridge.ts';
import { type Desk, requireSession } from './desk.ts';
import { allowedWhenLocked } from './locks.ts';

/** Time goes on: a pause stops no deadline. */
export function pause(desk: Desk): Act {
  requireSession(desk);
  return { kind: 'pause' };
}

/** Refuses KEY_ABSENT, KEY_OTHER, KEY_SEVERAL without the expert's own key, as a locked screen does. */
export function resume(desk: Desk): Act | null {
  requireSession(desk);
  return desk.state.kept.paused === null ? null : { kind: 'resume' };
}

/** Refuses what nobody can do in a booth that is covered. */
export function requireNotPaused({ state }: Pick<Desk, 'state'>, intent: Intent): void {
  if (state.kept.paused === null || intent.kind === 'resume' || allowedWhenLocked(intent)) return;
  throw new Refusal('BOOTH_PAUSED');
}
