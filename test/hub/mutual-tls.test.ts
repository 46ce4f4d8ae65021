/** Booths come by mutual TLS 1.3: who is let in, who is refused, and what the hall hears of it; OpenSSL as second opinion. */
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { get } from 'node:https';
import { join } from 'node:path';
import { connect as connectTls, type ConnectionOptions as TlsOptions } from 'node:tls';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type ClientOptions, WebSocket } from 'ws';
import { hubDocuments } from '#booth/identity/hub-documents.ts';
import { MutualTls } from '#booth/identity/mutual-tls.ts';
import { refusals } from '#shared/catalogue/refusals/index.ts';
import type { Fingerprint } from '#shared/protocol/booth-frames.ts';
import { HUB_NAME } from '#shared/protocol/enrolment.ts';
import { RawBooth } from '#test/rehearsal/raw-booth.ts';
import { type RefusalCode, TlsCentre } from '#test/rehearsal/tls-centre.ts';

const DAY = 86_400_000;
const clone: Fingerprint = [
  { part: 'board-serial', value: 'BOARD-2' },
  { part: 'disk-serial', value: 'DISK-2' },
  { part: 'mac', value: '00:16:3e:00:00:01' },
];

let world: TlsCentre;
beforeAll(async () => {
  world = await TlsCentre.open();
  await world.enrolled(world.booth(0));
});
afterAll(() => world.close());

const says = (code: RefusalCode) => expect.stringContaining(refusals[code].zh);

/** The refusal that answers a request for a line with this certificate. */
function turnedAway(tls: ClientOptions): Promise<{ status: number; code: string }> {
  return new Promise((resolve, reject) => {
    const options: ClientOptions = { rejectUnauthorized: false, ...tls };
    const socket = new WebSocket(`${world.hub}/booth`, options);
    socket.on('unexpected-response', async (_request, answer) => {
      let text = '';
      for await (const part of answer) text += part;
      resolve({ status: answer.statusCode ?? 0, code: (JSON.parse(text) as { code: string }).code });
    });
    socket.on('open', () => reject(new Error('the line was opened')));
    socket.on('error', reject);
  });
}

const UPGRADE = [
  'GET /booth HTTP/1.1',
  ...['Host: hub', 'Connection: Upgrade', 'Upgrade: websocket', 'Sec-WebSocket-Version: 13'],
  'Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==',
  '\r\n',
].join('\r\n');

function openssl(...words: string[]): Promise<string> {
  return new Promise((resolve) => {
    const child = execFile('openssl', words, { timeout: 60_000 }, (_error, out, said) => resolve(out + said));
    // Left open: the hub ends the line.
    child.stdin?.write(UPGRADE);
  });
}

const client = () => [
  's_client',
  '-connect',
  new URL(world.hub).host,
  '-quiet',
  '-no_ign_eof',
  '-servername',
  HUB_NAME,
];

it('OpenSSL without a certificate is answered 403, and below TLS 1.3 nothing', async () => {
  expect(await openssl(...client())).toContain('BOOTH_CERTIFICATE_NEEDED');
  const old = await openssl(...client(), '-tls1_2');
  expect(old).toMatch(/alert protocol version/);
  expect(old).not.toContain('HTTP/1.1');
});

it('a certificate of another authority, and one that expired, are refused; the second is told to the hall', async () => {
  const [key, cert] = [join(world.folder, 'own.key'), join(world.folder, 'own.pem')];
  const subject = ['-subj', `/CN=${world.booth(1)}`, '-days', '1'];
  await openssl('req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-keyout', key, '-out', cert, ...subject);
  const own = { key: readFileSync(key), cert: readFileSync(cert) };
  expect(await turnedAway(own)).toEqual({ status: 403, code: 'BOOTH_CERTIFICATE_NEEDED' });
  const tls = await world.at(-120 * DAY, () => world.enrolled(world.booth(1)));
  expect(await turnedAway(tls)).toEqual({ status: 403, code: 'BOOTH_CERTIFICATE_EXPIRED' });
  await expect.poll(() => world.alertsOf(world.booth(1))).toEqual([says('BOOTH_CERTIFICATE_EXPIRED')]);
});

it('a revoked terminal hears why and is cut off at once; what it says after that is not taken', async () => {
  await world.enrolled(world.booth(2));
  const line = await world.greet(world.booth(2));
  await line.got('view');
  await world.revoke(world.booth(2));
  expect((await line.got('refused')).refusal.code).toBe('BOOTH_CERTIFICATE_REVOKED');
  await line.when(() => line.closed !== null);
  const again = await world.greet(world.booth(2));
  expect((await again.got('refused')).refusal.code).toBe('BOOTH_CERTIFICATE_REVOKED');
  await expect.poll(() => world.alertsOf(world.booth(2))).toEqual([says('BOOTH_CERTIFICATE_REVOKED')]);
  await expect(world.revoke(world.booth(2))).rejects.toThrow('BOOTH_NO_CERTIFICATE');
});

