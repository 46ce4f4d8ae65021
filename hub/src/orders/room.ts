/**
 * Orders: what a hall tells a booth to do (lock, unlock, show a message), whether it is done, and which booths are
 * locked. Owns the tables `booth_orders` and `booth_locks`.
 */
import type { Room } from '../ledger/command.ts';
import { orderProjection } from './tables.ts';

export const orders: Room = { name: 'orders', projection: orderProjection };
