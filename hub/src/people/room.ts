/**
 * People: users, their roles and sites, and their sessions. Owns the tables `users` and `sessions`.
 * The three administrators (三员) are roles like the others and never held together: one user, one role.
 */
import type { Room } from '../ledger/command.ts';
import { peopleProjection } from './tables.ts';

export const people: Room = { name: 'people', projection: peopleProjection };
