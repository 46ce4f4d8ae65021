/** CTAPHID frames (CTAP 2.1 §11.2.4): a message in reports of 64 bytes on one channel, and back. */
import { REPORT_BYTES } from './hid.ts';

export const COMMAND = { init: 0x06, cbor: 0x10, cancel: 0x11, keepalive: 0x3b, error: 0x3f } as const;

export const BROADCAST = 0xffffffff;

const FIRST = REPORT_BYTES - 7;
const NEXT = REPORT_BYTES - 5;
/** What fits into the first and 128 following frames. */
const MOST = FIRST + 128 * NEXT;

export interface Message {
  readonly command: number;
  readonly data: Uint8Array;
}

export function framesOf(channel: number, { command, data }: Message): Uint8Array[] {
  if (data.length > MOST) throw new Error('a message too long for CTAPHID');
  const frames: Uint8Array[] = [];
  for (let at = 0, sequence = -1; sequence < 0 || at < data.length; sequence++) {
    const report = new Uint8Array(REPORT_BYTES);
    const view = new DataView(report.buffer);
    view.setUint32(0, channel);
    const room = sequence < 0 ? FIRST : NEXT;
    if (sequence < 0) {
      view.setUint8(4, command | 0x80);
      view.setUint16(5, data.length);
    } else {
      view.setUint8(4, sequence);
    }
    report.set(data.subarray(at, at + room), REPORT_BYTES - room);
    frames.push(report);
    at += room;
  }
  return frames;
}

/** Puts the frames of one channel together again. What does not fit throws; what is for another channel is passed over. */
export class Assembly {
  readonly #channel: number;
  #message: { readonly command: number; readonly data: Uint8Array; filled: number; next: number } | null =
    null;

  constructor(channel: number) {
    this.#channel = channel;
  }

  /** The message this report completes; null while there is more to come. */
  add(report: Uint8Array): Message | null {
    if (report.length !== REPORT_BYTES) throw new Error(`a report of ${report.length} bytes`);
    const view = new DataView(report.buffer, report.byteOffset, report.length);
    if (view.getUint32(0) !== this.#channel) return null;
    const kind = view.getUint8(4);
    if (kind & 0x80) this.#begin(kind & 0x7f, view.getUint16(5), report);
    else this.#continue(kind, report);
    return this.#whole();
  }

  #begin(command: number, length: number, report: Uint8Array): void {
    if (this.#message) throw new Error('a new message within another');
    if (length > MOST) throw new Error('a message too long for CTAPHID');
    const data = new Uint8Array(length);
    data.set(report.subarray(7, 7 + Math.min(length, FIRST)));
    this.#message = { command, data, filled: Math.min(length, FIRST), next: 0 };
  }

  #continue(sequence: number, report: Uint8Array): void {
    const message = this.#message;
    if (!message || sequence !== message.next) throw new Error('a frame out of order');
    const part = report.subarray(5, 5 + Math.min(NEXT, message.data.length - message.filled));
    message.data.set(part, message.filled);
    message.filled += part.length;
    message.next += 1;
  }

  #whole(): Message | null {
    const message = this.#message;
    if (!message || message.filled < message.data.length) return null;
    this.#message = null;
    return { command: message.command, data: message.data };
  }
}
