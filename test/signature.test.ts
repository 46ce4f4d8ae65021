import 'reflect-metadata';
import { execFileSync } from 'node:child_process';
import { createPrivateKey, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as x509 from '@peculiar/x509';
import { afterAll, beforeAll, describe, expect, it, test } from 'vitest';
import { type HubIdentity, type HubKey, openIdentity } from '#hub/reports/identity.ts';
import { issueTimeStamp } from '#hub/reports/time-stamp.ts';
import { canonicalBytes } from '#shared/canonical/index.ts';
import { Refusal } from '#shared/catalogue/refusal.ts';
import { certificateFingerprint, readCertificates } from '#shared/signature/certificates.ts';
import { verifyTimeStamp } from '#shared/signature/time-stamp.ts';
import { type Binding, prepareSignature, verifySignature } from '#shared/signature/verify.ts';
import { pathOf } from './programs.ts';
import { Authority, type ExpertKey } from './simulators/authority/authority.ts';
import { OpensslAuthority } from './simulators/time-authority/authority.ts';
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
let expert: ExpertKey;
let token: SoftToken;
let cms: Uint8Array;
let tsr: Uint8Array;

const signedBy = ({ key, certificate }: HubKey, others: readonly Uint8Array[] = []): Uint8Array => {
  const prepared = prepareSignature({
    ...{ content, binding, signingTime: new Date() },
    certificates: [certificate, ...others],
  });
  return prepared.assemble(new Uint8Array(sign('sha256', prepared.toBeSigned, key)));
};

type Input = Parameters<typeof verifySignature>[0];
const verified = (changes: Partial<Input> = {}) =>
  verifySignature({ cms, content, anchors: [authority.certificate], binding, at: new Date(), ...changes });

/** A new key with a certificate of the simulated authority. */
async function keyOf(
  kind: 'RSA' | 'P-256',
  holder: Parameters<Authority['certify']>[1],
  by: Authority = authority,
): Promise<HubKey> {
  const { publicKey, privateKey } =
    kind === 'RSA'
      ? generateKeyPairSync('rsa', { modulusLength: 2048 })
      : generateKeyPairSync('ec', { namedCurve: 'P-256' });
  return { key: privateKey as KeyObject, certificate: await by.certify(publicKey, holder) };
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'kawei-signature-'));
  identity = await openIdentity(join(folder, 'identity'), new Date());
  authority = await Authority.create('Experts CA');
  expert = await authority.issue({ commonName: '张三', pin: '123456' });
  const opened = SoftToken.open(expert.p12, '123456');
  if (!opened) throw new Error('wrong PIN');
  token = opened;
  const prepared = prepareSignature({
    ...{ content, binding, signingTime: new Date() },
    certificates: [token.certificate],
  });
  cms = prepared.assemble(token.sign(prepared.toBeSigned));
  tsr = issueTimeStamp(identity, cms, new Date());
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('our verifier accepts it and names the signer', async () => {
  const { signer } = await verified();
  expect(signer).toMatchObject({ name: '张三', fingerprint: certificateFingerprint(expert.certificate) });
  const stamp = await verifyTimeStamp({ tsr, data: cms, anchors: [identity.root] });
  expect(Math.abs(stamp.time.getTime() - Date.now())).toBeLessThan(60_000);
  expect(stamp.authority).toBe('Kawei Time-Stamp');
});

/** Which bits of bytes are changed: by default every one. */
interface Bits {
  readonly from?: number;
  readonly to?: number;
  readonly step?: number;
}

/** The bits that can be changed without a refusal, one at a time. */
async function changeable(
  bytes: Uint8Array,
  verify: (changed: Uint8Array) => Promise<unknown>,
  { from = 0, to = bytes.length * 8, step = 1 }: Bits = {},
): Promise<number[]> {
  const accepted: number[] = [];
  const change = async (bit: number) => {
    const changed = Uint8Array.from(bytes);
    changed[bit >> 3] = (bytes[bit >> 3] ?? 0) ^ (1 << (bit & 7));
    await verify(changed).then(
      () => accepted.push(bit),
      (error: unknown) => {
        if (!(error instanceof Refusal)) throw error;
      },
    );
  };
  const bits = Array.from({ length: Math.ceil((to - from) / step) }, (_, n) => from + n * step);
  // Some at a time, for the threads that verify.
  for (let n = 0; n < bits.length; n += 50) await Promise.all(bits.slice(n, n + 50).map(change));
  return accepted;
}

