import type { FastifyInstance } from 'fastify';
import type { Spine } from '../ledger/spine.ts';
import type { Settings } from '../settings.ts';
import type { Store } from '../store/database.ts';

/** What a room's routes work with. */
export interface Hub {
  readonly spine: Spine;
  readonly store: Store;
  readonly settings: Settings;
  readonly now: () => Date;
}

/** Registers a room's routes on the hub's server. */
export type Routes = (app: FastifyInstance, hub: Hub) => void;
