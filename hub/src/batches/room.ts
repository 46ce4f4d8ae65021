/**
 * A day's panels drawn together (同日抽取): who asks for it, the frozen requests, order and plan, and how far the draws
 * have come. Owns the tables `batch_requests`, `batches` and `batch_draws`. Each draw is held by draws and becomes a
 * panel in panels, as if it had been asked for by itself; requests and plan are sealed.
 */
import type { Room } from '../ledger/command.ts';
import { batchProjection } from './tables.ts';

export const batches: Room = { name: 'batches', projection: batchProjection };
