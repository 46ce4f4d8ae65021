/**
 * Recovery: what a restored back-up has lost and who decided to go on without it. Owns the tables `accepted_heads`
 * and `accepted_acts`. Check, back-up and restoration lie here too; they own no tables.
 */
import type { Room } from '../ledger/command.ts';
import { recoveryProjection } from './tables.ts';

export const recovery: Room = { name: 'recovery', projection: recoveryProjection };
