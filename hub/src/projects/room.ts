/** Projects: what is tendered and how it is scored, entered by an agency and frozen. Owns the table `projects`. */
import type { Room } from '../ledger/command.ts';
import { projectProjection } from './tables.ts';

export const projects: Room = { name: 'projects', projection: projectProjection };
