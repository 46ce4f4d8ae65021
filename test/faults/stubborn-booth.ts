/** A booth that does a list of acts, remembers what was acknowledged, and sends all again after each outage. */
import { once } from 'node:events';
import { WebSocket } from 'ws';
import { type Act, type HubFrame, PROTOCOL } from '#shared/protocol/booth-frames.ts';
import { machine } from '../rehearsal/raw-booth.ts';
import type { Token } from './morning.ts';

export class StubbornBooth {
  readonly booth: string;
  readonly #token: string;
  readonly #acts: readonly Act[];
  /** When they are all done: at another time they would be others. */
  readonly #at = new Date().toISOString();
  /** n of the first of its acts; told by the hub at the first hello. */
  #first: number | null = null;
  /** n → code of the refusal, or null for what was done; as first acknowledged. */
  readonly acknowledged = new Map<number, string | null>();
  /** Answers that contradict an earlier one. */
  readonly contradicted: string[] = [];

  constructor({ booth, token }: Token, acts: readonly Act[]) {
    this.booth = booth;
    this.#token = token;
    this.#acts = acts;
  }

  /** Numbers of its acts; empty before the first hello was answered. */
  get numbers(): number[] {
    const first = this.#first;
    return first === null ? [] : this.#acts.map((_, place) => first + place);
  }

  /** Sends everything; true when everything was answered, false when the line was lost before. */
  async work(address: string): Promise<boolean> {
    const socket = new WebSocket(`${address.replace('http', 'ws')}/booth`);
    const owed = new Set<number>();
    try {
      await once(socket, 'open');
    } catch {
      return false;
    }
    const answered = new Promise<boolean>((resolve) => {
      socket.on('error', () => {});
      socket.on('close', () => resolve(false));
      socket.on('message', (data) => {
        const frame = JSON.parse(data.toString()) as HubFrame;
        if (frame.type === 'welcome') {
          this.#sendAll(socket, frame.last);
          for (const n of this.numbers) owed.add(n);
        }
        if (frame.type !== 'ack') return;
        for (const [place, refusal] of frame.refusals.entries()) {
          this.#heard(frame.first + place, refusal?.code ?? null);
          owed.delete(frame.first + place);
        }
        if (owed.size === 0) resolve(true);
      });
    });
    const at = new Date().toISOString();
    const who = { booth: this.booth, token: this.#token, fingerprint: machine };
    socket.send(JSON.stringify({ type: 'hello', protocol: PROTOCOL, ...who, acked: 0, at }));
    const done = await answered;
    socket.terminate();
    return done;
  }

  #sendAll(socket: WebSocket, last: number): void {
    this.#first ??= last + 1;
    const acts = this.#acts.map((act) => ({ at: this.#at, act }));
    socket.send(JSON.stringify({ type: 'acts', first: this.#first, acts }));
  }

  #heard(n: number, code: string | null): void {
    const before = this.acknowledged.get(n);
    if (before === undefined) this.acknowledged.set(n, code);
    else if (before !== code) this.contradicted.push(`${n}: ${before}, then ${code}`);
  }
}
