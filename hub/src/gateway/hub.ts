import type { FastifyInstance } from 'fastify';
import type { VerifySigned } from '#shared/signature/verify.ts';
import type { Timers } from '#shared/time/timers.ts';
import type { LogKey } from '../ledger/log-key.ts';
import type { Spine } from '../ledger/spine.ts';
import type { BehindWatch } from '../recovery/behind.ts';
import type { HubIdentity } from '../reports/identity.ts';
import type { Settings } from '../settings.ts';
import type { Store } from '../store/database.ts';
import type { Witness } from '../witnesses/list.ts';
import type { PresenceBoard } from './presence.ts';

/** What a room's routes and acts work with. */
export interface Hub {
  readonly spine: Spine;
  readonly store: Store;
  readonly settings: Settings;
  readonly now: () => Date;
  readonly timers: Timers;
  /** So many bytes nobody can guess. */
  readonly random: (bytes: number) => Uint8Array;
  readonly presence: PresenceBoard;
  readonly identity: HubIdentity;
  /** Signs the ledger's checkpoints. */
  readonly logKey: LogKey;
  /** Who is asked to cosign them. */
  readonly witnesses: readonly Witness[];
  /** Whether the ledger lacks what others hold of it. */
  readonly behind: BehindWatch;
  /** DER certificates of the authorities that issue experts' keys. */
  readonly anchors: readonly Uint8Array[];
  /** Verifies what experts' keys have signed, by those authorities. */
  readonly verify: VerifySigned;
}

/** Registers a room's routes on the hub's server. */
export type Routes = (app: FastifyInstance, hub: Hub) => void;
