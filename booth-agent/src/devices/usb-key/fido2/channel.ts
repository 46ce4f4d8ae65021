/** One channel to one FIDO device: a request, keep-alives while a person is waited for, an answer (CTAP 2.1 §11.2). */
import { randomBytes } from 'node:crypto';
import { Assembly, BROADCAST, COMMAND, framesOf, type Message } from './frames.ts';
import type { HidBus, HidDevice } from './hid.ts';

/** The device is not there any more. */
export class KeyGone extends Error {}

/** In milliseconds: how long the device may be silent, and how long it may wait for its person. */
export interface Patience {
  readonly silence: number;
  readonly touch: number;
}

/** Status of a keep-alive: the key waits to be touched (§11.2.9.2.4). */
const TOUCH_NEEDED = 2;

const cancel: Message = { command: COMMAND.cancel, data: new Uint8Array() };

type Waiting = { readonly assembly: Assembly; resolve(message: Message): void; reject(error: Error): void };

export class Channel {
  readonly #device: HidDevice;
  readonly #patience: Patience;
  readonly #touch: (needed: boolean) => void;
  #channel = BROADCAST;
  #gone = false;
  #blinking = false;
  #waiting: Waiting | null = null;
  /** Called at each sign of life while somebody waits. */
  #alive: () => void = () => {};
  #turn: Promise<unknown> = Promise.resolve();

  private constructor(device: HidDevice, patience: Patience, touch: (needed: boolean) => void) {
    this.#device = device;
    this.#patience = patience;
    this.#touch = touch;
    device.listen({ report: (report) => this.#take(report), gone: () => this.lose() });
  }

  /** Opens the device and has a channel given. `touch` is told when the key waits for its person, and when no more. */
  static async open(
    bus: HidBus,
    path: string,
    patience: Patience,
    touch: (needed: boolean) => void,
  ): Promise<Channel> {
    const channel = new Channel(await bus.open(path), patience, touch);
    try {
      const nonce = randomBytes(8);
      const { command, data } = await channel.#ask({ command: COMMAND.init, data: nonce });
      if (command !== COMMAND.init || data.length < 17 || !nonce.equals(data.subarray(0, 8)))
        throw new Error('no answer to INIT');
      channel.#channel = new DataView(data.buffer, data.byteOffset).getUint32(8);
      return channel;
    } catch (error) {
      await channel.close();
      throw error;
    }
  }

  /** A CTAP2 command and its answer, status byte first. Requests are worked on one after the other. */
  cbor(request: Uint8Array): Promise<Uint8Array> {
    const answer = this.#turn.then(async () => {
      const { command, data } = await this.#ask({ command: COMMAND.cbor, data: request });
      if (command === COMMAND.error) throw new Error(`CTAPHID error ${data[0]}`);
      if (command !== COMMAND.cbor || data.length === 0) throw new Error(`an answer of kind ${command}`);
      return data;
    });
    this.#turn = answer.catch(() => {});
    return answer;
  }

  get isGone(): boolean {
    return this.#gone;
  }

  /** The device was pulled out: who waits is told. */
  lose(): void {
    this.#gone = true;
    this.#waiting?.reject(new KeyGone());
  }

  async close(): Promise<void> {
    this.lose();
    await this.#device.close().catch(() => {});
  }

  async #ask(message: Message): Promise<Message> {
    if (this.#gone) throw new KeyGone();
    const began = performance.now();
    let silence: NodeJS.Timeout | undefined;
    const answered = new Promise<Message>((resolve, reject) => {
      this.#waiting = { assembly: new Assembly(this.#channel), resolve, reject };
    });
    answered.catch(() => {}); // told below; not twice where the device was gone before it was asked
    const giveUp = () => this.#waiting?.reject(new Error('no answer'));
    this.#alive = () => {
      clearTimeout(silence);
      silence = setTimeout(giveUp, this.#patience.silence);
      const over = performance.now() - began - this.#patience.touch;
      // One that waits for its person too long is told to stop, and answers that it has; or goes on blinking.
      if (over > this.#patience.silence) giveUp();
      else if (over > 0) void this.#send(cancel).catch(() => {});
    };
    try {
      this.#alive();
      await this.#send(message);
      return await answered;
    } finally {
      clearTimeout(silence);
      this.#waiting = null;
      this.#blink(false);
    }
  }

  #blink(needed: boolean): void {
    if (needed === this.#blinking) return;
    this.#blinking = needed;
    this.#touch(needed);
  }

  async #send(message: Message): Promise<void> {
    try {
      for (const frame of framesOf(this.#channel, message)) await this.#device.write(frame);
    } catch {
      this.lose();
      throw new KeyGone();
    }
  }

  #take(report: Uint8Array): void {
    const waiting = this.#waiting;
    if (!waiting) return; // nobody has asked: an answer given up, or another program's
    try {
      const message = waiting.assembly.add(report);
      if (message?.command === COMMAND.keepalive) {
        this.#blink(message.data[0] === TOUCH_NEEDED);
        this.#alive();
      } else if (message) {
        waiting.resolve(message);
      }
    } catch (error) {
      waiting.reject(error as Error);
    }
  }
}
