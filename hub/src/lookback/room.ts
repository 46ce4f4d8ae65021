/**
 * Look-back (回头看): after the reveal each abnormal mark is put before its own expert, who explains it or signs
 * an amended sheet; where the tender or a supervisor asks for it, the panel votes on it. One round, and every flag ends
 * with an event. Owns the table `flags`. No signed mark is ever changed: what the tender's own rule leaves out of the
 * totals is recorded under the rule's name.
 */
import { plan, type Room } from '../ledger/command.ts';
import { openLookback } from './decide/opening.ts';
import { lookbackProjection } from './tables.ts';

export const lookback: Room = {
  name: 'lookback',
  projection: lookbackProjection,
  reactions: {
    'marks.revealed': ({ payload }) => [plan(openLookback, { project: payload.project })],
  },
};
