/**
 * USB keys on a real kernel, which the machine of the tests need not have: Debian's, in qemu without KVM, with keys
 * that /dev/uhid makes. Says in one line what is missing where it cannot be run.
 */
import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { homedir, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { stripVTControlCharacters } from 'node:util';
import { build } from 'vite';
import { install, type Program, whereIs } from '../programs.ts';
import { Archive } from './archive.ts';
import { findKernel, type Kernel } from './kernel.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
/** Far more than it takes: a machine that hangs is ended. */
const PATIENCE_MILLISECONDS = 170_000;

const needed: readonly Program[] = [
  { variable: 'QEMU', names: ['qemu-system-x86_64'], debian: 'qemu-system-x86', needed: 'the machine' },
  { variable: 'FIDO2_ASSERT', names: ['fido2-assert'], debian: 'fido2-tools', needed: 'a second opinion' },
  { variable: 'CC', names: ['cc', 'gcc'], debian: 'gcc', needed: 'the first process of the guest' },
];

async function main(): Promise<number> {
  if (process.platform !== 'linux' || process.arch !== 'x64') return notRun('it needs Linux on x64');
  const absent = needed.filter((program) => !whereIs(program));
  if (absent.length > 0) install(absent);
  const still = needed.filter((program) => !whereIs(program));
  if (still.length > 0)
    return notRun(`${still.map(({ debian }) => debian).join(', ')} could not be installed`);
  const kernel = findKernel(join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'kawei', 'kernel'));
  if (typeof kernel === 'string') return notRun(kernel);
  const directory = mkdtempSync(join(tmpdir(), 'kawei-kernel-'));
  try {
    const began = Date.now();
    const disk = join(directory, 'initramfs');
    writeFileSync(disk, await initramfs(directory, kernel));
    const said = await boot(kernel.image, disk);
    const passed =
      /guest ended 0\b/.test(said) && !said.includes('FAILED') && said.includes('ok     fido2-assert');
    const seconds = ((Date.now() - began) / 1000).toFixed(1);
    process.stdout.write(`${passed ? 'passed' : 'FAILED'}  USB keys on a real kernel (${seconds} s)\n`);
    return passed ? 0 : 1;
  } finally {
    rmSync(directory, { recursive: true });
  }
}

function notRun(why: string): number {
  process.stdout.write(`NOT RUN USB keys on a real kernel: ${why}\n`);
  return 0;
}

async function initramfs(directory: string, kernel: Kernel): Promise<Buffer> {
  const path = (variable: string) =>
    whereIs(needed.find((one) => one.variable === variable) as Program) ?? '';
  const init = join(directory, 'init');
  execFileSync(path('CC'), ['-Wall', '-O1', '-o', init, join(root, 'test/kernel/init.c')]);
  const archive = new Archive();
  for (const name of ['proc', 'sys', 'dev', 'tmp']) archive.directory(name);
  archive.program('init', init);
  archive.program('bin/node', process.execPath);
  archive.program('bin/fido2-assert', path('FIDO2_ASSERT'));
  for (const name of ['hid', 'hid-generic', 'uhid'])
    archive.file(`modules/${name}.ko`, readFileSync(kernel.module(name)));
  archive.file('program/package.json', Buffer.from('{"type":"module"}'));
  archive.file('program/guest.js', await bundle(directory));
  // node-hid as it ships, with what it needs to find its prebuild.
  for (const name of ['node-hid', 'pkg-prebuilds']) addPackage(archive, name);
  return archive.bytes();
}

/** The guest's program and all it imports in one file: read once on a slow machine. */
async function bundle(directory: string): Promise<Buffer> {
  await build({
    ...{ root, configFile: false, logLevel: 'error' },
    ssr: { noExternal: true, external: ['node-hid'] },
    build: {
      ...{ ssr: 'test/kernel/guest.ts', outDir: directory, emptyOutDir: false, copyPublicDir: false },
      rolldownOptions: { output: { entryFileNames: 'guest.js' } },
    },
  });
  return readFileSync(join(directory, 'guest.js'));
}

function addPackage(archive: Archive, name: string): void {
  const from = dirname(createRequire(join(root, 'package.json')).resolve(`${name}/package.json`));
  const add = (folder: string) => {
    for (const entry of readdirSync(join(from, folder))) {
      const inner = join(folder, entry);
      if (/^prebuilds\/(?!HID[^/]*-linux-x64(\/|$))|^(node_modules|src|hidapi)$/.test(inner)) continue;
      const to = join('program/node_modules', name, inner);
      if (statSync(join(from, inner)).isDirectory()) add(inner);
      else if (inner.endsWith('.node')) archive.program(to, join(from, inner));
      else archive.file(to, readFileSync(join(from, inner)));
    }
  };
  add('.');
}

/** Gives all that the machine has said. */
function boot(image: string, disk: string): Promise<string> {
  const qemu = whereIs(needed[0] as Program) ?? '';
  const machine = spawn(
    qemu,
    [
      ...[
        '-accel',
        'tcg',
        '-cpu',
        'max',
        '-smp',
        '2',
        '-m',
        '1536',
        '-no-reboot',
        '-nographic',
        '-nodefaults',
      ],
      ...['-serial', 'stdio', '-kernel', image, '-initrd', disk],
      ...['-append', 'console=ttyS0 quiet panic=-1 random.trust_cpu=on'],
    ],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  const tooLong = setTimeout(() => machine.kill('SIGKILL'), PATIENCE_MILLISECONDS);
  let said = '';
  machine.stdout.on('data', (data: Buffer) => {
    // The firmware clears a screen that is not there.
    const text = stripVTControlCharacters(data.toString());
    said += text;
    process.stdout.write(text);
  });
  return new Promise((resolve) => {
    machine.once('exit', () => {
      clearTimeout(tooLong);
      resolve(said);
    });
  });
}

process.exitCode = await main();
