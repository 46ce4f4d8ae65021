/**
 * Enrolment: one-time codes of booths and the certificates by which they come. Owns the tables `booth_codes` and
 * `booth_certificates`.
 */
import type { Room } from '../ledger/command.ts';
import { enrolmentProjection } from './tables.ts';

export const enrolment: Room = { name: 'enrolment', projection: enrolmentProjection };
