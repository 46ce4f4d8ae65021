import type { Command } from '../../ledger/command.ts';

/** Records that somebody has read whom a project's refused requests excluded. */
export const readRefusedRequests: Command<{ project: string }, null, null> = {
  name: 'read-refused-requests',
  load: async () => null,
  decide: (_ground, { project }, { actor }) => ({
    events: [
      {
        type: 'panel.refused-requests-read',
        subject: `project/${project}`,
        payload: { project, reader: actor.id },
      },
    ],
    answer: null,
  }),
};
