/**
 * Servers to compare with, in a process of their own: one that gives every message back, and a naive hub, which for
 * each signed sheet parses the key, verifies, writes two rows by themselves and answers.
 */
import { createHash, verify } from 'node:crypto';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { WebSocketServer } from 'ws';
import { answerParent } from '../children.ts';
import { openTables } from './tables.ts';

/** A sheet as the naive hub takes it. */
export interface NaiveSheet {
  readonly n: number;
  readonly content: string;
  readonly cms: string;
  /** Of the content, and the public key that made it. */
  readonly signature: string;
  readonly pem: string;
}

answerParent({
  echo: () => serve((text) => text),
  naive: (file: string) => {
    const tables = openTables(file);
    return serve((text) => {
      const { n, content, cms, signature, pem } = JSON.parse(text) as NaiveSheet;
      if (!verify('sha256', Buffer.from(content), pem, Buffer.from(signature, 'base64')))
        throw new Error('not signed');
      tables.insertSheet(content, cms);
      tables.insertLedger(createHash('sha256').update(content).digest());
      return JSON.stringify({ ack: n });
    });
  },
});

async function serve(answer: (text: string) => string): Promise<string> {
  const server = new WebSocketServer({ host: '127.0.0.1', port: 0 });
  await once(server, 'listening');
  server.on('connection', (socket) => socket.on('message', (data) => socket.send(answer(data.toString()))));
  return `ws://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
