import type { DrawPhase } from '#shared/draw/phase.ts';
import type { DrawView } from '#shared/protocol/views.ts';

export type Step = 'freeze' | 'countersign' | 'commit' | 'reveal' | 'beacon' | 'result';

/** The steps of a ceremony in their order; draws of before there were countersignatures have none. */
export function stepsOf({ parties, named }: DrawView): readonly Step[] {
  const signed = parties.some(({ countersigned }) => countersigned !== null);
  const [countersign, beacon] = [signed ? ['countersign' as const] : [], named ? ['beacon' as const] : []];
  return ['freeze', ...countersign, 'commit', 'reveal', ...beacon, 'result'];
}

/** Which step a phase is at; null when all are behind. */
export const stepAt: Readonly<Record<DrawPhase, Step | null>> = {
  countersigning: 'countersign',
  committing: 'commit',
  revealing: 'reveal',
  'awaiting-beacon': 'beacon',
  drawing: 'result',
  failed: 'result',
  completed: null,
};
