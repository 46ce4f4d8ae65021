/** The PKCS#11 adapter on SoftHSM: the contract, what a token may hold, and signatures that openssl verifies. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import 'reflect-metadata';
import * as x509 from '@peculiar/x509';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { KeyNow } from '#booth/devices/ports.ts';
import { openPkcs11Key, type Pkcs11Key } from '#booth/devices/usb-key/pkcs11/key.ts';
import { pathOf } from '../programs.ts';
import { Authority } from '../simulators/authority/authority.ts';
import { type Pair, SoftHsm } from '../simulators/usb-key/soft-hsm.ts';
import { keyContract } from './key-contract.ts';
import { content, prepareSheet, verifySheet } from './sheet.ts';
import { openOn, PIN, pairOf, softHsmBench } from './soft-hsm-bench.ts';

keyContract('PKCS#11 with RSA-2048', () => softHsmBench('RSA'));
keyContract('PKCS#11 with P-256', () => softHsmBench('P-256'));

describe.each(['RSA', 'P-256'] as const)('a sheet signed with an %s key in a token', (kind) => {
  test('is CMS that openssl verifies, and that a changed sheet does not pass', async () => {
    const { authority, port, certificate, close } = await softHsmBench(kind);
    const folder = mkdtempSync(join(tmpdir(), 'kawei-pkcs11-'));
    try {
      const prepared = prepareSheet(certificate);
      const answer = await port.sign(prepared.toBeSigned, PIN);
      if (answer.kind !== 'signed') throw new Error(answer.kind);
      const cms = prepared.assemble(answer.signature);
      const verified = await verifySheet(cms, authority.certificate);
      expect(verified.signer).toMatchObject({ name: '李明', certificate });
      const file = (name: string, bytes: Uint8Array | string) => {
        writeFileSync(join(folder, name), bytes);
        return join(folder, name);
      };
      const ca = file('ca.pem', authority.certificatePem);
      const signature = file('sheet.p7s', cms);
      const out = join(folder, 'out');
      const by = (sheet: string) => () =>
        execFileSync(
          pathOf('OPENSSL'),
          [
            'cms',
            '-verify',
            '-cades',
            '-binary',
            '-inform',
            'DER',
            '-in',
            signature,
            '-content',
            sheet,
            '-CAfile',
            ca,
            '-out',
            out,
          ],
          { stdio: 'pipe' },
        );
      by(file('sheet.json', content))();
      expect(readFileSync(out)).toEqual(Buffer.from(content));
      expect(by(file('other.json', '{"marks":{"B1":{"T1":12501}}}'))).toThrow(/digest|content verify/);
    } finally {
      await close();
      rmSync(folder, { recursive: true });
    }
  });
});

describe('what a token holds', () => {
  let authority: Authority;
  let hsm: SoftHsm;
  let key: Pkcs11Key | null;

  beforeEach(async () => {
    authority = await Authority.create('Experts CA');
    hsm = new SoftHsm();
    key = null;
  });
  afterEach(async () => {
    await key?.close();
    hsm.remove();
  });

  async function look(): Promise<KeyNow | null> {
    key = await openOn(hsm);
    let now: KeyNow | null = null;
    key.watch((told) => {
      now = told;
    })();
    return now;
  }
  const signs = async () => (await key?.sign(content, PIN))?.kind;

  test('of two certificates the one for signatures is used, not the one for encryption', async () => {
    const encryption = await pairOf(authority, 'RSA', {
      commonName: '李明',
      keyUsage: x509.KeyUsageFlags.keyEncipherment | x509.KeyUsageFlags.dataEncipherment,
    });
    const signing = await pairOf(authority, 'RSA', { commonName: '李明' });
    hsm.make('dual', PIN, encryption, signing);
    expect(await look()).toMatchObject({ state: 'present', certificate: signing.certificate });
    expect(await signs()).toBe('signed');
  });

  test('a key that wants its PIN for each signature gets it', async () => {
    const pair: Pair = { ...(await pairOf(authority, 'RSA', { commonName: '李明' })), eachTime: true };
    hsm.make('each', PIN, pair);
    await look();
    expect([await signs(), await signs()]).toEqual(['signed', 'signed']);
  });

  test('a token that holds nothing to sign with is no key', async () => {
    hsm.make('empty', PIN);
    expect(await look()).toEqual({ state: 'absent' });
  });

  test('a certificate of another key than the one beside it signs nothing', async () => {
    const [own, other] = await Promise.all(
      ['李明', '王芳'].map((commonName) => pairOf(authority, 'RSA', { commonName })),
    );
    if (!own || !other) throw new Error('no pairs');
    hsm.make('mixed', PIN, { key: own.key, certificate: other.certificate });
    await look();
    expect(await key?.sign(content, PIN)).toEqual({
      kind: 'failed',
      detail: 'the signature does not verify',
    });
  });
});

test.each([
  ['a file that is not there', '/nowhere/libvendor.so'],
  ['a file that is no library', new URL(import.meta.url).pathname],
  ['a library that is no PKCS#11', '/usr/lib/x86_64-linux-gnu/libm.so.6'],
])('%s is refused by name', async (_what, module) => {
  const opening = openPkcs11Key({ module, log: () => {} });
  await expect(opening).rejects.toMatchObject({ code: 'PKCS11_UNUSABLE', values: { file: module } });
});
