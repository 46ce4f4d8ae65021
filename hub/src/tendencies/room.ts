/**
 * Tendencies (专家倾向): what revealed marks of many projects say together, for supervisors and the discipline office
 * alone. Owns the table `leanings`, the leads that were raised; all else is worked out from the sheets in force when a
 * hub first looks, and kept in its memory (`desk.ts`).
 */
import type { Room } from '../ledger/command.ts';
import { tendencyProjection } from './tables.ts';

export const tendencies: Room = { name: 'tendencies', projection: tendencyProjection };
