/**
 * Panels: who stays out of a project's draw, the panel drawn for it, and who takes a member's place. Owns the tables
 * `panel_requests`, `panel_calls`, `panel_members`, `site_requests` and `refused_requests`. Who is behind a pseudonym is
 * sealed until the whole panel has checked in.
 */
import { plan, type Room } from '../ledger/command.ts';
import { recordPanel, replaceMember } from './decide/replace.ts';
import { panelProjection } from './tables.ts';

export const panels: Room = {
  name: 'panels',
  projection: panelProjection,
  reactions: {
    'draw.completed': ({ payload }) => (payload.kind === 'panel' ? [plan(recordPanel, payload)] : []),
    'invitation.answered': ({ payload: { project, expert, answer } }) =>
      answer === 'declined'
        ? [plan(replaceMember, { project, because: 'declined', reason: '本人谢绝', who: { expert } })]
        : [],
    'invitation.lapsed': ({ payload: { project, expert } }) => [
      plan(replaceMember, { project, because: 'no-answer', reason: '未在规定时间内答复', who: { expert } }),
    ],
    'recusal.declared': ({ payload: { project, expert, reason } }) => [
      plan(replaceMember, { project, because: 'recusal', reason, who: { expert } }),
    ],
  },
};
