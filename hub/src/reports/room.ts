/**
 * Reports: the evaluation report (评标报告) with its consents and dissents, its seal, and the evidence folder.
 * Owns the tables `reports` and `consents`, and the sealed files in the data directory. Rendering and sealing
 * happen after the commit (`sealing.ts`) and are taken up again at the start if the hub died in between.
 */
import { plan, type Room } from '../ledger/command.ts';
import { drawUpReport } from './decide.ts';
import { reportsProjection } from './tables.ts';

export const reports: Room = {
  name: 'reports',
  projection: reportsProjection,
  reactions: {
    'lookback.closed': ({ payload }) => [plan(drawUpReport, { project: payload.project })],
    'evaluation.failed': ({ payload }) => [plan(drawUpReport, { project: payload.project })],
  },
};
