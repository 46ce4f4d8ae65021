/**
 * Servers to compare with, in a process of their own: one that gives every message back; a naive hub, which for each
 * signed sheet parses the key, verifies, writes two rows by themselves and answers; and a bare hub, which does as
 * little as a hub can that acknowledges nothing before it is on disk, and does that as well as it can.
 */
import { createHash, createPublicKey, verify } from 'node:crypto';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { type WebSocket, WebSocketServer } from 'ws';
import { BoothFrame } from '#shared/protocol/booth-frames.ts';
import { parse } from '#shared/protocol/parse.ts';
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

/** A frame as the bare hub takes it: a booth's own, and for each act in it a signature of its sheet. */
export interface BareFrame {
  readonly frame: string;
  readonly signatures: readonly string[];
}

answerParent({
  echo: () => serve((socket, text) => socket.send(text)),
  naive: (file: string) => {
    const tables = openTables(file);
    return serve((socket, text) => {
      const { n, content, cms, signature, pem } = JSON.parse(text) as NaiveSheet;
      if (!verify('sha256', Buffer.from(content), pem, Buffer.from(signature, 'base64')))
        throw new Error('not signed');
      tables.insertSheet(content, cms);
      tables.insertLedger(createHash('sha256').update(content).digest());
      socket.send(JSON.stringify({ ack: n }));
    });
  },
  bare,
});

/**
 * What is in the ceiling, in one thread: the frame is parsed and checked against its schema, each sheet verified by a key
 * parsed once, all sheets of a turn of the event loop committed together, then acknowledged. Of what else a hub does, only
 * a digest of each sheet.
 */
function bare({ file, pem }: { file: string; pem: string }): Promise<string> {
  const tables = openTables(file);
  const key = createPublicKey(pem);
  let turn: (() => () => void)[] = [];
  const commit = () => {
    const [writes, acknowledge] = [turn, [] as (() => void)[]];
    turn = [];
    tables.together(() => acknowledge.push(...writes.map((write) => write())));
    for (const say of acknowledge) say();
  };
  return serve((socket, text) => {
    const { frame: inner, signatures } = JSON.parse(text) as BareFrame;
    const frame = parse(BoothFrame, JSON.parse(inner));
    if (frame.type !== 'acts') throw new Error('no acts');
    const sheets = frame.acts.flatMap(({ act }) => (act.kind === 'sign' ? [act.sheet] : []));
    const leaves = sheets.map(({ content, cms }, place) => {
      const bytes = Buffer.from(content);
      if (!verify('sha256', bytes, key, Buffer.from(signatures[place] ?? '', 'base64')))
        throw new Error('not signed');
      return { content, cms, leaf: createHash('sha256').update(bytes).digest() };
    });
    if (turn.length === 0) setImmediate(commit);
    turn.push(() => {
      for (const { content, cms, leaf } of leaves) {
        tables.insertSheet(content, cms);
        tables.insertLedger(leaf);
      }
      return () => socket.send(JSON.stringify({ ack: frame.first }));
    });
  });
}

async function serve(take: (socket: WebSocket, text: string) => void): Promise<string> {
  const server = new WebSocketServer({ host: '127.0.0.1', port: 0 });
  await once(server, 'listening');
  server.on('connection', (socket) => socket.on('message', (data) => take(socket, data.toString())));
  return `ws://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