it('no session is resumed: a ticket of before the revocation lets nobody in', async () => {
  const tls = await world.enrolled(world.booth(2));
  const { hostname, port } = new URL(world.hub);
  const open = (session?: Buffer) =>
    new Promise<{ reused: boolean; session: Buffer | undefined }>((resolve, reject) => {
      const socket = connectTls({
        ...tls,
        host: hostname,
        port: Number(port),
        ...(session ? { session } : {}),
      });
      let given: Buffer | undefined;
      let reused = false;
      socket.on('session', (one) => {
        given = one;
      });
      socket.on('error', reject);
      socket.on('secureConnect', () => {
        reused = socket.isSessionReused();
        socket.write('GET / HTTP/1.1\r\nHost: hub\r\nConnection: close\r\n\r\n');
      });
      socket.on('data', () => {});
      socket.on('close', () => resolve({ reused, session: given }));
    });
  const { session } = await open();
  expect((await open(session)).reused).toBe(false);
});

it('the certificate counts, not what a line calls itself', async () => {
  const line = await world.greet(world.booth(0), world.booth(5));
  expect((await line.got('refused')).refusal.code).toBe('BOOTH_ID_OTHER');
  await expect.poll(() => world.alertsOf(world.booth(0))).toEqual([says('BOOTH_ID_OTHER')]);
  expect(await world.alertsOf(world.booth(5))).toEqual([]);
});

it('a copy of the key on another machine is refused, at the hello and on an open line', async () => {
  const copy = await world.greet(world.booth(0), world.booth(0), clone);
  expect((await copy.got('refused')).refusal.code).toBe('BOOTH_OTHER_MACHINE');
  await expect.poll(() => world.alertsOf(world.booth(0))).toContainEqual(says('BOOTH_OTHER_MACHINE'));
  const line = await world.greet(world.booth(0));
  await line.got('view');
  line.send({ type: 'machine', fingerprint: clone });
  expect((await line.got('refused')).refusal.code).toBe('BOOTH_OTHER_MACHINE');
});

it('of two lines at once the older stays; the hall is told once both have gone on for three beats', async () => {
  const line = await world.greet(world.booth(0));
  await line.got('view');
  const beats = setInterval(() => line.send({ type: 'beat', at: new Date().toISOString(), pending: 0 }), 50);
  try {
    const second = await world.greet(world.booth(0));
    expect((await second.got('refused')).refusal.code).toBe('BOOTH_TWICE');
    expect(await world.alertsOf(world.booth(0))).not.toContainEqual(says('BOOTH_TWICE'));
    await expect.poll(() => world.alertsOf(world.booth(0))).toContainEqual(says('BOOTH_TWICE'));
    expect(line.closed).toBeNull();
  } finally {
    clearInterval(beats);
    line.close();
  }
});

it('without TLS nobody comes to this hub, and with it nobody by token', async () => {
  const plain = new WebSocket(`${world.centre.address.replace('http', 'ws')}/booth`);
  const answer = new Promise<number>((resolve) => {
    plain.on('unexpected-response', (_request, { statusCode }) => resolve(statusCode ?? 0));
    plain.on('error', () => {});
  });
  expect(await answer).toBe(403);
  const { token = '' } = world.centre.town.booths[5] ?? {};
  const line = await RawBooth.connect(world.hub, world.booth(5), world.shown(world.booth(0)));
  line.hello(token);
  expect((await line.got('refused')).refusal.code).toBe('BOOTH_ID_OTHER');
});

/** What a request for the bids' documents is answered, with this certificate and whatever name is claimed. */
function documents(tls: TlsOptions, claimed = ''): Promise<string> {
  return new Promise((resolve, reject) => {
    const { host } = new URL(world.hub);
    const headers = claimed === '' ? {} : { authorization: `Basic ${btoa(`${claimed}:${'x'.repeat(32)}`)}` };
    get(
      `https://${host}/booth/documents`,
      { rejectUnauthorized: false, agent: false, headers, ...tls },
      async (answer) => {
        let text = '';
        for await (const part of answer) text += part;
        resolve((JSON.parse(text) as { code?: string }).code ?? 'done');
      },
    ).on('error', reject);
  });
}

it('documents are given to the booth of the certificate, whoever it says it is, and to nobody without one', async () => {
  const booth = world.booth(4);
  const shown = await world.enrolled(booth);
  expect(await documents({})).toBe('BOOTH_CERTIFICATE_NEEDED');
  expect(await documents({}, booth)).toBe('BOOTH_CERTIFICATE_NEEDED');
  expect(await documents(shown)).toBe('SESSION_REQUIRED'); // known, and nobody is admitted there
  expect(await documents(shown, world.booth(1))).toBe('SESSION_REQUIRED');
  const agent = hubDocuments(
    { hub: world.hub, booth: '', token: '' },
    new MutualTls(world.home(booth), world.hub),
  );
  await expect(agent.list(AbortSignal.timeout(60_000))).rejects.toMatchObject({ code: 'SESSION_REQUIRED' });
  await world.revoke(booth);
  expect(await documents(shown)).toBe('BOOTH_CERTIFICATE_REVOKED');
});
