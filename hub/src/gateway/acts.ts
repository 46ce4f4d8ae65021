import type { Act, ActKind } from '#shared/protocol/booth-frames.ts';
import type { Planned } from '../ledger/command.ts';
import type { Hub } from './hub.ts';

/** An act as a room gets it: from a booth whose identity the gateway has checked. */
export interface ActCall<K extends ActKind> {
  readonly hub: Hub;
  readonly booth: string;
  readonly act: Extract<Act, { kind: K }>;
  /** The challenge the hub gave this booth as its line opened. */
  readonly challenge: string;
  /** Booth's own time of the act. */
  readonly at: string;
}

/**
 * Turns an act into a command. Slow work without side effects (verifying a signature) is done here, before the
 * transaction; a Refusal thrown here is the act's answer. How things stand is not to be asked here: the acts before
 * this one, perhaps of the same frame, are carried out later.
 */
export type ActHandlers<K extends ActKind = ActKind> = {
  readonly [A in K]: (call: ActCall<A>) => Promise<Planned>;
};
