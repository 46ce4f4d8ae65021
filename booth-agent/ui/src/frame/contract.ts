/** What the page must see to before it sends: the agent closes the line on a frame that its schema refuses. */
import { Pin, SlipDigits } from '#shared/protocol/bridge.ts';
import { longestOf, patternOf } from '#shared/protocol/limits.ts';
import { Badge, Prose } from '#shared/protocol/primitives.ts';

/** Most characters of a written reason. */
export const longestProse = longestOf(Prose);

/** Most characters of a key's PIN. */
export const longestPin = longestOf(Pin);

const badgePattern = patternOf(Badge);

const slipPattern = patternOf(SlipDigits);

/** Most digits that the QR code of a seat slip has. */
export const longestSlip = longestOf(SlipDigits);

/** Whether a text can be what a scanner reads from a seat slip, as far as its length tells. */
export function isSlip(text: string): boolean {
  return slipPattern.test(text);
}

/** Whether a text can be a badge number. */
export function isBadge(text: string): boolean {
  return badgePattern.test(text);
}
