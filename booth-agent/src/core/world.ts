/** What a booth takes from the world beside its devices and the date: waiting, chance, its disk, the wire to the hub. */
import { WebSocket } from 'ws';
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

export const realWorld: World = {
  timers: systemTimers,
  elapsed: () => performance.now(),
  random: Math.random,
  openDisk,
  connect: (address, patience) =>
    new WebSocket(address, { maxPayload: FRAME_BYTES, handshakeTimeout: patience }),
};
