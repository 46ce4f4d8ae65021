/** The Debian package of a booth's terminal: made, unpacked elsewhere, and put to work there with nothing of the project. */
import { execFile, execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { makePackage } from '../installers/debian/package.ts';
import { openBrowser } from './pages/staff-stubs.ts';
import { TlsCentre } from './rehearsal/tls-centre.ts';
import { SoftHsm } from './simulators/usb-key/soft-hsm.ts';

const run = promisify(execFile);
const folder = mkdtempSync(join(tmpdir(), 'kawei-package-'));
const terminal = join(folder, 'terminal');
const kawei = join(terminal, 'usr/bin/kawei');
let contents: string[];

beforeAll(async () => {
  const made = await makePackage(folder);
  execFileSync('dpkg-deb', ['--extract', made, terminal]);
  contents = readdirSync(terminal, { recursive: true, encoding: 'utf8' });
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

it('holds the agent and what it needs, and nothing of hub, tests or simulators', async () => {
  const home = contents.filter((path) => path.startsWith('usr/lib/kawei/'));
  expect(home.filter((path) => /\/(test|bench|web|shared|witness)(\/|$)/.test(path.slice(14)))).toEqual([]);
  const programs = home.filter((path) => path.startsWith('usr/lib/kawei/program/'));
  const text = programs.map((path) => readFileSync(join(terminal, path), 'utf8')).join('');
  expect(text).not.toMatch(/class Spine|simulatedDevices|handWorkedDevices\(\{ name, folder \}/);
  await expect(run(kawei, ['hub'])).rejects.toMatchObject({ code: 2 });
  await expect(run(kawei, ['booth', '--simulated', folder], { env: withToken })).rejects.toMatchObject({
    code: 1,
    stderr: expect.stringContaining('CHECKOUT_ONLY'),
  });
});

it('every program that its units start is in it, and every package says its licence', () => {
  const units = contents.filter((path) => path.endsWith('.service'));
  expect(units).toHaveLength(4);
  for (const unit of units)
    for (const [, program = ''] of readFileSync(join(terminal, unit), 'utf8').matchAll(/^Exec\w+=(\S+)/gm))
      if (program.includes('kawei')) expect(existsSync(join(terminal, program))).toBe(true);
  const licences = readFileSync(join(terminal, 'usr/share/doc/kawei-booth/copyright'), 'utf8');
  for (const [, text = ''] of licences.matchAll(/^== .+\n\n(.+)$/gm)) expect(text.length).toBeGreaterThan(2);
  for (const name of ['node', 'fastify', 'better-sqlite3', 'node-hid'])
    expect(licences).toMatch(new RegExp(`^== ${name} \\d`, 'm'));
});

it('locks a system, and leaves nothing locked when it is removed', async () => {
  const system = mkdtempSync(join(folder, 'system-'));
  const words = (verb: string) => ['booth', verb, '--root', system, '--except', 'second-screens,usb-storage'];
  await run(kawei, words('lock'));
  expect(existsSync(join(system, 'etc/systemd'))).toBe(true);
  await run(kawei, words('reset'));
  expect(
    readdirSync(system, { recursive: true, encoding: 'utf8' }).filter((path) => /kawei.*conf/.test(path)),
  ).toEqual([]);
});

it('starts again after an upgrade what is in use, and nothing when it is first installed', async () => {
  const [system, log] = [mkdtempSync(join(folder, 'systemd-')), join(folder, 'systemctl.log')];
  const programs = mkdtempSync(join(folder, 'programs-'));
  for (const name of ['systemd-sysusers', 'chgrp', 'install', 'systemctl', 'udevadm'])
    writeFileSync(
      join(programs, name),
      // The session is not in use here.
      `#!/bin/sh\necho "${name} $*" >>${log}\n[ "$*" != "is-enabled --quiet kawei-session.service" ]\n`,
      { mode: 0o755 },
    );
  const script = readFileSync(new URL('../installers/debian/files/postinst', import.meta.url), 'utf8');
  const postinst = script.replaceAll('/run/systemd/system', system);
  const started = async (...version: string[]) => {
    rmSync(log, { force: true });
    const env = { PATH: `${programs}:${process.env.PATH}` };
    await run('sh', ['-c', postinst, 'postinst', 'configure', ...version], { env });
    return readFileSync(log, 'utf8').match(/start \S+/g) ?? [];
  };
  expect(await started('')).toEqual([]);
  expect(await started('0.0.9')).toEqual(['start kawei-booth.service']);
});

it('enrols, comes by mutual TLS with a PKCS#11 library loaded, and shows its page', async () => {
  const [world, hsm] = [await TlsCentre.open(), new SoftHsm()];
  const browser = await openBrowser();
  const environment = {
    ...{ PATH: process.env.PATH, HOME: folder, ...hsm.environment },
    ...{ KAWEI_BOOTH_DATA: world.home('packaged'), KAWEI_HUB: world.hub, KAWEI_BOOTH_PORT: '0' },
    KAWEI_PKCS11_MODULE: hsm.library,
  };
  const { code } = await world.offer(world.booth(2));
  await run(kawei, ['booth', 'enrol', '--code', code, '--hub', world.hub], { env: environment });
  const agent = execFile(kawei, ['booth'], { env: environment });
  try {
    let said = '';
    agent.stderr?.on('data', (text: string) => {
      said += text;
    });
    await expect.poll(() => said, { timeout: 60_000 }).toContain('the line to the hub is open');
    expect(said).toContain(hsm.library);
    const page = await browser.newPage();
    await page.goto(/http:\/\/127\.0\.0\.1:\d+/.exec(said)?.[0] ?? '');
    await expect.poll(() => page.locator('body').innerText()).toContain('已连接中心');
  } finally {
    agent.kill('SIGTERM');
    await browser.close();
    await world.close();
    hsm.remove();
  }
});

const withToken = {
  PATH: process.env.PATH,
  KAWEI_BOOTH: 'B-01',
  KAWEI_BOOTH_TOKEN: 'a-token-that-is-long-enough',
  KAWEI_BOOTH_DATA: join(folder, 'data'),
};
