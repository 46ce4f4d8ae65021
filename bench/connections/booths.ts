/** Very many booths in a process of their own: they connect, say one thing, hear one thing, and stay. */
import { WebSocket } from 'ws';
import { answerParent } from '../children.ts';
import { type Shown, shownIn } from './certificates.ts';
import { hello, tlsOf } from './hello.ts';
import { boothName, boothToken, type Crowd } from './names.ts';

const lines = new Set<WebSocket>();

answerParent({
  /** Opens a line for each booth; gives the milliseconds until the last was answered. */
  connect: async ({ address, from, to, atOnce, tls }: Crowd): Promise<number> => {
    const shown = tls === '' ? null : shownIn(tls);
    const began = performance.now();
    let next = from;
    const open = async () => {
      while (next < to) await connect(address, next++, shown);
    };
    await Promise.all(Array.from({ length: atOnce }, open));
    return performance.now() - began;
  },
  /** Drops every line without a word. */
  drop: () => {
    for (const socket of lines) socket.removeAllListeners('close').terminate();
    lines.clear();
  },
});

function connect(address: string, n: number, shown: Shown | null): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(address, { perMessageDeflate: false, ...tlsOf(n, shown) });
    socket.on('open', () => socket.send(hello(boothName(n), shown === null ? boothToken(n) : null)));
    socket.on('error', reject);
    socket.on('close', (code) => reject(new Error(`booth ${n}: closed with ${code}`)));
    socket.once('message', (data) => {
      const { type } = JSON.parse(data.toString()) as { type: string };
      if (type !== 'welcome') return reject(new Error(`booth ${n}: ${data.toString()}`));
      lines.add(socket);
      resolve();
    });
  });
}
