/** The booths of a bench in a process of their own: each sends its acts, so many together, and waits for the answers. */
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { WebSocket } from 'ws';
import { type HubFrame, PROTOCOL } from '#shared/protocol/booth-frames.ts';
import { machine } from '#test/rehearsal/raw-booth.ts';
import { answerParent } from '../children.ts';
import { acksIn, framesOf, inGroups } from '../frames.ts';
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
  /** Acts a booth sends before, one by one, which do not count: what has just started is slow. */
  readonly before: number;
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

interface Line {
  readonly socket: WebSocket;
  readonly before: readonly Group[];
  readonly groups: readonly Group[];
  answers(data: string): number;
}

let lines: readonly Line[] = [];

answerParent({
  /** Opens every line, and sends what does not count. */
  open: async (job: Job): Promise<null> => {
    const booths = JSON.parse(readFileSync(job.file, 'utf8')) as (SigningBooth | PlainBooth)[];
    lines = await Promise.all(
      booths.map((booth) => ('acts' in booth ? greet(booth, job) : connect(booth, job))),
    );
    await Promise.all(lines.map((line) => work(line, line.before)));
    return null;
  },
  run: async (): Promise<LoadResult> => {
    const began = performance.now();
    const waits = (await Promise.all(lines.map((line) => work(line, line.groups)))).flat();
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
async function greet({ booth, token, acts }: SigningBooth, job: Job): Promise<Line> {
  const socket = await open(job.address);
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
  const framed = (some: typeof acts, first: number, together: number): Group[] =>
    inGroups(some, together).map((group, place) => ({
      texts: framesOf(group, first + place * together),
      answers: group.length,
    }));
  return {
    socket,
    before: framed(acts.slice(0, job.before), last + 1, 1),
    groups: framed(acts.slice(job.before), last + 1 + job.before, job.together),
    answers: (data) => acksIn(JSON.parse(data) as HubFrame),
  };
}

async function connect({ texts }: PlainBooth, { address, together, before }: Job): Promise<Line> {
  const grouped = (some: readonly string[], size: number): Group[] =>
    inGroups(some, size).map((group) => ({ texts: group, answers: group.length }));
  return {
    socket: await open(address),
    before: grouped(texts.slice(0, before), 1),
    groups: grouped(texts.slice(before), together),
    answers: () => 1,
  };
}

/** Sends group after group; gives how long each act has waited for its answer. */
function work({ socket, answers }: Line, groups: readonly Group[]): Promise<number[]> {
  return new Promise((resolve, reject) => {
    const waits: number[] = [];
    let next = 0;
    let owed = 0;
    let sent = 0;
    const send = () => {
      const group = groups[next++];
      if (!group) {
        socket.removeAllListeners('message').removeAllListeners('close');
        return resolve(waits);
      }
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
