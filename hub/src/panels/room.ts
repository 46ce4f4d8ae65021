/**
 * Panels: the pool of experts, the panel drawn for each project, and who takes a member's place. Owns the tables
 * `experts`, `panel_requests` and `panel_members`. Who is behind a pseudonym is sealed until the whole panel has
 * checked in.
 */
import { plan, type Room } from '../ledger/command.ts';
import { recordPanel, replaceMember } from './decide.ts';
import { panelProjection } from './tables.ts';

export const panels: Room = {
  name: 'panels',
  projection: panelProjection,
  reactions: {
    'draw.completed': ({ payload }) => (payload.kind === 'panel' ? [plan(recordPanel, payload)] : []),
    'recusal.declared': ({ payload: { project, expert, reason } }) => [
      plan(replaceMember, { project, because: 'recusal', reason, who: { expert } }),
    ],
  },
};
