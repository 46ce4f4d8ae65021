import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:https';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect as connectTls, type TLSSocket } from 'node:tls';
import { promisify } from 'node:util';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Timers } from '#shared/time/timers.ts';
import { openBoothAuthority } from './authority.ts';
import { issueForHub } from './certificates.ts';
import { Turnstile } from './turnstile.ts';

const HOST = '127.0.0.1';

let folder: string;
let turnstile: Turnstile;
let server: Server;
/** Handshakes under way, and the most there have been. */
let inside: { now: number; most: number };
/** What is waited for, by hand. */
let waits: Set<() => void>;
const opened: Socket[] = [];

const timers: Timers = {
  after: (_milliseconds, work) => {
    waits.add(work);
    return () => waits.delete(work);
  },
  every: () => () => {},
  soon: (work) => work(),
};

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'kawei-turnstile-'));
  const now = new Date();
  const own = await issueForHub(await openBoothAuthority(folder, now), now);
  server = createServer({ ...own, pauseOnConnect: true });
  waits = new Set();
  // Before the turnstile takes it over: whoever begins.
  inside = { now: 0, most: 0 };
  server.prependListener('connection', () => {
    inside.now += 1;
    inside.most = Math.max(inside.most, inside.now);
  });
  server.on('secureConnection', () => {
    inside.now -= 1;
  });
  turnstile = new Turnstile(server, timers);
  await once(server.listen(0, HOST), 'listening');
});

afterEach(() => {
  turnstile.close();
  server.close();
  server.closeAllConnections();
  for (const socket of opened.splice(0)) socket.destroy();
  rmSync(folder, { recursive: true, force: true });
});

const port = () => (server.address() as AddressInfo).port;

function comes(): TLSSocket {
  const line = connectTls({ host: HOST, port: port(), rejectUnauthorized: false });
  line.on('error', () => line.destroy());
  opened.push(line);
  return line;
}

/** Connects, and says nothing. */
async function silent(): Promise<Socket> {
  const socket = connect(port(), HOST);
  socket.on('error', () => socket.destroy());
  opened.push(socket);
  await once(socket, 'connect');
  return socket;
}

/** Connections that the server holds: it has heard of all who have come. */
const held = () => promisify(server.getConnections.bind(server))();

it('lets in all who come at once, and no more than 32 of them are at their handshake', async () => {
  await Promise.all(Array.from({ length: 200 }, () => once(comes(), 'secureConnect')));
  expect(inside.most).toBeLessThanOrEqual(32);
  await expect.poll(() => inside.now).toBe(0);
  expect(waits.size).toBe(0);
});

it('is not held up by those who say nothing: others come in beside them after a while', async () => {
  await Promise.all(Array.from({ length: 32 }, silent));
  await expect.poll(() => inside.now).toBe(32);
  const line = comes();
  const entered = once(line, 'secureConnect');
  await expect.poll(held).toBe(33);
  expect(inside.now).toBe(32);
  const [first] = waits;
  first?.();
  await entered;
});

it('does not mind who goes away while waiting', async () => {
  const here = await Promise.all(Array.from({ length: 33 }, silent));
  await expect.poll(held).toBe(33);
  const gone = here.at(-1) as Socket;
  gone.resetAndDestroy();
  await once(gone, 'close');
  const entered = once(comes(), 'secureConnect');
  for (const over of waits) over();
  await entered;
  await expect.poll(held).toBe(33);
});

it('closed, it ends those who wait', async () => {
  await Promise.all(Array.from({ length: 32 }, silent));
  const waiting = await Promise.all(Array.from({ length: 8 }, silent));
  await expect.poll(held).toBe(40);
  let ended = 0;
  for (const socket of waiting) socket.resume().once('close', () => ended++);
  server.close();
  turnstile.close();
  await expect.poll(() => ended).toBe(8);
});
