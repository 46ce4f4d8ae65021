/** Libraries that hang, crash, lock and answer nonsense: the agent goes on, and says what is the matter. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import type { KeyNow } from '#booth/devices/ports.ts';
import type { Pkcs11Key } from '#booth/devices/usb-key/pkcs11/key.ts';
import { Authority } from '../simulators/authority/authority.ts';
import { SoftHsm } from '../simulators/usb-key/soft-hsm.ts';
import { openOn, PIN, pairOf } from './soft-hsm-bench.ts';

const here = (name: string) => fileURLToPath(new URL(name, import.meta.url));
const bytes = new TextEncoder().encode('one sheet');

let folder: string;
let hsm: SoftHsm;
let key: Pkcs11Key;
let now: KeyNow | null;
let told: string[];
let log: string[];

const mood = (word: string) => writeFileSync(join(folder, 'mood'), word);
const until = (state: string) => expect.poll(() => now?.state, { interval: 5 }).toBe(state);
const sign = (pin = PIN) => key.sign(bytes, pin);

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'kawei-vendor-'));
  const library = join(folder, 'vendor.so');
  const headers = here('../../node_modules/pkcs11js/includes/pkcs11');
  const options = ['-Wall', '-Werror', '-O1', '-shared', '-fPIC', `-I${headers}`, '-o', library];
  const { status, stderr } = spawnSync('cc', [...options, here('vendor.c'), '-ldl'], { encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr);
  hsm = new SoftHsm();
  const authority = await Authority.create('Experts CA');
  hsm.make('own', PIN, await pairOf(authority, 'RSA', { commonName: '李明' }));
  process.env.VENDOR_SOFTHSM = hsm.library;
  process.env.VENDOR_MOOD = join(folder, 'mood');
});
afterAll(() => {
  hsm.remove();
  rmSync(folder, { recursive: true });
});
beforeEach(async () => {
  mood('well');
  rmSync(join(folder, 'mood.wrong'), { force: true });
  [now, told, log] = [null, [], []];
  const patience = { opening: 30_000, looking: 1500, signing: 3000, again: 50 };
  key = await openOn(hsm, {
    ...{ module: join(folder, 'vendor.so'), patience },
    log: (line) => log.push(line),
  });
  key.watch((seen) => {
    now = seen;
    told.push(seen.state);
  });
  await until('present');
});
afterEach(() => key.close());

test('wrong PINs are counted as far as the key tells, down to the last and the lock', async () => {
  expect(await sign('000000')).toEqual({ kind: 'wrong-pin', triesLeft: null });
  expect(await sign('000000')).toEqual({ kind: 'wrong-pin', triesLeft: 1 });
  expect(now).toMatchObject({ state: 'present', triesLeft: 1 });
  expect(await sign()).toMatchObject({ kind: 'signed' });
  await expect.poll(() => now).toMatchObject({ state: 'present', triesLeft: null });
  for (let n = 0; n < 2; n++) await sign('000000');
  expect(await sign('000000')).toEqual({ kind: 'locked' });
  expect(now).toMatchObject({ state: 'locked', triesLeft: 0 });
  expect(await sign()).toEqual({ kind: 'locked' });
});

test.each([
  ['removed-signing', 'absent'],
  ['pin-expired', 'failed'],
  ['short-signature', 'failed'],
  ['other-signature', 'failed'],
  ['crash-signing', 'failed'],
  ['hang-signing', 'failed'],
])('%s: the answer is %s, and the next signing goes well', async (word, kind) => {
  mood(word);
  expect((await sign()).kind).toBe(kind);
  mood('well');
  await until('present');
  expect((await sign()).kind).toBe('signed');
});

test.each(['hang-looking', 'crash-looking'])(
  '%s: the key is taken for missing until the library is well again',
  async (word) => {
    mood(word);
    await until('absent');
    expect(await sign()).toEqual({ kind: 'absent' });
    mood('well');
    await until('present');
    expect((await sign()).kind).toBe('signed');
    expect(log.join()).toContain(word === 'hang-looking' ? 'no answer' : 'SIGABRT');
  },
);

test('a certificate that is none is no key', async () => {
  mood('garbage-certificate');
  await key.close();
  key = await openOn(hsm, { module: join(folder, 'vendor.so') });
  let seen: KeyNow | null = null;
  key.watch((one) => {
    seen = one;
  });
  expect(seen).toEqual({ state: 'absent' });
});

test('while the library hangs, this process does not', async () => {
  mood('hang-signing');
  const signing = sign();
  let turns = 0;
  const ticking = setInterval(() => {
    turns += 1;
  }, 10);
  await signing;
  clearInterval(ticking);
  expect(turns).toBeGreaterThan(100);
});

test('the PIN is in nothing that is said or logged', async () => {
  const said: unknown[] = [];
  for (const word of ['pin-expired', 'short-signature', 'crash-signing']) {
    mood(word);
    said.push(await sign());
    mood('well');
    await until('present');
  }
  said.push(await sign('000000'), log, told);
  expect(said).toHaveLength(6);
  expect(log).toHaveLength(1);
  expect(JSON.stringify(said)).not.toMatch(/123456|000000/);
});
