import 'reflect-metadata';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as x509 from '@peculiar/x509';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type HubIdentity, openIdentity } from '#hub/reports/identity.ts';
import { issueTimeStamp } from '#hub/reports/time-stamp.ts';
import { canonicalBytes } from '#shared/canonical/index.ts';
import { certificateFingerprint } from '#shared/signature/certificates.ts';
import { verifyTimeStamp } from '#shared/signature/time-stamp.ts';
import { type Binding, prepareSignature, verifySignature } from '#shared/signature/verify.ts';
import { Authority, type ExpertKey } from './simulators/authority/authority.ts';
import { SoftToken } from './simulators/usb-key/soft-token.ts';

const binding: Binding = {
  purpose: 'sheet',
  project: 'P1',
  expert: 'e1',
  seat: 'H1-0101',
  booth: 'ab'.repeat(32),
  version: 1,
};
const content = canonicalBytes({
  format: 'kawei/sheet@1',
  marks: { B1: { T1: 12500 } },
  title: '施工组织设计',
});

let folder: string;
let identity: HubIdentity;
let authority: Authority;
let key: ExpertKey;
let cms: Uint8Array;
let tsr: Uint8Array;

function signedBy({ p12, certificate }: ExpertKey, signingTime = new Date()): Uint8Array {
  const token = SoftToken.open(p12, '123456');
  if (!token) throw new Error('wrong PIN');
  const prepared = prepareSignature({ content, certificates: [certificate], binding, signingTime });
  return prepared.assemble(token.sign(prepared.toBeSigned));
}

const verified = (changes: Partial<Parameters<typeof verifySignature>[0]> = {}) =>
  verifySignature({ cms, content, anchors: [authority.certificate], binding, at: new Date(), ...changes });

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'kawei-signature-'));
  identity = await openIdentity(join(folder, 'identity'), new Date());
  authority = await Authority.create('Experts CA');
  key = await authority.issue({ commonName: '张三', pin: '123456' });
  cms = signedBy(key);
  tsr = issueTimeStamp(identity, cms, new Date());
  const ca = authority.certificatePem + identity.rootPem;
  for (const [name, data] of Object.entries({
    'x.json': content,
    'x.p7s': cms,
    'x.tsr': tsr,
    'ca.pem': ca,
  })) {
    writeFileSync(join(folder, name), data);
  }
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('our verifier accepts it and names the signer', async () => {
  const { signer } = await verified();
  expect(signer).toMatchObject({ name: '张三', fingerprint: certificateFingerprint(key.certificate) });
  const stamp = await verifyTimeStamp({ tsr, data: cms, anchors: [identity.root] });
  expect(Math.abs(stamp.time.getTime() - Date.now())).toBeLessThan(60_000);
  expect(stamp.authority).toBe('Kawei Time-Stamp');
});

test('openssl accepts signature and time-stamp', () => {
  const openssl = (...args: string[]) => execFileSync('openssl', args, { cwd: folder, stdio: 'pipe' });
  openssl(
    'cms',
    '-verify',
    '-binary',
    '-inform',
    'DER',
    '-in',
    'x.p7s',
    '-content',
    'x.json',
    '-CAfile',
    'ca.pem',
    '-out',
    'out',
  );
  openssl(
    'cms',
    '-verify',
    '-cades',
    '-binary',
    '-inform',
    'DER',
    '-in',
    'x.p7s',
    '-content',
    'x.json',
    '-CAfile',
    'ca.pem',
    '-out',
    'out',
  );
  openssl('ts', '-verify', '-data', 'x.p7s', '-in', 'x.tsr', '-CAfile', 'ca.pem');
  writeFileSync(join(folder, 'x.json'), Buffer.concat([content, Buffer.from(' ')]));
  expect(() =>
    openssl(
      'cms',
      '-verify',
      '-binary',
      '-inform',
      'DER',
      '-in',
      'x.p7s',
      '-content',
      'x.json',
      '-CAfile',
      'ca.pem',
      '-out',
      'out',
    ),
  ).toThrow();
});

test('one flipped bit in any byte of content, signature or time-stamp is refused', async () => {
  const flipped = (bytes: Uint8Array, at: number) => {
    const copy = new Uint8Array(bytes);
    copy[at] = (copy[at] ?? 0) ^ (1 << (at % 8));
    return copy;
  };
  const accepted: string[] = [];
  const note = (what: string) => () => void accepted.push(what);
  for (let at = 0; at < content.length; at++)
    await verified({ content: flipped(content, at) }).then(note(`content ${at}`), () => {});
  for (let at = 0; at < cms.length; at++)
    await verified({ cms: flipped(cms, at) }).then(note(`cms ${at}`), () => {});
  for (let at = 0; at < tsr.length; at++) {
    await verifyTimeStamp({ tsr: flipped(tsr, at), data: cms, anchors: [identity.root] }).then(
      note(`tsr ${at}`),
      () => {},
    );
  }
  expect(accepted).toEqual([]);
}, 180_000);

test('another purpose, expert, seat, booth or version is refused by name', async () => {
  for (const change of [
    { purpose: 'pledge' as const },
    { expert: 'e2' },
    { seat: 'H1-0102' },
    { booth: 'cd'.repeat(32) },
    { version: 2 },
  ]) {
    const field = Object.keys(change)[0];
    await expect(verified({ binding: { ...binding, ...change } })).rejects.toMatchObject({
      code: 'SIGNATURE_BINDING',
      values: { field },
    });
  }
});

test('certificates that may not sign are refused', async () => {
  const stranger = await Authority.create('Another CA');
  await expect(verified({ anchors: [stranger.certificate] })).rejects.toMatchObject({
    code: 'CERTIFICATE_UNTRUSTED',
  });
  await expect(verified({ at: new Date('2040-01-01') })).rejects.toMatchObject({
    code: 'CERTIFICATE_EXPIRED',
  });
  const encrypting = await authority.issue({
    commonName: '李四',
    pin: '123456',
    keyUsage: x509.KeyUsageFlags.keyEncipherment,
  });
  await expect(verified({ cms: signedBy(encrypting) })).rejects.toMatchObject({
    code: 'CERTIFICATE_PURPOSE',
  });
});

test('a time-stamp over other data, or a seal posing as a time-stamp, is refused', async () => {
  await expect(verifyTimeStamp({ tsr, data: content, anchors: [identity.root] })).rejects.toMatchObject({
    code: 'TIME_STAMP_INVALID',
  });
  const posing = issueTimeStamp({ ...identity, timeStamp: identity.seal }, cms, new Date());
  await expect(verifyTimeStamp({ tsr: posing, data: cms, anchors: [identity.root] })).rejects.toMatchObject({
    code: 'TIME_STAMP_INVALID',
  });
});

test('a wrong PIN opens nothing', () => {
  expect(SoftToken.open(key.p12, '000000')).toBeNull();
});
