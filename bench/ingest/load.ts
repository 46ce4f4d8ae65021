/** The booths of a bench in a process of their own: each sends its acts, so many together, and waits for the answers. */
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { WebSocket } from 'ws';
import { type HubFrame, PROTOCOL } from '#shared/protocol/booth-frames.ts';
import { machine } from '#test/rehearsal/raw-booth.ts';
import { answerParent } from '../children.ts';
import { acksIn, framesOf } from '../frames.ts';
import { quantile } from '../statistics.ts';
import type { SigningBooth } from './panels.ts';

/** A booth that sends texts of its own making and takes every message for one answer. */
export interface PlainBooth {
  readonly texts: readonly string[];
}

export interface Job {
  readonly address: string;
  /** File with the booths, as JSON. */
  readonly file: string;
  /** Acts a booth sends before it waits for their answers. */
  readonly together: number;
}

export interface LoadResult {
  readonly perSecond: number;
  /** Milliseconds from sending to the answer. */
  readonly p50: number;
  readonly p99: number;
}

interface Group {
  readonly texts: readonly string[];
  readonly answers: number;
}

type Line = { readonly socket: WebSocket; readonly groups: readonly Group[]; answers(data: string): number };

answerParent({
  run: async ({ address, file, together }: Job): Promise<LoadResult> => {
    const booths = JSON.parse(readFileSync(file, 'utf8')) as (SigningBooth | PlainBooth)[];
    const lines = await Promise.all(
      booths.map((booth) =>
        'acts' in booth ? greet(address, booth, together) : connect(address, booth, together),
      ),
    );
    const began = performance.now();
    const waits = (await Promise.all(lines.map(work))).flat();
    const seconds = (performance.now() - began) / 1000;
    for (const { socket } of lines) socket.terminate();
    return { perSecond: waits.length / seconds, p50: quantile(waits, 0.5), p99: quantile(waits, 0.99) };
  },
});

async function open(address: string): Promise<WebSocket> {
  const socket = new WebSocket(address, { perMessageDeflate: false });
  await once(socket, 'open');
  return socket;
}

/** A booth at the real door, welcomed and shown its view. */
async function greet(address: string, { booth, token, acts }: SigningBooth, together: number): Promise<Line> {
  const socket = await open(address);
  const welcomed = new Promise<number>((resolve, reject) => {
    let last = 0;
    socket.on('message', function look(data) {
      const frame = JSON.parse(data.toString()) as HubFrame;
      if (frame.type === 'refused') reject(new Error(frame.refusal.message.en));
      if (frame.type === 'welcome') last = frame.last;
      if (frame.type !== 'view') return;
      socket.off('message', look);
      resolve(last);
    });
  });
  const at = new Date().toISOString();
  socket.send(
    JSON.stringify({ type: 'hello', protocol: PROTOCOL, booth, token, fingerprint: machine, acked: 0, at }),
  );
  const last = await welcomed;
  const groups = inGroups(acts, together).map((some, place) => ({
    texts: framesOf(some, last + 1 + place * together),
    answers: some.length,
  }));
  return { socket, groups, answers: (data) => acksIn(JSON.parse(data) as HubFrame) };
}

async function connect(address: string, { texts }: PlainBooth, together: number): Promise<Line> {
  const groups = inGroups(texts, together).map((some) => ({ texts: some, answers: some.length }));
  return { socket: await open(address), groups, answers: () => 1 };
}

function inGroups<T>(all: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(all.length / size) }, (_, n) => all.slice(n * size, (n + 1) * size));
}

/** Sends group after group; gives how long each act has waited for its answer. */
function work({ socket, groups, answers }: Line): Promise<number[]> {
  return new Promise((resolve, reject) => {
    const waits: number[] = [];
    let next = 0;
    let owed = 0;
    let sent = 0;
    const send = () => {
      const group = groups[next++];
      if (!group) return resolve(waits);
      owed = group.answers;
      sent = performance.now();
      for (const text of group.texts) socket.send(text);
    };
    socket.on('close', () => reject(new Error('the line was closed')));
    socket.on('message', (data) => {
      try {
        const answered = answers(data.toString());
        for (let n = 0; n < answered; n++) waits.push(performance.now() - sent);
        owed -= answered;
        if (answered > 0 && owed === 0) send();
      } catch (error) {
        reject(error);
      }
    });
    send();
  });
}
