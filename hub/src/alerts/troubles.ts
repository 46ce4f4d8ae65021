import type { AlertCode } from '#shared/catalogue/alerts/index.ts';
import type { Trouble } from '#shared/protocol/booth-frames.ts';

/** The alert that each trouble of a booth raises; a key that is back raises none. */
export const troubleAlerts = {
  'key-removed': 'BOOTH_KEY_REMOVED',
  help: 'BOOTH_HELP',
  'slip-refused': 'BOOTH_SLIP_REFUSED',
  'second-screen': 'BOOTH_SECOND_SCREEN',
} as const satisfies Record<Exclude<Trouble, 'key-returned'>, AlertCode>;

/** The trouble behind an alert of this code; null for an alert of anything else. */
export function troubleOf(code: string): keyof typeof troubleAlerts | null {
  const found = Object.entries(troubleAlerts).find(([, one]) => one === code);
  return found ? (found[0] as keyof typeof troubleAlerts) : null;
}
