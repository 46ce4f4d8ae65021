/** Time-stamps by an authority that is not the hub: OpenSSL answers over HTTP, honestly and not. */
import { execFileSync } from 'node:child_process';
import { createPrivateKey } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import type { ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startHub } from '#hub/hub.ts';
import { issueTimeStamp } from '#hub/reports/time-stamp.ts';
import { readSettings } from '#hub/settings.ts';
import { askForTimeStamp } from '#hub/stamps/asking.ts';
import type { Refusal } from '#shared/catalogue/refusal.ts';
import { readCertificates } from '#shared/signature/certificates.ts';
import { verifyTimeStamp } from '#shared/signature/time-stamp.ts';
import { pathOf } from '#test/programs.ts';
import {
  type AuthorityServer,
  honestly,
  OpensslAuthority,
  serveAuthority,
} from '#test/simulators/time-authority/authority.ts';

const data = new TextEncoder().encode('kawei.example/ledger\n12\ncm9vdA==\n\n— signed\n');
let directory: string;
let authority: OpensslAuthority;
let stranger: OpensslAuthority;
let server: AuthorityServer;

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'kawei-time-stamps-'));
  authority = new OpensslAuthority(join(directory, 'authority'));
  stranger = new OpensslAuthority(join(directory, 'stranger'));
  server = await serveAuthority(honestly(authority));
});
afterAll(async () => {
  await server?.close();
  rmSync(directory, { recursive: true, force: true });
});
beforeEach(() => {
  server.answer = honestly(authority);
});

const anchorsOf = (one: OpensslAuthority) => readCertificates(readFileSync(one.root, 'utf8'));
const ask = (trusted = authority, patience = 15_000) =>
  askForTimeStamp({ url: server.url, anchors: anchorsOf(trusted) }, data, { patience });
const sent = (response: ServerResponse, bytes: Uint8Array | string, status = 200, headers = {}) =>
  response.writeHead(status, { 'content-type': 'application/timestamp-reply', ...headers }).end(bytes);
/** Whether OpenSSL, with the root alone, takes the stamp for one over these bytes. */
const opensslTakes = (tsr: Uint8Array, root: string, over: Uint8Array = data) => {
  writeFileSync(join(directory, 'x'), over);
  writeFileSync(join(directory, 'x.tsr'), tsr);
  const args = ['ts', '-verify', '-data', 'x', '-in', 'x.tsr', '-CAfile', root];
  try {
    return /OK/.test(execFileSync(pathOf('OPENSSL'), args, { cwd: directory, stdio: 'pipe' }).toString());
  } catch {
    return false;
  }
};

describe('a time-stamp by another authority', () => {
  it.each([
    ['RSA', {}],
    ['P-256', { key: ['EC', '-pkeyopt', 'ec_paramgen_curve:P-256'] }],
    ['P-384 and SHA-384', { key: ['EC', '-pkeyopt', 'ec_paramgen_curve:P-384'], digest: 'sha384' as const }],
    ['RSA and SHA-512', { digest: 'sha512' as const }],
    ['a key that is for non-repudiation alone', { usage: 'critical,nonRepudiation' }],
  ])('by %s is accepted, by us and by openssl, over these bytes alone', async (what, kind) => {
    const one = new OpensslAuthority(join(directory, what.replaceAll(' ', '-')), kind);
    server.answer = honestly(one);
    const { tsr, stamp } = await ask(one);
    expect(server.mediaType).toBe('application/timestamp-query');
    expect(Math.abs(stamp.time.getTime() - Date.now())).toBeLessThan(60_000);
    expect(stamp.authority).toBe('Simulated TSA');
    await expect(verifyTimeStamp({ tsr, data, anchors: anchorsOf(one) })).resolves.toMatchObject({
      authority: 'Simulated TSA',
    });
    expect(opensslTakes(tsr, one.root)).toBe(true);
    const other = new TextEncoder().encode('other');
    expect(opensslTakes(tsr, one.root, other)).toBe(false);
    // An anchor may lie anywhere on the chain.
    const issuer = readCertificates(readFileSync(join(one.directory, 'issuer.crt'), 'utf8'));
    for (const anchors of [issuer, [...issuer, ...anchorsOf(one)]])
      await expect(verifyTimeStamp({ tsr, data, anchors })).resolves.toBeDefined();
    for (const wrong of [
      { tsr, data: other, anchors: anchorsOf(one) },
      { tsr, data, anchors: anchorsOf(stranger) },
      { tsr, data, anchors: [] },
    ])
      await expect(verifyTimeStamp(wrong)).rejects.toMatchObject({ name: 'Refusal' });
  });

  it('is kept so that no bit of it can be changed unseen', async () => {
    const { tsr } = await ask();
    const missed: number[] = [];
    // Every third byte, and another bit of each: the rest are of the same few kinds.
    for (let at = 0; at < tsr.length; at += 3) {
      const flipped = Uint8Array.from(tsr);
      flipped[at] = (tsr[at] ?? 0) ^ (1 << ((at * 5) % 8));
      await verifyTimeStamp({ tsr: flipped, data, anchors: anchorsOf(authority) }).then(
        () => missed.push(at),
        (error: unknown) => expect(error).toMatchObject({ name: 'Refusal' }),
      );
    }
    expect(missed).toEqual([]);
    for (const longer of [Buffer.concat([tsr, Buffer.of(0)]), tsr.subarray(0, -1)])
      await expect(
        verifyTimeStamp({ tsr: longer, data, anchors: anchorsOf(authority) }),
      ).rejects.toMatchObject({ code: 'TIME_STAMP_INVALID' });
  });
});

