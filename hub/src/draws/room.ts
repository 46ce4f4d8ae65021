/**
 * Draws: the ceremony that both the panel draw and the seat draw go through — frozen input, commitments, reveals,
 * seed, result. Owns the tables `draws` and `draw_parties`. What is drawn from and what becomes of the result is
 * the affair of panels and seating.
 */
import type { Room } from '../ledger/command.ts';
import { drawProjection } from './tables.ts';

export const draws: Room = { name: 'draws', projection: drawProjection };
