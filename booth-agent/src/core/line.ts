/** The booth's line to the hub: opened again by itself for as long as the booth lives, never trusted to be there. */
import { WebSocket } from 'ws';
import { Refusal } from '#shared/catalogue/refusal.ts';
import type { BoothFrame, HubFrame } from '#shared/protocol/booth-frames.ts';
import { readFrame } from './frames.ts';
import { refusalOfAnswer, refusalOfError } from './line-refusals.ts';
import type { Hello } from './machine.ts';
import type { RefusalShown } from './state.ts';
import type { World } from './world.ts';

export type Welcome = Extract<HubFrame, { type: 'welcome' }>;

export interface LineParts {
  readonly world: Pick<World, 'timers' | 'elapsed' | 'random' | 'connect'>;
  /** The hub, `ws://host:port`. */
  readonly hub: string;
  /** Shortest and longest wait before the line is opened again, in milliseconds. */
  readonly retry: readonly [number, number];
  readonly log: (line: string) => void;
  /** Reads the machine and says who this is. */
  readonly hello: () => Promise<Hello>;
  readonly beat: () => BoothFrame;
  /** The hub knows this booth: from now on acts may be sent. */
  readonly welcomed: (frame: Welcome) => void;
  /** Why this is not the hub that the booth belongs to; null where it is. */
  readonly strange: (frame: Welcome) => RefusalShown | null;
  readonly came: (frame: Exclude<HubFrame, Welcome | { type: 'refused' }>) => void;
  /** The line is down; with why, when it was closed for cause. */
  readonly lost: (refusal: RefusalShown | null) => void;
}

/** A hub that has not answered the hello within this time is not there, in milliseconds. */
const WELCOME_MILLISECONDS = 10_000;
/** Beats without a word from the hub after which the line counts as dead. */
const SILENT_BEATS = 3;
/** How long a goodbye may take. */
const GOODBYE_MILLISECONDS = 500;

export class Line {
  readonly #parts: LineParts;
  #socket: WebSocket | null = null;
  #open = false;
  #tries = 0;
  #stopWaiting = () => {};
  #stopBeating = () => {};
  #heardAt = 0;
  #closed = false;

  constructor(parts: LineParts) {
    this.#parts = parts;
    this.#connect();
  }

  get open(): boolean {
    return this.#open;
  }

  /** Sends a frame if the line is open. Whether it arrives, only an answer tells. */
  send(frame: BoothFrame): void {
    if (this.#open && this.#socket?.readyState === WebSocket.OPEN) this.#socket.send(JSON.stringify(frame));
  }

  /** Takes leave of the hub and opens no line any more. */
  async close(goodbye: BoothFrame): Promise<void> {
    this.send(goodbye);
    this.#closed = true;
    this.#stopWaiting();
    const socket = this.#socket;
    if (!socket) return;
    await new Promise<void>((resolve) => {
      const calm = this.#parts.world.timers.after(GOODBYE_MILLISECONDS, () => socket.terminate());
      socket.once('close', () => {
        calm();
        resolve();
      });
      socket.close();
    });
  }

  #connect(): void {
    const socket = this.#parts.world.connect(`${this.#parts.hub}/booth`, WELCOME_MILLISECONDS);
    this.#socket = socket;
    let refusal: RefusalShown | null = null;
    socket.on('open', () => this.#greet(socket));
    socket.on('message', (data, isBinary) => {
      this.#heardAt = this.#parts.world.elapsed();
      const frame = readFrame(data, isBinary);
      if (!frame) {
        this.#parts.log('the hub sent a frame that does not fit the protocol; the line is closed');
        socket.terminate();
      } else if (frame.type === 'refused') {
        refusal = frame.refusal;
        socket.close();
      } else {
        const strange = frame.type === 'welcome' ? this.#parts.strange(frame) : null;
        refusal = strange ?? refusal;
        if (strange) socket.terminate();
        else this.#takeOrDrop(socket, frame);
      }
    });
    socket.on('unexpected-response', (_request, answer) => {
      void refusalOfAnswer(answer).then((answered) => {
        refusal = answered;
        socket.terminate();
      });
    });
    socket.on('error', (error) => {
      refusal ??= refusalOfError(error); // 'close' follows
    });
    socket.on('close', () => this.#lose(refusal));
  }

  #greet(socket: WebSocket): void {
    this.#stopWaiting = this.#parts.world.timers.after(WELCOME_MILLISECONDS, () => socket.terminate());
    this.#parts.hello().then(
      (hello) => {
        if (socket.readyState === WebSocket.OPEN) socket.send(JSON.stringify(hello));
      },
      (error: unknown) => {
        this.#parts.log(`this machine's fingerprint cannot be read: ${String(error)}`);
        socket.terminate();
      },
    );
  }

  /** What this booth's disk does not take has not been heard: the line is opened again, and the hub says it again. */
  #takeOrDrop(socket: WebSocket, frame: Exclude<HubFrame, { type: 'refused' }>): void {
    try {
      this.#take(frame);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      this.#parts.log(`${error.code}: ${error.message}`);
      socket.terminate();
    }
  }

  #take(frame: Exclude<HubFrame, { type: 'refused' }>): void {
    if (frame.type !== 'welcome') {
      if (this.#open) this.#parts.came(frame);
      return;
    }
    this.#stopWaiting();
    this.#open = true;
    this.#tries = 0;
    this.#beat(frame.beatMilliseconds);
    this.#parts.log('the line to the hub is open');
    this.#parts.welcomed(frame);
  }

  #beat(milliseconds: number): void {
    const { timers, elapsed } = this.#parts.world;
    this.#stopBeating();
    this.#stopBeating = timers.every(milliseconds, () => {
      if (elapsed() - this.#heardAt > SILENT_BEATS * milliseconds) this.#socket?.terminate();
      else this.send(this.#parts.beat());
    });
  }

  #lose(refusal: RefusalShown | null): void {
    this.#stopWaiting();
    this.#stopBeating();
    if (this.#open) this.#parts.log('the line to the hub is down; work goes on and is kept here');
    if (refusal) this.#parts.log(`the line was closed: ${refusal.code} ${refusal.message.en}`);
    this.#open = false;
    this.#socket = null;
    if (this.#closed) return;
    this.#parts.lost(refusal);
    this.#stopWaiting = this.#parts.world.timers.after(this.#wait(refusal), () => this.#connect());
  }

  /** Doubles with each failure and is spread, so that a hall does not come back to its hub in one instant. */
  #wait(refusal: RefusalShown | null): number {
    const [first, last] = this.#parts.retry;
    const bound = refusal ? last : Math.min(last, first * 2 ** (this.#tries + 1));
    this.#tries += 1;
    return first + this.#parts.world.random() * Math.max(0, bound - first);
  }
}
