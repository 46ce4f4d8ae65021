/**
 * What a booth touches, as verbs. Real adapters lie beside this file; the core knows nothing else of a device, so
 * that a simulated one exercises the same state machine.
 */
import type { Fingerprint } from '#shared/protocol/booth-frames.ts';

/** The USB key in the machine. `locked`: its PIN was wrong too often; the key is there and can sign no more. */
export type KeyNow =
  | { readonly state: 'absent' }
  | { readonly state: 'present' | 'locked'; readonly certificate: Uint8Array };

/** What became of a signing; none of these is a fault of the program. */
export type KeyAnswer =
  | { readonly kind: 'signed'; readonly signature: Uint8Array }
  | { readonly kind: 'wrong-pin'; readonly triesLeft: number }
  | { readonly kind: 'locked' }
  | { readonly kind: 'absent' };

export interface KeyPort {
  /** Tells what is in the machine: at once, and again at each change. Gives back how to stop. */
  watch(tell: (key: KeyNow) => void): () => void;
  /** Signs with SHA-256 and RSA PKCS#1 v1.5 or ECDSA (DER), whatever the key in the machine is. */
  sign(bytes: Uint8Array, pin: string): Promise<KeyAnswer>;
}

export interface FingerprintPort {
  /** The parts of this machine, canonical and sorted; what cannot be read is absent. */
  read(): Promise<Fingerprint>;
}

export interface DisplayPort {
  /** Shows the expert's page, filling the screen. */
  show(address: string): Promise<void>;
  blank(): Promise<void>;
}

export interface LockdownPort {
  /** Keeps the person before the screen within the page. */
  engage(): Promise<void>;
  /** Takes back everything `engage` has done. */
  release(): Promise<void>;
}

export interface Devices {
  readonly key: KeyPort;
  readonly fingerprint: FingerprintPort;
  readonly display: DisplayPort;
  readonly lockdown: LockdownPort;
}