describe.each([
  // Every third bit, which are some of each byte: its values are twice as long, and dearer to verify.
  ['RSA', 3],
  ['P-256', 1],
] as const)('by a key of the kind %s', (kind, step) => {
  let sheet: Uint8Array;
  let stamp: Uint8Array;
  const stamped = (changed: Uint8Array) =>
    verifyTimeStamp({ tsr: changed, data: sheet, anchors: [authority.certificate] });

  beforeAll(async () => {
    sheet = signedBy(await keyOf(kind, { commonName: '李四' }));
    const purpose = new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.timeStamping], true);
    const timeStamp = await keyOf(kind, { commonName: 'Clock', extensions: [purpose] });
    stamp = issueTimeStamp({ timeStamp }, sheet, new Date());
  });

  it('signature and time-stamp are accepted, by us and by openssl, over their own content alone', async () => {
    await expect(verified({ cms: sheet })).resolves.toMatchObject({ signer: { name: '李四' } });
    await expect(stamped(stamp)).resolves.toMatchObject({ authority: 'Clock' });
    for (const [name, data] of Object.entries({ 'x.json': content, 'x.p7s': sheet, 'x.tsr': stamp }))
      writeFileSync(join(folder, name), data);
    writeFileSync(join(folder, 'ca.pem'), authority.certificatePem);
    const openssl = (text: string) =>
      execFileSync(pathOf('OPENSSL'), text.split(' '), { cwd: folder, stdio: 'pipe' });
    const cmsVerify = 'cms -verify -binary -inform DER -in x.p7s -content x.json -CAfile ca.pem -out out';
    openssl(cmsVerify);
    openssl(`${cmsVerify} -cades`);
    openssl('ts -verify -data x.p7s -in x.tsr -CAfile ca.pem');
    writeFileSync(join(folder, 'x.json'), Buffer.concat([content, Buffer.from(' ')]));
    expect(() => openssl(cmsVerify)).toThrow();
    expect(() => openssl('ts -verify -data x.json -in x.tsr -CAfile ca.pem')).toThrow();
  });

  it('no bit of either can be changed, and nothing be behind it', async () => {
    expect(await changeable(sheet, (changed) => verified({ cms: changed }), { step })).toEqual([]);
    expect(await changeable(stamp, stamped, { step })).toEqual([]);
    const longer = (bytes: Uint8Array) => Buffer.concat([bytes, Buffer.of(0)]);
    await expect(verified({ cms: longer(sheet) })).rejects.toMatchObject({ code: 'SIGNATURE_MALFORMED' });
    await expect(stamped(longer(stamp))).rejects.toMatchObject({ code: 'TIME_STAMP_INVALID' });
  });
});

test('no bit of the content can be changed', async () => {
  expect(await changeable(content, (changed) => verified({ content: changed }))).toEqual([]);
});

describe('the certificates of a signature', () => {
  it('may lead to the anchor through others, of which no bit can be changed either', async () => {
    const { directory } = new OpensslAuthority(join(folder, 'chained'), {
      key: ['EC', '-pkeyopt', 'ec_paramgen_curve:P-256'],
    });
    const file = (name: string) => readFileSync(join(directory, name), 'utf8');
    const [certificate = new Uint8Array(), issuer = new Uint8Array(), root = new Uint8Array()] =
      readCertificates(file('tsa.crt') + file('chain.pem'));
    const chained = signedBy({ key: createPrivateKey(file('tsa.key')), certificate }, [issuer]);
    const through = (changed: Uint8Array) => verified({ cms: changed, anchors: [root] });
    await expect(through(chained)).resolves.toBeDefined();
    // What its own signature covers of the other certificate is not looked at here: algorithm and value remain.
    const to = (Buffer.from(chained).indexOf(issuer) + issuer.length) * 8;
    expect(await changeable(chained, through, { from: to - 84 * 8, to, step: 5 })).toEqual([]);
  });

  it('are those of its chain, each once', async () => {
    const stranger = await Authority.create('Another CA');
    const alien = await keyOf('P-256', { commonName: '张三' }, stranger);
    const trusted = expert.certificate;
    // The same but for its own signature: all that says whom it is of is the same.
    const twin = Uint8Array.from(alien.certificate);
    twin[twin.length - 1] = (twin.at(-1) ?? 0) ^ 1;
    // The walk of the chain must not begin at another certificate than the one that signs.
    for (const others of [
      [trusted],
      [alien.certificate, trusted],
      [twin, trusted],
      [alien.certificate],
      [stranger.certificate, trusted],
    ]) {
      const refusal = await verified({ cms: signedBy(alien, others) }).catch((error: unknown) => error);
      expect(refusal).toMatchObject({
        code: expect.stringMatching(/^(CERTIFICATE_UNTRUSTED|SIGNATURE_MALFORMED)$/),
      });
    }
    const own = await keyOf('P-256', { commonName: '张三' });
    await expect(verified({ cms: signedBy(own) })).resolves.toBeDefined();
    await expect(verified({ cms: signedBy(own, [authority.certificate]) })).resolves.toBeDefined();
    for (const others of [[own.certificate], [trusted], [stranger.certificate]])
      await expect(verified({ cms: signedBy(own, others) })).rejects.toMatchObject({
        code: 'SIGNATURE_MALFORMED',
      });
  });

  it('are trusted at the time that is asked, and by the anchors that are asked, however often', async () => {
    const stranger = await Authority.create('Another CA');
    for (let round = 0; round < 2; round++) {
      await expect(verified()).resolves.toBeDefined();
      await expect(verified({ anchors: [stranger.certificate] })).rejects.toMatchObject({
        code: 'CERTIFICATE_UNTRUSTED',
      });
      await expect(verified({ anchors: [] })).rejects.toMatchObject({ code: 'CERTIFICATE_UNTRUSTED' });
      for (const at of [new Date('2040-01-01'), new Date('2000-01-01'), new Date(Number.NaN)])
        await expect(verified({ at })).rejects.toMatchObject({ code: 'CERTIFICATE_EXPIRED' });
    }
  });

  it('allow a digital signature', async () => {
    const encrypting = await keyOf('RSA', {
      commonName: '李四',
      keyUsage: x509.KeyUsageFlags.keyEncipherment,
    });
    await expect(verified({ cms: signedBy(encrypting) })).rejects.toMatchObject({
      code: 'CERTIFICATE_PURPOSE',
    });
  });
});

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
  expect(SoftToken.open(expert.p12, '000000')).toBeNull();
});
