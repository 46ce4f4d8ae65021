/** A virtual key as a real device of this kernel, by /dev/uhid (Documentation/hid/uhid.rst). */
import { closeSync, constants, openSync, readSync, writeSync } from 'node:fs';
import type { VirtualKey } from '../simulators/fido2/virtual-key.ts';

const EVENT = { destroy: 1, output: 6, create2: 11, input2: 12 } as const;
/** struct uhid_event, packed: a type and the largest of its bodies. */
const EVENT_BYTES = 4380;
const DATA_BYTES = 4096;
const BUS_USB = 3;
const LOOK_MILLISECONDS = 2;

/** Report descriptor of a FIDO key: usage page F1D0, one input and one output report of 64 bytes (CTAP 2.1 §11.2.8.2). */
const DESCRIPTOR = Buffer.from('06d0f10901a1010920150026ff007508954081020921150026ff00750895409102c0', 'hex');

export class PluggedKey {
  readonly #file = openSync('/dev/uhid', constants.O_RDWR | constants.O_NONBLOCK);
  readonly #timer: NodeJS.Timeout;
  readonly #key: VirtualKey;

  constructor(key: VirtualKey, name: string) {
    this.#key = key;
    const body = Buffer.alloc(EVENT_BYTES - 4);
    body.write(name, 0);
    body.writeUInt16LE(DESCRIPTOR.length, 256);
    body.writeUInt16LE(BUS_USB, 258);
    body.writeUInt32LE(0x1209, 260);
    body.writeUInt32LE(0x0001, 264);
    DESCRIPTOR.copy(body, 276);
    this.#write(EVENT.create2, body);
    this.#timer = setInterval(() => this.#read(), LOOK_MILLISECONDS);
  }

  pullOut(): void {
    clearInterval(this.#timer);
    this.#write(EVENT.destroy, Buffer.alloc(0));
    closeSync(this.#file);
  }

  #read(): void {
    const event = Buffer.alloc(EVENT_BYTES);
    for (;;) {
      try {
        readSync(this.#file, event, 0, EVENT_BYTES, null);
      } catch {
        return; // nothing there
      }
      if (event.readUInt32LE(0) === EVENT.output) this.#take(event.subarray(4));
    }
  }

  /** The machine's report, behind the id that FIDO keys do not have. */
  #take(body: Buffer): void {
    const size = body.readUInt16LE(DATA_BYTES);
    const report = new Uint8Array(body.subarray(size === 65 ? 1 : 0, size));
    this.#key.receive(report, (answer) => this.#give(answer));
  }

  #give(report: Uint8Array): void {
    const body = Buffer.alloc(2 + report.length);
    body.writeUInt16LE(report.length);
    body.set(report, 2);
    try {
      this.#write(EVENT.input2, body);
    } catch {
      // Pulled out meanwhile.
    }
  }

  #write(type: number, body: Buffer): void {
    const head = Buffer.alloc(4);
    head.writeUInt32LE(type);
    writeSync(this.#file, Buffer.concat([head, body]));
  }
}
