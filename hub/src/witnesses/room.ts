/**
 * Witnesses of the ledger: who is asked to cosign its checkpoints, and how they answer. Owns the tables
 * `witness_states` and `cosignatures`.
 */
import type { Room } from '../ledger/command.ts';
import { witnessProjection } from './tables.ts';

export const witnesses: Room = { name: 'witnesses', projection: witnessProjection };
