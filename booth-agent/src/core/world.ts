/** What a booth takes from the world beside its devices and the date: waiting, chance, its disk, the wire to the hub. */
import type { ClientRequest, RequestOptions } from 'node:http';
import { WebSocket } from 'ws';
import type { Fingerprint } from '#shared/protocol/booth-frames.ts';
import { systemTimers, type Timers } from '#shared/time/timers.ts';
import { type Disk, openDisk } from './disk.ts';
import { FRAME_BYTES } from './frames.ts';

export interface World {
  readonly timers: Timers;
  /** Milliseconds on a clock that is never set. */
  elapsed(): number;
  /** As Math.random. */
  random(): number;
  /** Opens what the booth keeps in this directory. Refuses BOOTH_DATA_IN_USE, STORE_UNREADABLE. */
  openDisk(directory: string): Disk;
  /** Opens a line to this address; one that is not open after `patience` milliseconds is given up. */
  connect(address: string, patience: number): WebSocket;
}

/** What an enrolled terminal shows its hub. */
export interface LineIdentity {
  readonly connect: World['connect'];
  /** As `get` of node:https, at the port of the line. */
  readonly get: (address: string, options: RequestOptions) => ClientRequest;
  /** The end of the certificate. */
  until(): Date;
  /** Signs with the terminal's key (ECDSA, SHA-256, DER); with the certificate (DER) of that key. */
  sign(bytes: Uint8Array): { readonly certificate: Uint8Array; readonly signature: Uint8Array };
  /** Whether the next certificate is to be asked for. */
  due(now: Date): boolean;
  /** Makes a new key and asks for its certificate (PKCS #10, DER in base64). */
  request(fingerprint: Fingerprint): Promise<string>;
  /** Keeps the certificate (DER in base64) that was asked for; later lines are opened with it. */
  take(certificate: string): void;
}

export const realWorld: World = {
  timers: systemTimers,
  elapsed: () => performance.now(),
  random: Math.random,
  openDisk,
  connect: (address, patience) =>
    new WebSocket(address, { maxPayload: FRAME_BYTES, handshakeTimeout: patience }),
};
