/**
 * Readiness: what each terminal has last reported of itself before its day, and whether it is ready. Owns the table
 * `booth_readiness`.
 */
import type { Room } from '../ledger/command.ts';
import { readinessProjection } from './tables.ts';

export const readiness: Room = { name: 'readiness', projection: readinessProjection };
