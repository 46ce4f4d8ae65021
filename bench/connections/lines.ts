/** Many booths' lines in one process: opened all at once, and cut all at once. */
import { WebSocket } from 'ws';
import { machine } from '#test/rehearsal/raw-booth.ts';
import { answerQuestions } from '../processes.ts';

export type LinesQuestion =
  | { readonly ask: 'open'; readonly address: string; readonly count: number }
  | { readonly ask: 'cut' };

/** Lines that are being opened at one time: a kernel takes no more waiting ones than its backlog. */
const AT_ONCE = 400;

const sockets = new Set<WebSocket>();

/** Opens one line and waits for the first frame that answers its hello. */
function open(address: string, n: number): Promise<void> {
  const socket = new WebSocket(address, { perMessageDeflate: false });
  sockets.add(socket);
  const booth = `booth-${n}`;
  return new Promise((resolve, reject) => {
    socket.on('error', reject);
    socket.on('close', () => reject(new Error(`the line of ${booth} was closed`)));
    socket.on('open', () => {
      const who = { booth, token: `token of ${booth}`, fingerprint: machine };
      socket.send(
        JSON.stringify({ type: 'hello', protocol: 1, ...who, acked: 0, at: new Date().toISOString() }),
      );
    });
    socket.once('message', () => {
      socket.removeAllListeners('message');
      socket.on('message', () => {});
      resolve();
    });
  });
}

/** Seconds until every line is open and greeted. */
async function openAll(address: string, count: number): Promise<number> {
  const began = performance.now();
  let next = 0;
  const opening = Array.from({ length: Math.min(AT_ONCE, count) }, async () => {
    for (let n = next++; n < count; n = next++) await open(address, n);
  });
  await Promise.all(opening);
  return (performance.now() - began) / 1000;
}

async function cutAll(): Promise<null> {
  for (const socket of sockets) {
    socket.removeAllListeners('close');
    socket.removeAllListeners('error');
    socket.on('error', () => {});
    socket.terminate();
  }
  sockets.clear();
  return null;
}

answerQuestions<LinesQuestion>((question) =>
  question.ask === 'cut' ? cutAll() : openAll(question.address, question.count),
);
