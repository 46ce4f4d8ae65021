/**
 * A stand-in for the hub at the other end of a booth's line, for tests of the booth: it keeps what it gets as the
 * hub does, and can be told to lose the line, to hold or repeat its answers, and to refuse.
 */
import { randomBytes } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type WebSocket, WebSocketServer } from 'ws';
import { Refusal } from '#shared/catalogue/refusal.ts';
import {
  type Act,
  type ActsFrame,
  type BoothFrame,
  BoothFrame as BoothFrameSchema,
  type BoothView,
  type HubFrame,
} from '#shared/protocol/booth-frames.ts';
import { parse } from '#shared/protocol/parse.ts';
import { DocumentDesk } from './document-desk.ts';
import { SlipDesk } from './slip-desk.ts';

export interface StoredAct {
  readonly n: number;
  readonly at: string;
  readonly act: Act;
}

export class HubLine {
  /** Acts in the order they were stored: each once, whatever came twice. */
  readonly stored: StoredAct[] = [];
  /** Every act that came, with repetitions. */
  readonly received: number[] = [];
  /** Frames with acts that came. */
  frames = 0;
  readonly hellos: Extract<BoothFrame, { type: 'hello' }>[] = [];
  /** Decides on an act: a refusal, or null to take it. May change `view`. */
  decide: (act: Act) => Refusal | null = () => null;
  /** What the booth may know; sent after a welcome, and after acts where it has changed. */
  view: BoothView;
  /** While true, acts are stored and not answered. */
  mute = false;
  /** While true, beats are not answered. */
  silent = false;
  /** How often each answer is sent. */
  repeat = 1;
  challenge = '';
  /** Whose slips its booths believe. */
  desk = new SlipDesk();
  readonly documents = new DocumentDesk();
  /** Slow, or a busy machine is taken for a line that is dead. */
  beatMilliseconds = 5000;
  /** The hub's clock, ahead of this machine's, in milliseconds. */
  ahead = 0;
  readonly #answers = new Map<number, Refusal | null>();
  /** Frames of the present line that were not answered while the hub was mute; answers keep the order of acts. */
  #owed: ActsFrame[] = [];
  #version = 0;
  /** The last view of the present line: one that is the same is not sent after it. */
  #shown = '';
  #server: Server | null = null;
  #port = 0;
  #gone = false;
  #socket: WebSocket | null = null;

  constructor(view: BoothView) {
    this.view = view;
  }

  get address(): string {
    return `ws://127.0.0.1:${this.#port}`;
  }

  get last(): number {
    return this.stored.length === 0 ? 0 : Math.max(...this.stored.map(({ n }) => n));
  }

  /** Opens the door; after a `close`, at the same port as before. */
  async open(): Promise<void> {
    this.#gone = false;
    if (this.#server) return;
    const server = createServer((request, response) => {
      if (this.#gone) response.destroy();
      else this.documents.answer(request, response);
    });
    const sockets = new WebSocketServer({ noServer: true });
    sockets.on('connection', (socket: WebSocket) => this.#greet(socket));
    server.on('upgrade', (request, socket, head) => {
      // The port is kept while the hub is away, so that nothing else on this machine is given it.
      if (this.#gone) return socket.destroy();
      sockets.handleUpgrade(request, socket, head, (upgraded) => sockets.emit('connection', upgraded));
    });
    await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
    this.#port = (server.address() as AddressInfo).port;
    this.#server = server;
  }

  /** The hub is gone, and with it every line; what it has stored it still has. */
  close(): void {
    this.#gone = true;
    this.drop();
  }

  /** The test is over. */
  async end(): Promise<void> {
    this.close();
    const server = this.#server;
    this.#server = null;
    if (server) await new Promise((ended) => server.close(ended));
  }

  /** The line is cut; the booth may come again at once. */
  drop(): void {
    this.#socket?.terminate();
    this.#socket = null;
  }

  /** Comes back as restored from an early copy: versions of views begin again. */
  restore(view: BoothView): void {
    this.view = view;
    this.#version = 0;
    this.drop();
  }

  /** Sends a view; an older one where `version` says so. */
  show(view: BoothView, version = this.#version + 1): void {
    this.#version = Math.max(this.#version, version);
    this.#shown = JSON.stringify(view);
    this.send({ type: 'view', version, at: this.#now(), view });
  }

  /** Changes the view and sends it. */
  change(changes: Partial<BoothView>): void {
    this.view = { ...this.view, ...changes };
    this.show(this.view);
  }

  /** Answers acts that were stored while the hub was mute, or once more. */
  answer(first: number, count = 1): void {
    const numbers = Array.from({ length: count }, (_, place) => first + place);
    const refusals = numbers.map((n) => this.#answers.get(n)?.toMessage() ?? null);
    this.send({ type: 'ack', first, at: this.#now(), refusals });
  }

  send(frame: HubFrame): void {
    this.sendText(JSON.stringify(frame));
  }

  /** Sends any text, also one that fits no protocol. */
  sendText(text: string): void {
    if (this.#socket?.readyState === this.#socket?.OPEN) this.#socket?.send(text);
  }

  #greet(socket: WebSocket): void {
    socket.on('error', () => socket.terminate());
    socket.on('message', (data) => {
      const frame = parse(BoothFrameSchema, JSON.parse(data.toString()));
      if (frame.type === 'hello') this.#welcome(socket, frame);
      if (frame.type === 'beat' && !this.silent) this.send({ type: 'beat', at: this.#now() });
      if (frame.type === 'acts') this.#store(frame);
    });
  }

  #welcome(socket: WebSocket, hello: Extract<BoothFrame, { type: 'hello' }>): void {
    this.hellos.push(hello);
    this.#owed = [];
    this.#socket = socket;
    this.challenge = randomBytes(32).toString('hex');
    const { challenge, last, beatMilliseconds } = this;
    const { slipKey } = this.desk;
    this.send({ type: 'welcome', at: this.#now(), challenge, last, beatMilliseconds, slipKey });
    this.show(this.view);
  }

  #store(frame: ActsFrame): void {
    const { first, acts } = frame;
    this.frames += 1;
    this.received.push(...acts.map((_, place) => first + place));
    if (first > this.last + 1) {
      this.send({ type: 'refused', refusal: new Refusal('FRAME_INVALID').toMessage() });
      this.#socket?.close(1008);
      return;
    }
    for (const [place, { at, act }] of acts.entries()) {
      const n = first + place;
      if (this.#answers.has(n)) continue;
      this.stored.push({ n, at, act });
      this.#answers.set(n, this.decide(act));
    }
    this.#owed.push(frame);
    if (this.mute) return;
    for (const owed of this.#owed) {
      for (let times = 0; times < this.repeat; times++) this.answer(owed.first, owed.acts.length);
    }
    this.#owed = [];
    if (JSON.stringify(this.view) !== this.#shown) this.show(this.view);
  }

  #now(): string {
    return new Date(Date.now() + this.ahead).toISOString();
  }
}
