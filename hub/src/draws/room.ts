/**
 * Draws: the ceremony that both the panel draw and the seat draw go through — frozen input, countersignatures,
 * commitments, reveals, seed, result — and the keys with which sites countersign. Owns the tables `draws`,
 * `draw_parties` and `site_keys`. What is drawn from and what becomes of the result is
 * the affair of panels and seating.
 */
import type { Room } from '../ledger/command.ts';
import { drawProjection } from './tables.ts';

export const draws: Room = { name: 'draws', projection: drawProjection };
