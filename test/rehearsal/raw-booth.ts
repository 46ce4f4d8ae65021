/** A booth's line spoken frame by frame, for tests of the hub's door: it can also say what no agent would. */

import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { type ClientOptions, WebSocket } from 'ws';
import { base64Of, canonicalText } from '#shared/canonical/index.ts';
import { type Act, type BoothView, type HubFrame, PROTOCOL } from '#shared/protocol/booth-frames.ts';
import { type Binding, prepareSignature } from '#shared/signature/verify.ts';
import { PIN } from '../demo/people.ts';
import { SoftToken } from '../simulators/usb-key/soft-token.ts';

export const machine = [
  { part: 'mac', value: '00:16:3e:00:00:01' },
  { part: 'serial', value: 'BOARD-1' },
];

type Frame<T extends HubFrame['type']> = Extract<HubFrame, { type: T }>;

/** What one act was answered. */
export interface Answer {
  readonly n: number;
  readonly refusal: Frame<'ack'>['refusals'][number];
}

/** A frame with acts, done now. */
export function actsFrame(first: number, acts: readonly Act[], at = new Date().toISOString()) {
  return { type: 'acts', first, acts: acts.map((act) => ({ at, act })) };
}

/** The answers to acts, in the order in which they came. */
export function answersIn(frames: readonly HubFrame[]): Answer[] {
  return frames.flatMap((frame) =>
    frame.type === 'ack' ? frame.refusals.map((refusal, place) => ({ n: frame.first + place, refusal })) : [],
  );
}

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

  /** `tls`: what it shows and believes where the address is `wss:`. */
  static async connect(address: string, booth: string, tls: ClientOptions = {}): Promise<RawBooth> {
    const socket = new WebSocket(`${address.replace('http', 'ws')}/booth`, tls);
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

  hello(token: string | undefined, fingerprint = machine): void {
    this.send({
      type: 'hello',
      protocol: PROTOCOL,
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

  /** Does the next act and gives its answer. */
  async act(act: Act, at?: string): Promise<Answer> {
    this.#n += 1;
    return this.actAs(this.#n, act, at);
  }

  async actAs(n: number, act: Act, at?: string): Promise<Answer> {
    const [answer] = await this.acts(n, [act], at);
    return answer as Answer;
  }

  /** Does acts in one frame, the first under the number `first`, and gives their answers when all have come. */
  async acts(first: number, acts: readonly Act[], at?: string): Promise<Answer[]> {
    const before = this.frames.length;
    this.send(actsFrame(first, acts, at));
    return this.when(() => {
      const answers = answersIn(this.frames.slice(before));
      const own = acts.flatMap((_, place) => answers.find(({ n }) => n === first + place) ?? []);
      return own.length === acts.length && own;
    });
  }

  got<T extends HubFrame['type']>(type: T): Promise<Frame<T>> {
    return this.when(() => this.#last(type));
  }

  /** Waits until `find` gives something; after a minute it has not come. */
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
        60_000,
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
