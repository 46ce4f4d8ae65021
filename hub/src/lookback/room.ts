/**
 * Look-back (回头看): after the reveal each abnormal mark is put before its own expert, who explains it or signs
 * an amended sheet; one round. Owns the table `flags`. The machine never changes a mark.
 */
import { plan, type Room } from '../ledger/command.ts';
import { openLookback } from './decide.ts';
import { lookbackProjection } from './tables.ts';

export const lookback: Room = {
  name: 'lookback',
  projection: lookbackProjection,
  reactions: {
    'marks.revealed': ({ payload }) => [plan(openLookback, { project: payload.project })],
  },
};
