/** A booth's line spoken frame by frame, for tests of the hub's door: it can also say what no agent would. */

import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { WebSocket } from 'ws';
import { base64Of, canonicalText } from '#shared/canonical/index.ts';
import type { Ack, Act, BoothView, HubFrame } from '#shared/protocol/booth-frames.ts';
import { type Binding, prepareSignature } from '#shared/signature/verify.ts';
import { PIN } from '../demo/people.ts';
import { SoftToken } from '../simulators/usb-key/soft-token.ts';

export const machine = [
  { part: 'mac', value: '00:16:3e:00:00:01' },
  { part: 'serial', value: 'BOARD-1' },
];

type Frame<T extends HubFrame['type']> = Extract<HubFrame, { type: T }>;

export class RawBooth {
  readonly booth: string;
  readonly socket: WebSocket;
  readonly frames: HubFrame[] = [];
  readonly #watchers = new Set<() => void>();
  closed: number | null = null;
  #n = 0;

  private constructor(booth: string, socket: WebSocket) {
    this.booth = booth;
    this.socket = socket;
    socket.on('message', (data) => {
      this.frames.push(JSON.parse(data.toString()) as HubFrame);
      this.#wake();
    });
    socket.on('error', () => {});
    socket.on('close', (code) => {
      this.closed = code;
      this.#wake();
    });
  }

  static async connect(address: string, booth: string): Promise<RawBooth> {
    const socket = new WebSocket(`${address.replace('http', 'ws')}/booth`);
    const line = new RawBooth(booth, socket);
    await once(socket, 'open');
    return line;
  }

  /** Connects and says hello; waits for the welcome and the first view. */
  static async greet(address: string, booth: string, token: string): Promise<RawBooth> {
    const line = await RawBooth.connect(address, booth);
    line.hello(token);
    const welcome = await line.got('welcome');
    line.#n = welcome.last;
    await line.got('view');
    return line;
  }

  hello(token: string, fingerprint = machine): void {
    this.send({
      type: 'hello',
      protocol: 1,
      booth: this.booth,
      token,
      fingerprint,
      acked: 0,
      at: new Date().toISOString(),
    });
  }

  send(frame: unknown): void {
    this.socket.send(typeof frame === 'string' ? frame : JSON.stringify(frame));
  }

  get challenge(): string {
    return this.#last('welcome')?.challenge ?? '';
  }

  get view(): BoothView | undefined {
    return this.#last('view')?.view;
  }

  get lastN(): number {
    return this.#n;
  }

  /** Every answer that has come, in order. */
  get acks(): Ack[] {
    return this.frames.flatMap((frame) => (frame.type === 'acks' ? frame.acks : []));
  }

  /** Does the next act and gives its answer. */
  async act(act: Act): Promise<Ack> {
    this.#n += 1;
    return this.actAs(this.#n, act);
  }

  async actAs(n: number, act: Act): Promise<Ack> {
    const before = this.acks.length;
    this.send({ type: 'acts', acts: [{ n, at: new Date().toISOString(), act }] });
    return this.when(() => this.acks.slice(before).find((ack) => ack.n === n));
  }

  got<T extends HubFrame['type']>(type: T): Promise<Frame<T>> {
    return this.when(() => this.#last(type));
  }

  /** Waits until `find` gives something; after ten seconds it has not come. */
  when<T>(find: () => T | null | undefined | false): Promise<T> {
    return new Promise((resolve, reject) => {
      const look = () => {
        const found = find();
        if (!found) return;
        clearTimeout(timer);
        this.#watchers.delete(look);
        resolve(found);
      };
      const timer = setTimeout(
        () => reject(new Error(`booth ${this.booth}: ${JSON.stringify(this.frames.at(-1))}`)),
        10_000,
      );
      this.#watchers.add(look);
      look();
    });
  }

  close(): void {
    this.socket.terminate();
  }

  #last<T extends HubFrame['type']>(type: T): Frame<T> | undefined {
    return this.frames.findLast((frame): frame is Frame<T> => frame.type === type);
  }

  #wake(): void {
    for (const look of [...this.#watchers]) look();
  }
}

/** Signs a statement with the key in a file. */
export function signWith(keyFile: string, binding: Binding, statement: object) {
  const token = SoftToken.open(readFileSync(keyFile), PIN);
  if (!token) throw new Error(`wrong PIN for ${keyFile}`);
  const content = canonicalText(statement);
  const prepared = prepareSignature({
    content: new TextEncoder().encode(content),
    certificates: [token.certificate],
    binding,
    signingTime: new Date(),
  });
  return { content, cms: base64Of(prepared.assemble(token.sign(prepared.toBeSigned))) };
}
