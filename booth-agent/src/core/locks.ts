/** What locks a booth: an order of the hall, or what the booth sees itself; kept until the hall unlocks it. */
import { type LockCode, locks } from '#shared/catalogue/locks.ts';
import { fillText } from '#shared/catalogue/text.ts';
import type { BoothOrder } from '#shared/protocol/booth-frames.ts';
import type { BoothScreen, Intent } from '#shared/protocol/bridge.ts';
import type { Remembered } from './memory.ts';

export interface BoothLock {
  readonly code: LockCode;
  /** What fills the sentence of its cause. */
  readonly text: string;
  readonly at: string;
  /** The hall knows of it. */
  readonly told: boolean;
}

/** More screens than one: locked at once, and told to the hall. */
export function lockForScreens(
  { lock }: Pick<Remembered, 'lock'>,
  screens: number,
  at: string,
): BoothLock | null {
  return lock === null && screens > 1 ? { code: 'SECOND_SCREEN', text: '', at, told: false } : lock;
}

/** What the booth remembers once this order is done. */
export function afterOrder({ order, kind, text, at }: BoothOrder): Partial<Remembered> {
  if (kind === 'lock') return { lastOrder: order, lock: { code: 'HALL_LOCK', text, at, told: true } };
  if (kind === 'unlock') return { lastOrder: order, lock: null };
  return { lastOrder: order, message: { text, at } };
}

/** The lock as the page tells of it. */
export function lockShown(lock: BoothLock | null): BoothScreen['lock'] {
  if (!lock) return null;
  const { cause, clears } = locks[lock.code];
  const { code, at, text } = lock;
  return { code, at, clears, cause: fillText(cause, { text }) };
}

/** What a person can do in a locked booth. */
export function allowedWhenLocked({ kind }: Intent): boolean {
  return kind === 'help' || kind === 'message-read';
}
