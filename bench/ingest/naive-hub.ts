/**
 * A hub as one writes it first: for each sheet its own frame, its signer's key read from PEM, the signature verified,
 * the sheet stored and then its entry of the ledger, each by a commit of its own.
 */
import { createHash, createPublicKey, verify } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import SqliteDriver from 'better-sqlite3';
import { WebSocketServer } from 'ws';
import { answerQuestions } from '../processes.ts';

/** What a booth sends the naive hub. */
export interface NaiveFrame {
  readonly n: number;
  readonly booth: string;
  /** SubjectPublicKeyInfo in PEM. */
  readonly key: string;
  readonly content: string;
  /** Over the content, in base64. */
  readonly signature: string;
  /** Makes the frame as long as the real one. */
  readonly cms: string;
}

const [file = ''] = process.argv.slice(2);
const database = new SqliteDriver(file);
database.pragma('journal_mode = WAL');
database.pragma('synchronous = FULL');
database.exec(
  'CREATE TABLE IF NOT EXISTS sheets (booth TEXT, n INTEGER, content TEXT, cms TEXT, PRIMARY KEY (booth, n))',
);
database.exec('CREATE TABLE IF NOT EXISTS ledger (seq INTEGER PRIMARY KEY, at TEXT, digest TEXT)');

const server = new WebSocketServer({ port: 0, host: '127.0.0.1' });
server.on('connection', (socket) =>
  socket.on('message', (data) => {
    const { n, booth, key, content, signature, cms } = JSON.parse(data.toString()) as NaiveFrame;
    const holds = verify(
      'sha256',
      Buffer.from(content),
      createPublicKey(key),
      Buffer.from(signature, 'base64'),
    );
    if (!holds) throw new Error('a signature does not hold');
    database.prepare('INSERT OR IGNORE INTO sheets VALUES (?, ?, ?, ?)').run(booth, n, content, cms);
    const digest = createHash('sha256').update(content).digest('hex');
    database.prepare('INSERT INTO ledger (at, digest) VALUES (?, ?)').run(new Date().toISOString(), digest);
    socket.send(JSON.stringify({ n }));
  }),
);

answerQuestions(async () => {
  if (!server.address()) await new Promise((resolve) => server.once('listening', resolve));
  return `ws://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
