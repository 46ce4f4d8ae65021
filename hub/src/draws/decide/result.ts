import type { EventPayload } from '#shared/catalogue/events/index.ts';
import type { Command } from '../../ledger/command.ts';
import { withPrepared } from '../../ledger/prepared.ts';
import { type DrawState, findDraw } from '../reads.ts';
import type { MadeResult } from '../results/result.ts';
import { about } from './steps.ts';

/** Records what follows from the seed, worked out beside the loop. Whoever comes too late changes nothing. */
export const recordResult: Command<{ drawId: string; made: MadeResult }, DrawState | null, null> = {
  name: 'draw-result',
  load: (db, { drawId }) => findDraw(db, drawId),
  decide(draw, { drawId, made }) {
    if (draw?.phase !== 'drawing') return { events: [], answer: null };
    if ('reason' in made)
      return { events: [about(draw, 'draw.failed', { drawId, reason: made.reason })], answer: null };
    const payload = withPrepared<EventPayload<'draw.completed'>, 'transcript'>(
      { drawId, kind: draw.kind, about: draw.about },
      { transcript: made.transcript },
    );
    return { events: [about(draw, 'draw.completed', payload)], answer: null };
  },
};
