/**
 * Were the draws fair (抽取公平性)? Figures over all panels whose names are known. Owns the table `open_panels`; what is
 * worked out is kept by its thread alone, and made anew from the transcripts.
 */
import type { Room } from '../ledger/command.ts';
import { fairnessProjection } from './tables.ts';

export const fairness: Room = { name: 'fairness', projection: fairnessProjection };
