/**
 * Venues: sites, their halls and seats, the booth at each seat, its machine's fingerprint and its presence.
 * Owns the tables `sites`, `halls` and `booths`.
 */
import type { Room } from '../ledger/command.ts';
import { venuesProjection } from './tables.ts';

export const venues: Room = { name: 'venues', projection: venuesProjection };
