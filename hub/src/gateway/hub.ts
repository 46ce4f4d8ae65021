import type { FastifyInstance } from 'fastify';
import type { Timers } from '#shared/time/timers.ts';
import type { BatchDesk } from '../batches/desk.ts';
import type { ResultDesk } from '../draws/results/desk.ts';
import type { BoothAuthority } from '../enrolment/authority.ts';
import type { FairnessDesk } from '../fairness/desk.ts';
import type { LogKey } from '../ledger/log-key.ts';
import type { Spine } from '../ledger/spine.ts';
import type { BehindWatch } from '../recovery/behind.ts';
import type { HubIdentity } from '../reports/identity.ts';
import type { Revocation } from '../revocation/lists.ts';
import type { Settings } from '../settings.ts';
import type { Verifier } from '../signatures/stamped.ts';
import type { TimeAuthority } from '../stamps/authority.ts';
import type { Store } from '../store/database.ts';
import type { TendencyDesk } from '../tendencies/desk.ts';
import type { WholePool } from '../whole-pool/whole-pool.ts';
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
  /** Issues the certificates of booths; null where they come by token, on one machine. */
  readonly boothAuthority: BoothAuthority | null;
  /** Signs the ledger's checkpoints. */
  readonly logKey: LogKey;
  /** Who is asked to cosign them. */
  readonly witnesses: readonly Witness[];
  /** The authority that time-stamps certificates besides the hub's own; null where none is set. */
  readonly timeAuthority: TimeAuthority | null;
  /** Whether the ledger lacks what others hold of it. */
  readonly behind: BehindWatch;
  /** DER certificates of the authorities that issue experts' keys. */
  readonly anchors: readonly Uint8Array[];
  /** The authorities' revocation lists in force. */
  readonly revocation: Revocation;
  /** Works on the whole pool, on another thread where it is large. */
  readonly wholePool: WholePool;
  /** Plans batches and works out their turns, on another thread. */
  readonly batchDesk: BatchDesk;
  /** Makes the results of draws, on another thread where they are large. */
  readonly resultDesk: ResultDesk;
  /** Works out whether past draws were fair, on another thread. */
  readonly fairnessDesk: FairnessDesk;
  /** Keeps what revealed marks of many projects say. */
  readonly tendencyDesk: TendencyDesk;
  /** Verifies experts' signatures, on another thread where there is one, and that their certificates are not revoked. */
  readonly signatures: Verifier;
}

/** Registers a room's routes on the hub's server. */
export type Routes = (app: FastifyInstance, hub: Hub) => void;
