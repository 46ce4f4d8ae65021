/** How a bench puts acts into frames of the booths' line, and reads what comes back. */
import { ACTS_LIMIT, type Act, type HubFrame } from '#shared/protocol/booth-frames.ts';

/** When every act is done, also where it is sent again: at another time it would be another act. */
const at = new Date().toISOString();

/** The frames that carry these acts, numbered from `first` on: as many to a frame as it may have. */
export function framesOf(acts: readonly Act[], first: number): string[] {
  return inGroups(acts, ACTS_LIMIT).map((group, place) => {
    const some = group.map((act) => ({ at, act }));
    return JSON.stringify({ type: 'acts', first: first + place * ACTS_LIMIT, acts: some });
  });
}

/** All in their order, so many to a group; the last may have fewer. */
export function inGroups<T>(all: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(all.length / size) }, (_, n) => all.slice(n * size, (n + 1) * size));
}

/** How many acts a frame from the hub acknowledges. A refusal is a fault of the bench and throws. */
export function acksIn(frame: HubFrame): number {
  if (frame.type === 'refused') throw new Error(frame.refusal.message.en);
  if (frame.type !== 'ack') return 0;
  const refused = frame.refusals.find((refusal) => refusal !== null);
  if (refused) throw new Error(`acts from ${frame.first}: ${refused.message.en}`);
  return frame.refusals.length;
}
