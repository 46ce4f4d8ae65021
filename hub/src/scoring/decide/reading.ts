import type { Command } from '../../ledger/command.ts';
import { about } from '../advance.ts';

/** Records that somebody has read the revealed marks. */
export const readMarks: Command<{ project: string }, null, null> = {
  name: 'read-marks',
  load: async () => null,
  decide: (_state, { project }, { actor }) => ({
    events: [about(project, 'marks.read', { project, reader: actor.id })],
    answer: null,
  }),
};
