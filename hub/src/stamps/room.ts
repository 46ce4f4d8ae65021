/**
 * Stamps: time-stamps by an authority other than the hub's own, over the checkpoint that a project's certificate is
 * issued on, and so over everything beneath it. Owns the tables `certificate_stamps` and `time_authorities`. They are
 * asked for after the seal, beside the path of commands (`stamping.ts`), for as long as it takes.
 */
import type { Room } from '../ledger/command.ts';
import { stampProjection } from './tables.ts';

export const stamps: Room = { name: 'stamps', projection: stampProjection };
