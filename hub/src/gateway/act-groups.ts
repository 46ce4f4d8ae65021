/** The acts of one frame, as they are carried out: those that can be are planned together and share a commit. */
import type { Act, ActKind, ActsFrame } from '#shared/protocol/booth-frames.ts';

export interface NumberedAct {
  readonly n: number;
  readonly at: string;
  readonly act: Act;
}

/**
 * Acts whose plan reads the store before the transaction: who sits at the booth and with which key, and how far the
 * evaluation is. An act before them may change it, even an expert's own (one who leaves, the last to sign).
 */
export const plannedOnState: ReadonlySet<ActKind> = new Set(['pledge', 'sign', 'consent']);

/**
 * Parts a frame's acts, in their order, so that none is planned on what one before it in its group may change. Those
 * up to `last` are stored and change nothing.
 */
export function groupsOf({ first, acts }: ActsFrame, last: number): NumberedAct[][] {
  const groups: NumberedAct[][] = [];
  for (const [place, { at, act }] of acts.entries()) {
    const one = { n: first + place, at, act };
    const group = groups.at(-1);
    const changing = group?.some(({ n }) => n > last) ?? false;
    if (!group || (changing && plannedOnState.has(act.kind))) groups.push([one]);
    else group.push(one);
  }
  return groups;
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