describe('an answer that is not accepted', () => {
  /** A query like the one sent, but for what is changed in it. */
  const asking = (query: Buffer, part: Buffer, instead: Buffer) => {
    const at = query.indexOf(part);
    if (at < 0) throw new Error('no such part');
    return Buffer.concat([query.subarray(0, at), instead, query.subarray(at + part.length)]);
  };
  const imprintOf = (query: Buffer) => query.subarray(query.length - 3 - 18 - 32, query.length - 3 - 18);
  const nonceOf = (query: Buffer) => query.subarray(query.length - 3 - 16, query.length - 3);

  it.each<[string, string, (query: Buffer, response: ServerResponse) => void]>([
    [
      'to another nonce, as a replay has',
      'TSA_NONCE',
      (query, response) =>
        sent(response, authority.reply(asking(query, nonceOf(query), Buffer.alloc(16, 0x41)))),
    ],
    [
      'without a nonce',
      'TSA_NONCE',
      (query, response) => {
        const bare = asking(query, query.subarray(query.length - 3 - 18, query.length - 3), Buffer.of());
        bare[1] = (bare[1] ?? 0) - 18;
        sent(response, authority.reply(bare));
      },
    ],
    [
      'over other data',
      'TSA_OTHER_DATA',
      (query, response) =>
        sent(response, authority.reply(asking(query, imprintOf(query), Buffer.alloc(32, 7)))),
    ],
    ['by a stranger', 'TSA_UNTRUSTED', (query, response) => sent(response, stranger.reply(query))],
    [
      'that rejects: a digest it does not take',
      'TSA_REJECTED',
      (query, response) => {
        // …2.1 is SHA-256; …2.3, which this authority does not take, is SHA-512.
        const oid = Buffer.from('608648016503040201', 'hex');
        sent(response, authority.reply(asking(query, oid, Buffer.from('608648016503040203', 'hex'))));
      },
    ],
    ['of garbage', 'TSA_MALFORMED', (_query, response) => sent(response, 'Hello, world')],
    ['of nothing', 'TSA_MALFORMED', (_query, response) => sent(response, '')],
    ['of a page', 'TSA_MALFORMED', (_query, response) => sent(response, '<html>Sign in to Wi-Fi</html>')],
    [
      'cut short',
      'TSA_MALFORMED',
      (query, response) => sent(response, authority.reply(query).subarray(0, -7)),
    ],
    [
      'with more behind it',
      'TSA_MALFORMED',
      (query, response) => sent(response, Buffer.concat([authority.reply(query), Buffer.of(0, 0)])),
    ],
    ['too large', 'TSA_TOO_LARGE', (_query, response) => sent(response, Buffer.alloc(70_000))],
    ['without end', 'TSA_TOO_LARGE', (_query, response) => endless(response)],
    ['of HTTP 500', 'TSA_HTTP', (query, response) => sent(response, authority.reply(query), 500)],
    [
      'that sends elsewhere',
      'TSA_HTTP',
      (_query, response) => sent(response, '', 302, { location: 'http://127.0.0.1:1/' }),
    ],
    ['that breaks off', 'TSA_UNREACHABLE', (_query, response) => response.destroy()],
  ])('is one %s: %s', async (_what, code, answer) => {
    server.answer = answer;
    await expect(ask()).rejects.toMatchObject({ code });
  });

  function endless(response: ServerResponse): void {
    response.writeHead(200);
    const timer = setInterval(() => response.write(Buffer.alloc(16_384)), 1);
    response.on('close', () => clearInterval(timer));
  }

  it('is one that does not come in time, or only begins to', async () => {
    server.answer = () => {};
    await expect(ask(authority, 200)).rejects.toMatchObject({ code: 'TSA_SILENT' });
    server.answer = (_query, response) => response.writeHead(200).write('0');
    await expect(ask(authority, 200)).rejects.toMatchObject({ code: 'TSA_SILENT' });
  });

  it('is none at all', async () => {
    const gone = await serveAuthority(honestly(authority));
    await gone.close();
    const asked = askForTimeStamp({ url: gone.url, anchors: anchorsOf(authority) }, data);
    await expect(asked).rejects.toMatchObject({ code: 'TSA_UNREACHABLE' });
  });

  it.each([
    ['time-stamping, critical and alone', true, {}],
    ['not critical', false, { purpose: 'timeStamping' }],
    ['time-stamping among others', false, { purpose: 'critical,timeStamping,codeSigning' }],
    ['another', false, { purpose: 'critical,codeSigning' }],
    ['to certify', false, { usage: 'critical,keyCertSign' }],
  ])('is one by a key whose purpose is %s: taken %s', async (what, taken, kind) => {
    // OpenSSL stamps with none of the bad ones; the hub's own hand does.
    const one = new OpensslAuthority(join(directory, `purpose ${what}`), kind);
    const file = (name: string) => readFileSync(join(one.directory, name), 'utf8');
    const [certificate = new Uint8Array()] = readCertificates(file('tsa.crt'));
    const timeStamp = { key: createPrivateKey(file('tsa.key')), certificate };
    const tsr = issueTimeStamp({ timeStamp }, data, new Date());
    const anchors = readCertificates(file('chain.pem'));
    const verified = await verifyTimeStamp({ tsr, data, anchors }).then(
      () => true,
      (error: unknown) => (error as Refusal).code,
    );
    expect(verified).toEqual(
      taken || expect.stringMatching(/^(TIME_STAMP_INVALID|CERTIFICATE_PURPOSE|CERTIFICATE_UNTRUSTED)$/),
    );
  });
});

