/** Booths that come back over mutual TLS with signed sheets in their outboxes, in a process of their own. */
import { readFileSync } from 'node:fs';
import { WebSocket } from 'ws';
import type { HubFrame } from '#shared/protocol/booth-frames.ts';
import { answerParent } from '../children.ts';
import { acksIn, framesOf } from '../frames.ts';
import type { SigningBooth } from '../ingest/panels.ts';
import { shownIn } from './certificates.ts';
import { hello, tlsOf } from './hello.ts';

export interface Return {
  readonly address: string;
  /** Directory with the certificates. */
  readonly tls: string;
  /** File with all booths, as JSON; those from `from` up to `to` are this process's. */
  readonly file: string;
  readonly from: number;
  readonly to: number;
  /** Lines that are being opened at any moment. */
  readonly atOnce: number;
}

/** Waited before a booth comes again whose line before is not known to be dead, in milliseconds. */
const AGAIN = 50;

answerParent({
  /** Every booth comes, hands over what waits, and stays until all of it is answered. Gives how many lines were cut. */
  deliver: async ({ address, tls, file, from, to, atOnce }: Return): Promise<number> => {
    const booths = JSON.parse(readFileSync(file, 'utf8')) as SigningBooth[];
    const shown = shownIn(tls);
    let next = from;
    let cuts = 0;
    const deliver = async () => {
      while (next < to) {
        const n = next++;
        const booth = booths[n];
        if (!booth) throw new Error(`there is no booth ${n}`);
        const open = () => new WebSocket(address, { perMessageDeflate: false, ...tlsOf(n, shown) });
        const waiting: Waiting = { booth: booth.booth, acts: booth.acts, first: null };
        // Every other line is cut as soon as all is sent: the hub has some of it, the booth no answer, and all is sent again.
        if (n % 2 === 1) {
          await handOver(open, waiting, true);
          cuts += 1;
        }
        await handOver(open, waiting, false);
      }
    };
    await Promise.all(Array.from({ length: atOnce }, deliver));
    return cuts;
  },
});

/** An outbox: `first` is the number of its first act, as the hub's first welcome has left it. */
interface Waiting {
  readonly booth: string;
  readonly acts: SigningBooth['acts'];
  first: number | null;
}

async function handOver(open: () => WebSocket, waiting: Waiting, cut: boolean): Promise<void> {
  while ((await attempt(open(), waiting, cut)) === 'twice') await new Promise((go) => setTimeout(go, AGAIN));
}

/** `twice`: the hub still holds the line before. */
function attempt(socket: WebSocket, waiting: Waiting, cut: boolean): Promise<'done' | 'twice'> {
  return new Promise((resolve, reject) => {
    const { booth, acts } = waiting;
    let owed = acts.length;
    const end = (how: 'done' | 'twice') => {
      socket.removeAllListeners('close').terminate();
      resolve(how);
    };
    socket.on('open', () => socket.send(hello(booth, null)));
    socket.on('error', reject);
    socket.on('close', (code) => reject(new Error(`${booth}: closed with ${code}`)));
    socket.on('message', (data) => {
      try {
        const frame = JSON.parse(data.toString()) as HubFrame;
        if (frame.type === 'refused' && frame.refusal.code === 'BOOTH_TWICE') return end('twice');
        owed -= acksIn(frame);
        if (frame.type !== 'welcome') return owed === 0 ? end('done') : undefined;
        waiting.first ??= frame.last + 1;
        const frames = framesOf(acts, waiting.first);
        for (const text of frames.slice(0, -1)) socket.send(text);
        socket.send(frames.at(-1) ?? '', () => cut && end('done'));
      } catch (error) {
        reject(error);
      }
    });
  });
}
