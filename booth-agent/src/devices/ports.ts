/**
 * What a booth touches, as verbs. Real adapters lie beside this file; the core knows nothing else of a device, so
 * that a simulated one exercises the same state machine.
 */
import type { Fingerprint } from '#shared/protocol/booth-frames.ts';
import type { DeviceFound } from '#shared/protocol/readiness.ts';

/**
 * The USB key in the machine. `locked`: its PIN was wrong too often; the key is there and can sign no more.
 * `several`: more than one key, and nobody can tell which is meant: none signs until one is left.
 */
export type KeyNow =
  | { readonly state: 'absent' }
  | { readonly state: 'several' }
  | {
      readonly state: 'present' | 'locked';
      readonly certificate: Uint8Array;
      /** Once PINs were wrong: how many more may be. Null before, and where the key does not count aloud. */
      readonly triesLeft: number | null;
      /** It waits to be touched by its person. */
      readonly touch?: true;
    };

/** What became of a signing; none of these is a fault of the program. */
export type KeyAnswer =
  | { readonly kind: 'signed'; readonly signature: Uint8Array }
  /** Null where the key does not tell. */
  | { readonly kind: 'wrong-pin'; readonly triesLeft: number | null }
  | { readonly kind: 'locked' }
  | { readonly kind: 'absent' }
  /** The key waited to be touched: nobody did, or it was refused. */
  | { readonly kind: 'untouched' }
  /** The key, or the library it came with, has not done its work; the detail is for who repairs it. */
  | { readonly kind: 'failed'; readonly detail: string };

export interface KeyPort {
  /** Tells what is in the machine: at once, and again at each change. Gives back how to stop. */
  watch(tell: (key: KeyNow) => void): () => void;
  /**
   * Signs with SHA-256 and RSA PKCS#1 v1.5 or ECDSA (DER), whatever the key in the machine is; one whose certificate
   * names a credential gives an assertion (shared/src/signature/assertion.ts). The PIN goes to the
   * key and nowhere else, and is kept by nobody.
   */
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
  /** Keeps the person before the screen within the page; what of it could not be done, the log tells. */
  engage(): Promise<void>;
  /** Takes back everything `engage` has done. */
  release(): Promise<void>;
}

export interface ScreensPort {
  /** Tells how many screens are in the machine: at once, and again at each change. Gives back how to stop. */
  watch(tell: (count: number) => void): () => void;
}

/** What the machine's devices and disk are like, for the report before a day starts. */
export interface Inspection {
  /** The program, what runs it, and the system below. */
  readonly software: { readonly agent: string; readonly runtime: string; readonly system: string };
  readonly devices: readonly DeviceFound[];
  /** Free where the booth keeps its data, in MiB; null where that cannot be told. */
  readonly freeMebibytes: number | null;
}

export interface InspectionPort {
  /** Looks at all of it anew; what does not work is told, and is no error. */
  look(): Promise<Inspection>;
}

export interface Devices {
  readonly key: KeyPort;
  readonly fingerprint: FingerprintPort;
  readonly display: DisplayPort;
  readonly lockdown: LockdownPort;
  readonly screens: ScreensPort;
  readonly inspection: InspectionPort;
}
