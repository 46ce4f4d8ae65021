import { SlipDigits } from '#shared/protocol/bridge.ts';
import { Badge, Prose } from '#shared/protocol/primitives.ts';

/**
 * Limits of the contract, read from its schemas: what the page sends must pass them, since the agent closes the
 * line on a malformed frame.
 */
function keyword(schema: object, name: string): unknown {
  const found: unknown = Reflect.get(schema, name);
  if (found === undefined) throw new Error(`the schema has no ${name}`);
  return found;
}

/** Most characters of a written reason. */
export const longestProse = Number(keyword(Prose, 'maxLength'));

const badgePattern = new RegExp(String(keyword(Badge, 'pattern')));

const slipPattern = new RegExp(String(keyword(SlipDigits, 'pattern')));

/** Most digits that the QR code of a seat slip has. */
export const longestSlip = Number(keyword(SlipDigits, 'maxLength'));

/** Whether a text can be what a scanner reads from a seat slip, as far as its length tells. */
export function isSlip(text: string): boolean {
  return slipPattern.test(text);
}

/** Whether a text can be a badge number. */
export function isBadge(text: string): boolean {
  return badgePattern.test(text);
}
