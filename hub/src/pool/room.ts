/**
 * The pool of experts (专家库): who they are, where they work and have worked, their kin, when they cannot come, when
 * they are suspended. Owns the tables `experts`, `arriving_experts`,
 * `expert_suspensions` and `expert_changes`. Whom it has is the system
 * administrator's business; for which project anybody was drawn is known in panels alone.
 */
import type { Room } from '../ledger/command.ts';
import { poolProjection } from './tables.ts';

export const pool: Room = { name: 'pool', projection: poolProjection };
