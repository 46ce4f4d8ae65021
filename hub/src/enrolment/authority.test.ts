import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openBoothAuthority } from './authority.ts';

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'kawei-authority-'));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

const now = new Date('2026-11-23T01:00:00.000Z');
const file = (name: string) => join(directory, name);
const refused = (code: string) => expect.objectContaining({ code });

test('it is made once, its key is for the hub’s user alone, and OpenSSL takes it as an authority', async () => {
  const made = await openBoothAuthority(directory, now);
  const again = await openBoothAuthority(directory, new Date('2030-01-01T00:00:00.000Z'));
  expect(again.certificate).toEqual(made.certificate);
  expect(statSync(file('booths.key')).mode & 0o777).toBe(0o600);
  const text = execFileSync('openssl', ['x509', '-in', file('booths.crt'), '-noout', '-text'], {
    encoding: 'utf8',
  });
  expect(text).toContain('prime256v1');
  expect(text).toContain('CA:TRUE, pathlen:0');
  expect(text).toContain('Certificate Sign, CRL Sign');
  expect(text).toContain('Not After : Nov 23 01:00:00 2046 GMT');
});

test('a start cut short after the key makes both anew; a certificate whose key is gone is refused', async () => {
  writeFileSync(file('booths.key'), 'half a k');
  await openBoothAuthority(directory, now);
  rmSync(file('booths.key'));
  await expect(openBoothAuthority(directory, now)).rejects.toEqual(refused('IDENTITY_MISSING'));
});

test('a key of another authority, and a file that is damaged, are refused', async () => {
  await openBoothAuthority(directory, now);
  copyFileSync(file('booths.key'), file('own.key'));
  rmSync(file('booths.crt'));
  await openBoothAuthority(directory, now);
  copyFileSync(file('own.key'), file('booths.key'));
  await expect(openBoothAuthority(directory, now)).rejects.toEqual(refused('IDENTITY_UNFIT'));
  writeFileSync(file('booths.crt'), 'no certificate');
  await expect(openBoothAuthority(directory, now)).rejects.toEqual(refused('IDENTITY_UNFIT'));
});
