/**
 * The terminal's program within Electron: packaged from a stand-in for Electron's archive (whose binary is not to be had
 * everywhere), with real fuses, a real archive, and its process of keys at work on a real token.
 */

import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  cpSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { extractAll, extractFile, listPackage } from '@electron/asar';
import { FuseState, FuseV1Options, getCurrentFuseWire } from '@electron/fuses';
import { zipSync } from 'fflate';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openPkcs11Key } from '#booth/devices/usb-key/pkcs11/key.ts';
import { fuses } from '#booth/shell/electron/decisions.ts';
import { layOutElectron } from '../installers/electron/layout.ts';
import { SoftHsm } from './simulators/usb-key/soft-hsm.ts';

const run = promisify(execFile);
const folder = mkdtempSync(join(tmpdir(), 'kawei-electron-package-'));
const made = join(folder, 'made');
const resources = join(made, 'resources');
const asar = join(resources, 'app.asar');

/** Where a binary of Electron keeps its fuses: this mark, a version, how many, and as many characters. */
const MARK = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX';
const wire = (count: number) =>
  Buffer.concat([Buffer.from(`before ${MARK}`), Buffer.from([1, count]), Buffer.from('1'.repeat(count))]);

function archive(count: number): { file: string; digest: string } {
  const file = join(folder, `electron-${count}.zip`);
  const bytes = zipSync({
    electron: wire(count),
    'chrome-sandbox': Buffer.from('sandbox'),
    'locales/zh-CN.pak': Buffer.from('words'),
    'resources/default_app.asar': Buffer.from('another program'),
  });
  writeFileSync(file, bytes);
  return { file, digest: createHash('sha256').update(bytes).digest('hex') };
}

beforeAll(() => layOutElectron(made, archive(9)));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

it('blows every fuse as decided, and runs nothing but its own archive', async () => {
  const found = await getCurrentFuseWire(join(made, 'kawei-booth'));
  for (const [name, on] of Object.entries(fuses))
    expect([name, found[FuseV1Options[name as keyof typeof fuses]]]).toEqual([
      name,
      on ? FuseState.ENABLE : FuseState.DISABLE,
    ]);
  expect(statSync(join(made, 'kawei-booth')).mode & 0o777).toBe(0o755);
  expect(existsSync(join(made, 'electron'))).toBe(false);
  expect(readdirSync(resources).sort()).toEqual(['app.asar', 'app.asar.unpacked', 'keys', 'node']);
});

it('holds the agent, its page and its bridge, and nothing of hub, tests or simulators', () => {
  const files = listPackage(asar, { isPack: false });
  for (const needed of ['/main.js', '/booth-agent/ui/dist/index.html', '/booth-agent/dist/preload.cjs'])
    expect(files).toContain(needed);
  expect(files.filter((path) => /^\/(test|bench|hub|witness)\//.test(path))).toEqual([]);
  expect(JSON.parse(extractFile(asar, 'package.json').toString())).toMatchObject({ main: 'main.js' });
  const unpacked = readdirSync(`${asar}.unpacked`, { recursive: true, encoding: 'utf8' });
  expect(unpacked.filter((path) => path.endsWith('.node')).length).toBeGreaterThanOrEqual(2);
  expect(readFileSync(join(made, 'COPYRIGHT'), 'utf8')).toMatch(/^== better-sqlite3 \d/m);
});

it('what is in the archive starts as it lies there: data, window, bridge and every file of the page', async () => {
  const app = join(folder, 'app');
  extractAll(asar, app);
  cpSync(join(import.meta.dirname, 'simulators/electron'), join(app, 'node_modules/electron'), {
    recursive: true,
  });
  const { stdout } = await run(process.execPath, [join(app, 'main.js')], {
    env: {
      ...{ PATH: process.env.PATH, KAWEI_BOOTH: 'B-01', KAWEI_BOOTH_TOKEN: 'a-token-that-is-long-enough' },
      ...{ KAWEI_HUB: 'ws://127.0.0.1:1', KAWEI_BOOTH_DATA: join(folder, 'data') },
    },
  });
  const told = JSON.parse(stdout) as Record<string, unknown>;
  expect(told).toEqual({
    loaded: ['kawei://booth/'],
    scheme: 'kawei',
    channels: ['kawei:act', 'kawei:watch'],
    page: { status: 200, type: 'text/html; charset=utf-8', holds: true },
    outside: 404,
    preload: true,
  });
  expect(existsSync(join(folder, 'data'))).toBe(true);
});

it('its keys work in a process of Node beside the archive', async () => {
  const hsm = new SoftHsm();
  Object.assign(process.env, hsm.environment);
  const key = await openPkcs11Key({
    ...{ module: hsm.library, log: () => {} },
    process: { node: join(resources, 'node'), program: join(resources, 'keys/process.js') },
  });
  expect(key.working).toBe(true);
  await key.close();
  hsm.remove();
});

it('another archive than the one known is refused, and so is a fuse nobody has decided', async () => {
  const { file } = archive(9);
  const other = join(folder, 'other');
  await expect(layOutElectron(other, { file, digest: '0'.repeat(64) })).rejects.toThrow(/SHA-256/);
  expect(existsSync(other)).toBe(false);
  await expect(layOutElectron(other, archive(10))).rejects.toThrow(/fuse/i);
});
