import type { RefusalMessage } from '#shared/catalogue/refusal.ts';
import { type AckFrame, FRAME_LIMIT } from '#shared/protocol/booth-frames.ts';

/**
 * The answers to acts from `first` on: one frame, or, where refusals with many faults are too long for it, several.
 * A booth closes the line on a longer one, and would be answered the same for ever.
 */
export function ackFrames(
  first: number,
  at: string,
  refusals: readonly (RefusalMessage | null)[],
): AckFrame[] {
  if (refusals.length === 0) return [];
  const frame = { type: 'ack', first, at, refusals: [...refusals] } as AckFrame;
  if (refusals.length === 1 || JSON.stringify(frame).length <= FRAME_LIMIT) return [frame];
  const half = refusals.length >> 1;
  return [
    ...ackFrames(first, at, refusals.slice(0, half)),
    ...ackFrames(first + half, at, refusals.slice(half)),
  ];
}
