/**
 * Scoring: the evaluation of one project from its drawn panel to the reveal — pledges, recusals, the chair, the
 * preliminary review, clarifications, private marks, signed sheets. Owns the tables `evaluations` (one folded
 * state a project), `draft_marks`, `sheets`, `pledges` and `statements`.
 *
 * Nobody reads a mark before the reveal but its own expert's booth; this room's reads keep to that.
 */
import { plan, type Room } from '../ledger/command.ts';
import { openEvaluation, replaceMember } from './decide/panel.ts';
import { scoringProjection } from './tables.ts';

export const scoring: Room = {
  name: 'scoring',
  projection: scoringProjection,
  reactions: {
    'panel.drawn': ({ payload }) => [plan(openEvaluation, payload)],
    'member.replaced': ({ payload }) => [plan(replaceMember, payload)],
  },
};
