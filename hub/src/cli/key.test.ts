import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ContainerKey } from '#booth/devices/usb-key/container/key.ts';
import { Sm2Authority } from '#test/simulators/authority/sm2-authority.ts';

const kawei = fileURLToPath(new URL('kawei.ts', import.meta.url));
let authority: Sm2Authority;

beforeAll(() => {
  authority = new Sm2Authority();
  authority.issue('own');
  authority.issue('other');
});
afterAll(() => authority.remove());

const file = (name: string) => join(authority.directory, name);
const seal = (key: string, certificate: string, to: string, pin: string) => {
  const command = [kawei, 'key', 'seal', file(key), file(certificate), file(to)];
  const { status, stderr } = spawnSync(process.execPath, command, { input: `${pin}\n`, encoding: 'utf8' });
  return { status, stderr };
};

test('an SM2 key is sealed by its PIN, and signs at a booth', async () => {
  expect(seal('own.key', 'own.pem', 'own.sm2', '246810').status).toBe(0);
  expect(readFileSync(file('own.sm2'), 'utf8')).not.toContain('246810');
  const key = new ContainerKey(file('own.sm2'));
  const kinds = [await key.sign(new Uint8Array(1), '123456'), await key.sign(new Uint8Array(1), '246810')];
  expect(kinds.map(({ kind }) => kind)).toEqual(['wrong-pin', 'signed']);
  await key.close();
});

test.each([
  ['the key of another', 'other.key', 'own.pem', 'a.sm2', '246810', 'FILE_UNREADABLE'],
  ['no key', 'own.pem', 'own.pem', 'b.sm2', '246810', 'FILE_UNREADABLE'],
  ['no certificate', 'own.key', 'own.key', 'c.sm2', '246810', 'FILE_UNREADABLE'],
  ['a short PIN', 'own.key', 'own.pem', 'd.sm2', '2468', 'KEY_PIN_SHORT'],
  ['a folder that is not there', 'own.key', 'own.pem', 'no/where.sm2', '246810', 'FILE_UNWRITABLE'],
  ['a file that is there', 'own.key', 'own.pem', 'own.pem', '246810', 'FILE_EXISTS'],
])('%s is refused', (_what, key, certificate, to, pin, code) => {
  const { status, stderr } = seal(key, certificate, to, pin);
  expect([status, stderr]).toEqual([1, expect.stringContaining(code)]);
});
