import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { Authority } from '#test/simulators/authority/authority.ts';
import { SimulatedPage } from '#test/simulators/booth-page/page.ts';

const kawei = fileURLToPath(new URL('./kawei.ts', import.meta.url));
let folder: string;
let environment: Record<string, string | undefined>;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'kawei-cli-booth-'));
  environment = {
    ...process.env,
    KAWEI_BOOTH: 'B-01',
    KAWEI_BOOTH_TOKEN: 'a-token-that-is-long-enough',
    KAWEI_HUB: 'ws://127.0.0.1:1',
    KAWEI_BOOTH_DATA: join(folder, 'data'),
    KAWEI_BOOTH_PORT: '0',
  };
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

interface Ended {
  readonly code: number;
  readonly out: string;
  readonly said: string;
}

function run(...words: string[]): Promise<Ended> {
  return new Promise((resolve) => {
    execFile(process.execPath, [kawei, ...words], { env: environment }, (error, out, said) =>
      resolve({ code: error ? Number(error.code) : 0, out, said }),
    );
  });
}

test('a booth on a simulated machine starts with a key in it, and ends when it is told to', async () => {
  const key = join(folder, 'expert.p12');
  const issued = await (await Authority.create('CA')).issue({ commonName: '李明', pin: '123456' });
  writeFileSync(key, issued.p12);
  const words = [kawei, 'booth', '--simulated', join(folder, 'machine'), '--key', key];
  const child = spawn(process.execPath, words, { env: environment, stdio: ['ignore', 'ignore', 'pipe'] });
  try {
    let address = '';
    for await (const line of createInterface({ input: child.stderr })) {
      address = /http:\/\/127\.0\.0\.1:\d+/.exec(line)?.[0] ?? '';
      if (address) break;
    }
    const page = await SimulatedPage.open(address);
    expect(page.screen).toMatchObject({ booth: 'B-01', line: 'offline', key: { holder: '李明' } });
    page.close();
    const second = await run('booth', '--simulated', join(folder, 'another-machine'));
    expect(second).toMatchObject({ code: 1, out: '' });
    expect(second.said).toContain('BOOTH_DATA_IN_USE');
    child.kill('SIGTERM');
    expect(await once(child, 'exit')).toEqual([0, null]);
  } finally {
    child.kill('SIGKILL');
  }
});

test('a wrong setting stops the start with a sentence that names it', async () => {
  environment.KAWEI_HUB = 'hub.example.com';
  const { code, out, said } = await run('booth');
  expect([code, out]).toEqual([1, '']);
  expect(said).toContain('SETTING_INVALID');
  expect(said).toContain('KAWEI_HUB');
});

test('a key without a simulated machine is wrong usage; a key that is not there is refused', async () => {
  expect((await run('booth', '--key', 'x.p12')).code).toBe(2);
  const missing = await run('booth', '--simulated', folder, '--key', join(folder, 'none.p12'));
  expect(missing.code).toBe(1);
  expect(missing.said).toContain('FILE_UNREADABLE');
});

test('the settings of hub and booth are listed, the token never', async () => {
  const { code, out } = await run('config', '--json');
  expect(code).toBe(0);
  const rows = JSON.parse(out) as { name: string; value: unknown }[];
  const value = (wanted: string) => rows.find(({ name }) => name === wanted)?.value;
  expect([value('KAWEI_BOOTH'), value('KAWEI_BOOTH_PORT'), value('KAWEI_PORT')]).toEqual(['B-01', 0, 8080]);
  expect(out).not.toContain('a-token-that-is-long-enough');
});

test('a library for the keys that cannot be loaded stops the start', async () => {
  environment.KAWEI_PKCS11_MODULE = '/nowhere/libvendor.so';
  const { code, said } = await run('booth');
  expect(code).toBe(1);
  expect(said).toContain('PKCS11_UNUSABLE');
});
