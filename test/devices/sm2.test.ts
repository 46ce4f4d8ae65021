/** SM2 end to end: a key in its container, a sheet signed with it, verified by the hub's check and by openssl. */
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { PIN_TRIES, sealContainer, writeContainer } from '#booth/devices/usb-key/container/file.ts';
import { ContainerKey } from '#booth/devices/usb-key/container/key.ts';
import { pemOf } from '#shared/signature/certificates.ts';
import { openCms } from '#shared/signature/verify.ts';
import { Authority } from '../simulators/authority/authority.ts';
import { SIGNER, Sm2Authority, type Sm2Key } from '../simulators/authority/sm2-authority.ts';
import { keyContract } from './key-contract.ts';
import { content, prepareSheet, verifySheet } from './sheet.ts';

const PIN = '123456';

let authority: Sm2Authority;
let own: Sm2Key;
let at: string;

beforeAll(() => {
  authority = new Sm2Authority();
  own = authority.issue('李明');
  at = join(authority.directory, 'key.sm2');
});
afterAll(() => authority.remove());

keyContract('SM2 in a container', async () => {
  writeContainer(at, sealContainer(own.key, own.certificate, PIN));
  const port = new ContainerKey(at);
  return {
    ...{ port, pin: PIN, certificate: own.certificate },
    insert: () => renameSync(`${at}.out`, at),
    pullOut: () => renameSync(at, `${at}.out`),
    close: () => port.close(),
  };
});

async function signed(): Promise<{ cms: Uint8Array; toBeSigned: Uint8Array }> {
  const path = join(authority.directory, 'signing.sm2');
  writeContainer(path, sealContainer(own.key, own.certificate, PIN));
  const port = new ContainerKey(path);
  const prepared = prepareSheet(own.certificate);
  const answer = await port.sign(prepared.toBeSigned, PIN);
  await port.close();
  if (answer.kind !== 'signed') throw new Error(answer.kind);
  return { cms: prepared.assemble(answer.signature), toBeSigned: prepared.toBeSigned };
}

const verified = (cms: Uint8Array, anchor = authority.certificate) => verifySheet(cms, anchor);

test('the hub takes the sheet: signature, SM2 chain and binding; and no byte of it changed', async () => {
  const { cms } = await signed();
  expect((await verified(cms)).signer).toMatchObject({ name: '李明', certificate: own.certificate });
  for (let place = 0; place < cms.length; place++) {
    const changed = cms.slice();
    changed[place] = (changed[place] ?? 0) ^ 1;
    await expect(verified(changed), `byte ${place}`).rejects.toMatchObject({ status: expect.any(Number) });
  }
  const other = new Sm2Authority();
  await expect(verified(cms, other.certificate)).rejects.toMatchObject({ code: 'CERTIFICATE_UNTRUSTED' });
  other.remove();
  const rsa = (await Authority.create('Experts CA')).certificate;
  await expect(verified(cms, rsa)).rejects.toMatchObject({ code: 'CERTIFICATE_UNTRUSTED' });
});

test('openssl verifies the certificate, the signature by its id, and what it is over', async () => {
  const { cms, toBeSigned } = await signed();
  const file = (name: string, bytes: Uint8Array | string) => {
    writeFileSync(join(authority.directory, name), bytes);
    return join(authority.directory, name);
  };
  const certificate = file('own.pem', pemOf(own.certificate));
  const root = file('anchor.pem', pemOf(authority.certificate));
  expect(authority.openssl('verify', '-vfyopt', SIGNER, '-CAfile', root, certificate)).toContain('OK');
  const key = file('own.pub', authority.openssl('x509', '-in', certificate, '-pubkey', '-noout'));
  const { signature, digest } = openCms(cms);
  const value = file('value', signature);
  const verify = (bytes: Uint8Array) => () =>
    authority.openssl(
      ...['pkeyutl', '-verify', '-pubin', '-inkey', key, '-rawin', '-digest', 'sm3', '-pkeyopt', SIGNER],
      ...['-in', file('attributes', bytes), '-sigfile', value],
    );
  expect(verify(toBeSigned)()).toContain('Signature Verified Successfully');
  expect(verify(content)).toThrow();
  const sm3 = authority.openssl('dgst', '-sm3', '-r', file('sheet', content)).slice(0, 64);
  expect(Buffer.from(digest).toString('hex')).toBe(sm3);
  expect(
    authority.openssl('cms', '-cmsout', '-print', '-inform', 'DER', '-in', file('sheet.p7s', cms)),
  ).toContain('SM2-with-SM3');
});

test('wrong PINs are counted in the file, down to the lock, whatever is pulled out in between', async () => {
  const path = join(authority.directory, 'counted.sm2');
  writeContainer(path, sealContainer(own.key, own.certificate, PIN));
  for (let left = PIN_TRIES - 1; left > 0; left--) {
    const port = new ContainerKey(path);
    expect(await port.sign(content, '000000')).toEqual({ kind: 'wrong-pin', triesLeft: left });
    await port.close();
  }
  const port = new ContainerKey(path);
  expect(await port.sign(content, '000000')).toEqual({ kind: 'locked' });
  expect(await port.sign(content, PIN)).toEqual({ kind: 'locked' });
  await port.close();
  expect(readFileSync(path, 'utf8')).not.toContain(Buffer.from(own.key).toString('base64').slice(0, 20));
});

test.each(['', '{}', '{"format":"kawei/sm2-container@1"}', 'no JSON'])(
  'a file with %j is no key',
  async (text) => {
    const path = join(authority.directory, 'odd.sm2');
    writeFileSync(path, text);
    const port = new ContainerKey(path);
    let state = '';
    port.watch((key) => {
      state = key.state;
    })();
    expect([state, (await port.sign(content, PIN)).kind]).toEqual(['absent', 'absent']);
    await port.close();
  },
);
