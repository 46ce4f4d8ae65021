/** The acts of one frame: planned side by side, carried out together. */
import type { Act, ActsFrame } from '#shared/protocol/booth-frames.ts';

export interface NumberedAct {
  readonly n: number;
  readonly at: string;
  readonly act: Act;
}

/** A frame's acts with the number of each. */
export function numberedActs({ first, acts }: ActsFrame): NumberedAct[] {
  return acts.map(({ at, act }, place) => ({ n: first + place, at, act }));
}

/** What was given before the first that failed, and that one. */
export function untilFailure<T>(settled: readonly PromiseSettledResult<T>[]): {
  readonly values: T[];
  readonly failure: PromiseRejectedResult | undefined;
} {
  const failure = settled.find((one) => one.status === 'rejected');
  const before = failure ? settled.slice(0, settled.indexOf(failure)) : settled;
  return { values: before.map((one) => (one as PromiseFulfilledResult<T>).value), failure };
}
