/** What the Electron form of a booth's terminal holds: Electron itself, closed up, and the agent in one archive. */
import { createHash } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createPackageWithOptions } from '@electron/asar';
import { type FuseConfig, FuseV1Options, FuseVersion, flipFuses } from '@electron/fuses';
import { unzipSync } from 'fflate';
import { fuses } from '../../booth-agent/src/shell/electron/decisions.ts';
import about from '../../package.json' with { type: 'json' };
import { bundle, licenceOf } from '../agent/bundle.ts';
import { copy, copyNatives, writeLicences } from '../agent/parts.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** The program's name, in place of Electron's own. */
export const PROGRAM = 'kawei-booth';
/** Files of Electron's archive that are run. */
const RUN = ['electron', 'chrome_crashpad_handler', 'chrome-sandbox'];

/** Electron's own archive, and what its bytes must add up to. */
export interface ElectronArchive {
  readonly file: string;
  /** SHA-256, hexadecimal. */
  readonly digest: string;
}

/**
 * Lays everything out in `folder`, which is made. Throws where the archive is not the one whose digest is known, where
 * the pages have not been built, and where Electron has a fuse of which nothing was decided.
 */
export async function layOutElectron(folder: string, archive: ElectronArchive): Promise<void> {
  for (const built of ['booth-agent/ui/dist/index.html', 'booth-agent/dist/preload.cjs'])
    if (!existsSync(join(root, built))) throw new Error('run npm run build first: the pages are part of it');
  unpack(folder, archive);
  const program = join(folder, PROGRAM);
  renameSync(join(folder, 'electron'), program);
  rmSync(join(folder, 'resources/default_app.asar'), { force: true });
  await flipFuses(program, fuseWire());
  const resources = join(folder, 'resources');
  mkdirSync(resources, { recursive: true });
  await layOutKeys(resources);
  await layOutAgent(folder, resources);
}

function unpack(folder: string, { file, digest }: ElectronArchive): void {
  const bytes = readFileSync(file);
  const found = createHash('sha256').update(bytes).digest('hex');
  if (found !== digest) throw new Error(`${file} is not Electron's archive: SHA-256 ${found}, not ${digest}`);
  for (const [name, content] of Object.entries(unzipSync(bytes))) {
    if (name.endsWith('/')) continue;
    const path = join(folder, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, content);
    if (RUN.includes(name)) chmodSync(path, 0o755);
  }
}

/** Every fuse that the binary has must be decided: a new one in a new Electron stops the packaging. */
function fuseWire(): FuseConfig {
  const decided = Object.entries(fuses).map(([name, on]) => [FuseV1Options[name as keyof typeof fuses], on]);
  return { version: FuseVersion.V1, strictlyRequireAllFuses: true, ...Object.fromEntries(decided) };
}

/**
 * The process that holds a vendor's key library: with the fuses blown Electron cannot be Node for it, so that a Node of
 * its own runs it, beside the archive, into which no other program can look.
 */
async function layOutKeys(resources: string): Promise<void> {
  copy(join(root, 'node_modules/node/bin/node'), join(resources, 'node'), 0o755);
  copyNatives(join(resources, 'keys'), ['pkcs11js']);
  writeFileSync(join(resources, 'keys/package.json'), JSON.stringify({ type: 'module' }));
  await bundle(join(resources, 'keys'), {
    'process.js': 'booth-agent/src/devices/usb-key/pkcs11/process.ts',
  });
}

/** The agent as `app.asar`, with what the system itself must open (libraries) beside it. */
async function layOutAgent(folder: string, resources: string): Promise<void> {
  const app = join(folder, 'app');
  try {
    const bundled = await bundle(app, { 'main.js': 'booth-agent/src/shell/electron/main.ts' });
    const natives = copyNatives(app, ['better-sqlite3', 'node-hid', 'pkg-prebuilds']);
    for (const part of ['booth-agent/ui/dist', 'booth-agent/dist/preload.cjs'])
      copy(join(root, part), join(app, part));
    const { version } = about;
    writeFileSync(
      join(app, 'package.json'),
      JSON.stringify({ name: PROGRAM, version, type: 'module', main: 'main.js' }),
    );
    await createPackageWithOptions(app, join(resources, 'app.asar'), { unpack: '*.node' });
    writeLicences(join(folder, 'COPYRIGHT'), [...bundled, licenceOf('node'), ...natives]);
  } finally {
    rmSync(app, { recursive: true, force: true });
  }
}