describe('the settings of the authority', () => {
  const started = (environment: Record<string, string>) =>
    startHub(readSettings({ KAWEI_DATA: join(directory, 'never'), KAWEI_PORT: '0', ...environment }));
  it('stop the start with a sentence where they are wrong', async () => {
    const url = 'https://tsa.example/';
    const issuer = join(authority.directory, 'issuer.crt');
    for (const [environment, named] of [
      [{ KAWEI_TSA_URL: url }, 'KAWEI_TSA_CA'],
      [{ KAWEI_TSA_CA: authority.root }, 'KAWEI_TSA_URL'],
      [{ KAWEI_TSA_URL: 'ftp://tsa.example/', KAWEI_TSA_CA: authority.root }, 'KAWEI_TSA_URL'],
      [{ KAWEI_TSA_URL: 'tsa.example', KAWEI_TSA_CA: authority.root }, 'KAWEI_TSA_URL'],
      [{ KAWEI_TSA_URL: 'https://me:secret@tsa.example', KAWEI_TSA_CA: authority.root }, 'KAWEI_TSA_URL'],
      [{ KAWEI_TSA_URL: url, KAWEI_TSA_CA: issuer }, 'KAWEI_TSA_CA'],
      [{ KAWEI_TSA_URL: url, KAWEI_TSA_CA: join(authority.directory, 'tsa.key') }, 'KAWEI_TSA_CA'],
    ] as [Record<string, string>, string][]) {
      const refused = await started(environment).then(
        () => null,
        (error: unknown) => error,
      );
      expect(refused).toMatchObject({ code: 'SETTING_INVALID', values: { name: named } });
      expect(JSON.stringify(refused)).not.toContain('secret');
    }
    const absent = { KAWEI_TSA_URL: url, KAWEI_TSA_CA: join(directory, 'absent.pem') };
    await expect(started(absent)).rejects.toMatchObject({ code: 'FILE_UNREADABLE' });
  });
});
