/**
 * The machine's own limit: what must be done for each sheet by whoever verifies, stores, logs and answers it, each
 * part measured alone, with nothing around it. One core can do no more than one over their sum.
 */
import { createPrivateKey, createPublicKey, randomBytes, sign, verify } from 'node:crypto';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import SqliteDriver from 'better-sqlite3';
import { WebSocket } from 'ws';
import { BoothFrame } from '#shared/protocol/booth-frames.ts';
import { parse } from '#shared/protocol/parse.ts';
import { timed } from '../numbers.ts';

/** Seconds a sheet, part by part. */
export interface Ceiling {
  readonly verify: number;
  readonly parse: number;
  readonly store: number;
  readonly echo: number;
}

export interface CeilingParts {
  /** One frame with one signed sheet, as a booth sends it. */
  readonly frame: string;
  /** PKCS #8 in PEM. */
  readonly key: string;
  readonly sheets: number;
  /** Where a database may lie for a moment. */
  readonly directory: string;
  /** A server that sends back an answer of the hub's length for each frame. */
  readonly echo: string;
  readonly clients: number;
}

/** Sheets that share a commit. */
const GROUP = 100;

export async function measureCeiling(parts: CeilingParts): Promise<Ceiling> {
  return {
    verify: await verifying(parts),
    parse: await parsing(parts),
    store: storing(parts),
    echo: await echoing(parts),
  };
}

/** Sheets a second on one core. */
export function ceilingRate({ verify, parse, store, echo }: Ceiling): number {
  return 1 / (verify + parse + store + echo);
}

async function verifying({ key, sheets, frame }: CeilingParts): Promise<number> {
  const pair = createPrivateKey(key);
  const parsed = createPublicKey(pair);
  const data = Buffer.from(frame.slice(0, 400));
  const signature = sign('sha256', data, pair);
  const milliseconds = await timed(() => {
    for (let n = 0; n < sheets; n++)
      if (!verify('sha256', data, parsed, signature)) throw new Error('a signature does not hold');
  });
  return milliseconds / 1000 / sheets;
}

async function parsing({ frame, sheets }: CeilingParts): Promise<number> {
  const milliseconds = await timed(() => {
    for (let n = 0; n < sheets; n++) parse(BoothFrame, JSON.parse(frame));
  });
  return milliseconds / 1000 / sheets;
}

/** A sheet and its entry of the ledger, in groups of a hundred, on the disk (WAL, FULL). */
function storing({ frame, sheets, directory }: CeilingParts): number {
  const file = join(directory, 'ceiling.db');
  const database = new SqliteDriver(file);
  database.pragma('locking_mode = EXCLUSIVE');
  database.pragma('journal_mode = WAL');
  database.pragma('synchronous = FULL');
  database.exec('CREATE TABLE sheets (id INTEGER PRIMARY KEY, content TEXT NOT NULL) STRICT');
  database.exec('CREATE TABLE ledger (seq INTEGER PRIMARY KEY, leaf BLOB NOT NULL) STRICT');
  const sheet = database.prepare('INSERT INTO sheets (content) VALUES (?)');
  const entry = database.prepare('INSERT INTO ledger (leaf) VALUES (?)');
  const leaf = randomBytes(200);
  const began = performance.now();
  for (let n = 0; n < sheets; n += GROUP) {
    database.transaction(() => {
      for (let place = 0; place < Math.min(GROUP, sheets - n); place++) {
        sheet.run(frame);
        entry.run(leaf);
      }
    })();
  }
  const milliseconds = performance.now() - began;
  database.close();
  for (const end of ['', '-wal', '-shm']) rmSync(`${file}${end}`, { force: true });
  return milliseconds / 1000 / sheets;
}

async function echoing({ frame, sheets, echo, clients }: CeilingParts): Promise<number> {
  const sockets = Array.from({ length: clients }, () => new WebSocket(echo));
  await Promise.all(sockets.map((socket) => once(socket, 'open')));
  const each = Math.ceil(sheets / clients);
  const milliseconds = await timed(() =>
    Promise.all(
      sockets.map(
        (socket) =>
          new Promise<void>((resolve) => {
            let left = each;
            socket.on('message', () => {
              left -= 1;
              if (left === 0) resolve();
              else socket.send(frame);
            });
            socket.send(frame);
          }),
      ),
    ),
  );
  for (const socket of sockets) socket.terminate();
  return milliseconds / 1000 / (each * clients);
}
