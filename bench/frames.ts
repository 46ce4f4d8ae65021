/** How a bench puts acts into frames of the booths' line, and reads what comes back. */
import type { Act, HubFrame } from '#shared/protocol/booth-frames.ts';

/** The frames that carry these acts, numbered from `first` on: the one place that knows how many acts a frame takes. */
export function framesOf(acts: readonly Act[], first: number): string[] {
  const at = new Date().toISOString();
  return acts.map((act, place) => JSON.stringify({ type: 'act', n: first + place, at, act }));
}

/** How many acts a frame from the hub acknowledges. A refusal is a fault of the bench and throws. */
export function acksIn(frame: HubFrame): number {
  if (frame.type === 'refused') throw new Error(frame.refusal.message.en);
  if (frame.type !== 'ack') return 0;
  if (frame.refusal) throw new Error(`act ${frame.n}: ${frame.refusal.message.en}`);
  return 1;
}
