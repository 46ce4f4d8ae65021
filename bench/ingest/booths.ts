/** Fifty booths in one process: they sign beforehand, then send, and take the time of each answer. */
import { createPrivateKey, createPublicKey, sign } from 'node:crypto';
import { once } from 'node:events';
import { WebSocket } from 'ws';
import { type HubFrame, inFrames, type NumberedAct } from '#shared/protocol/booth-frames.ts';
import { machine } from '#test/rehearsal/raw-booth.ts';
import { answerQuestions } from '../processes.ts';
import { type BenchExpert, nextSheet } from './centre.ts';
import type { KeyKind } from './keys.ts';
import type { NaiveFrame } from './naive-hub.ts';

export type BoothsQuestion =
  | { readonly ask: 'open'; readonly address: string; readonly experts: readonly BenchExpert[] }
  /** Sheets for each booth, sent `together` in a frame. */
  | { readonly ask: 'kawei'; readonly kind: KeyKind; readonly sheets: number; readonly together: number }
  | { readonly ask: 'naive'; readonly kind: KeyKind; readonly sheets: number; readonly address: string };

/** What sending has taken. */
export interface Sent {
  readonly seconds: number;
  readonly sheets: number;
  /** Milliseconds from a frame to its answer. */
  readonly waits: readonly number[];
}

/** How often a line says that it lives, in milliseconds. */
const BEAT = 2000;

/** Sends its frames one after the other, each when the one before is answered. */
interface Sender {
  start(): Promise<void>;
}

class BenchBooth {
  readonly expert: BenchExpert;
  #socket: WebSocket | null = null;
  #n = 0;
  #answered: (frame: Extract<HubFrame, { type: 'acks' }>) => void = () => {};

  constructor(expert: BenchExpert) {
    this.expert = expert;
  }

  async open(address: string): Promise<void> {
    const socket = new WebSocket(`${address.replace('http', 'ws')}/booth`, { perMessageDeflate: false });
    this.#socket = socket;
    await once(socket, 'open');
    const { booth, token } = this.expert;
    const at = new Date().toISOString();
    const welcomed = new Promise<number>((resolve) => {
      socket.on('message', (data) => {
        const frame = JSON.parse(data.toString()) as HubFrame;
        if (frame.type === 'welcome') resolve(frame.last);
        if (frame.type === 'acks') this.#answered(frame);
        if (frame.type === 'refused') throw new Error(`${booth}: ${frame.refusal.message.en}`);
      });
    });
    const who = { booth, token, fingerprint: machine };
    socket.send(JSON.stringify({ type: 'hello', protocol: 1, ...who, acked: 0, at }));
    this.#n = await welcomed;
    setInterval(() => {
      socket.send(JSON.stringify({ type: 'beat', at: new Date().toISOString(), pending: 0 }));
    }, BEAT);
  }

  /** Signs these sheets; gives what sends them. */
  prepared(sheets: number, together: number, waits: number[]): Sender {
    const acts = Array.from({ length: sheets }, (): NumberedAct => {
      this.#n += 1;
      return {
        n: this.#n,
        at: new Date().toISOString(),
        act: { kind: 'sign', sheet: nextSheet(this.expert) },
      };
    });
    const frames: string[] = [];
    for (let n = 0; n < sheets; n += together) {
      for (const part of inFrames(acts.slice(n, n + together)))
        frames.push(JSON.stringify({ type: 'acts', acts: part }));
    }
    return { start: () => this.#send(frames, waits) };
  }

  async #send(frames: readonly string[], waits: number[]): Promise<void> {
    for (const frame of frames) {
      const began = performance.now();
      const answer = new Promise<Extract<HubFrame, { type: 'acks' }>>((resolve) => {
        this.#answered = resolve;
      });
      this.#socket?.send(frame);
      const refused = (await answer).acks.find(({ refusal }) => refusal !== null);
      if (refused) throw new Error(`${this.expert.booth}: ${refused.refusal?.message.en}`);
      waits.push(performance.now() - began);
    }
  }
}

const booths: BenchBooth[] = [];

async function sendAll(senders: readonly Sender[], sheets: number, waits: readonly number[]): Promise<Sent> {
  const began = performance.now();
  await Promise.all(senders.map((sender) => sender.start()));
  return { seconds: (performance.now() - began) / 1000, sheets, waits };
}

async function naiveSender(
  { booth, key, version, ...expert }: BenchExpert,
  { address, sheets }: { address: string; sheets: number },
  waits: number[],
): Promise<Sender & { close(): void }> {
  const socket = new WebSocket(address);
  await once(socket, 'open');
  const pem = createPublicKey(createPrivateKey(key)).export({ format: 'pem', type: 'spki' }) as string;
  const { content, cms } = nextSheet({ ...expert, booth, key, version });
  const signature = sign('sha256', Buffer.from(content), createPrivateKey(key)).toString('base64');
  const frame = (n: number) =>
    JSON.stringify({
      ...{ n, booth: `${booth} ${began}`, key: pem, content, signature, cms },
    } satisfies NaiveFrame);
  const began = Date.now();
  const frames = Array.from({ length: sheets }, (_, n) => frame(n));
  return {
    start: async () => {
      for (const one of frames) {
        const sent = performance.now();
        socket.send(one);
        await once(socket, 'message');
        waits.push(performance.now() - sent);
      }
    },
    close: () => socket.terminate(),
  };
}

answerQuestions<BoothsQuestion>(async (question) => {
  if (question.ask === 'open') {
    for (const expert of question.experts) booths.push(new BenchBooth(expert));
    for (const booth of booths) await booth.open(question.address);
    return null;
  }
  const { kind, sheets } = question;
  const chosen = booths.filter(({ expert }) => expert.kind === kind);
  const waits: number[] = [];
  const total = sheets * chosen.length;
  if (question.ask === 'kawei') {
    const senders = chosen.map((booth) => booth.prepared(sheets, question.together, waits));
    return sendAll(senders, total, waits);
  }
  const senders = await Promise.all(chosen.map(({ expert }) => naiveSender(expert, question, waits)));
  const sent = await sendAll(senders, total, waits);
  for (const sender of senders) sender.close();
  return sent;
});
