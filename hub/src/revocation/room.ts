/**
 * Revocation: the lists by which experts' certificates are judged. Each hub holds them itself (`lists.ts`) and reads
 * their files again by itself (`watch.ts`); which were in force, and what is wrong with them, is recorded by the one that has
 * the duties. Owns the table `revocation_lists`.
 */
import type { Room } from '../ledger/command.ts';
import { revocationProjection } from './tables.ts';

export const revocation: Room = { name: 'revocation', projection: revocationProjection };
