/** Where a draw's ceremony stands (docs/draw.md, part 1). */
import { type Static, Type } from 'typebox';

export const DrawPhase = Type.Union([
  Type.Literal('countersigning'),
  Type.Literal('committing'),
  Type.Literal('revealing'),
  Type.Literal('awaiting-beacon'), // the reveals are closed, the beacon that was named is not known yet
  Type.Literal('drawing'), // the reveals are closed, the result is being made
  Type.Literal('completed'),
  Type.Literal('failed'),
]);
export type DrawPhase = Static<typeof DrawPhase>;

/** Whether the ceremony is not over yet. */
export function isUnderWay(phase: DrawPhase): boolean {
  return phase !== 'completed' && phase !== 'failed';
}

/** Whether the ceremony waits for its parties, each until the deadline of the phase. */
export function waitsForParties(phase: DrawPhase): boolean {
  return phase === 'countersigning' || phase === 'committing' || phase === 'revealing';
}
