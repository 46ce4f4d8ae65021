/**
 * Invitations (通知): the message to each who is drawn, how it is handed to the centre's gateway, and the answer. Owns
 * the tables `invitations` and `wrong_codes`. What follows from an answer for the panel is decided in panels.
 */
import type { Room } from '../ledger/command.ts';
import { invitationProjection } from './tables.ts';

export const invitations: Room = { name: 'invitations', projection: invitationProjection };
