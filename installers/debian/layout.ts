/** What the package of a booth's terminal holds, as a tree of files. */
import { chmodSync, cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundle, type Licence, licenceOf } from './bundle.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const files = fileURLToPath(new URL('files', import.meta.url));
const units = join(root, 'installers/linux');

/** Where the program lies on the terminal; the project's own folders are below it. */
const HOME = 'usr/lib/kawei';
const NODE = 'node_modules/node/bin/node';

/** Of packages with a binary, what is needed to run on this kind of machine. */
const nativeFiles = (platform: string): Readonly<Record<string, readonly string[]>> => ({
  'better-sqlite3': ['package.json', 'lib', `prebuilds/${platform}.node`],
  'node-hid': [
    ...['package.json', 'nodehid.js', 'binding-options.js'],
    ...[`prebuilds/HID-${platform}`, `prebuilds/HID_hidraw-${platform}`],
  ],
  'pkg-prebuilds': ['package.json', 'bindings.js', 'lib'],
  pkcs11js: ['package.json', 'index.js', 'build/Release/pkcs11.node'],
});

/** File of the project → its place on the terminal, and its mode. */
const places: readonly (readonly [from: string, to: string, mode: number])[] = [
  [join(files, 'kawei'), 'usr/bin/kawei', 0o755],
  [join(root, NODE), `${HOME}/node`, 0o755],
  [join(root, 'package.json'), `${HOME}/package.json`, 0o644],
  [join(files, 'booth.env'), 'etc/kawei/booth.env', 0o640],
  [join(files, 'sysusers.conf'), 'usr/lib/sysusers.d/kawei.conf', 0o644],
  [join(files, 'chromium.json'), 'etc/chromium/policies/managed/kawei.json', 0o644],
  [join(units, '50-kawei-lockdown.rules'), 'usr/share/polkit-1/rules.d/50-kawei-lockdown.rules', 0o644],
  ...['kawei-booth', 'kawei-lockdown', 'kawei-restore', 'kawei-session'].map(
    (name) => [join(units, `${name}.service`), `usr/lib/systemd/system/${name}.service`, 0o644] as const,
  ),
];

/** Lays the whole tree out below `folder`. Throws where the pages have not been built. */
export async function layOut(folder: string): Promise<void> {
  const pages = 'booth-agent/ui/dist';
  if (!existsSync(join(root, pages))) throw new Error('run npm run build first: the pages are part of it');
  for (const [from, to, mode] of places) copy(from, join(folder, to), mode);
  copy(join(root, pages), join(folder, HOME, pages));
  const natives = nativeFiles(`${process.platform}-${process.arch}`);
  for (const [name, parts] of Object.entries(natives))
    for (const part of parts)
      copy(join(root, 'node_modules', name, part), join(folder, HOME, 'node_modules', name, part));
  const bundled = await bundle(join(folder, HOME), {
    'program/kawei.js': 'hub/src/cli/terminal.ts',
    'booth-agent/src/devices/usb-key/pkcs11/process.ts': 'booth-agent/src/devices/usb-key/pkcs11/process.ts',
  });
  writeLicences(folder, [...bundled, ...['node', ...Object.keys(natives)].map(licenceOf)]);
}

function copy(from: string, to: string, mode?: number): void {
  mkdirSync(dirname(to), { recursive: true });
  cpSync(from, to, { recursive: true, dereference: true });
  if (mode !== undefined) chmodSync(to, mode);
}

function writeLicences(folder: string, licences: readonly Licence[]): void {
  const about = join(folder, 'usr/share/doc/kawei-booth');
  mkdirSync(about, { recursive: true });
  const own = readFileSync(join(root, 'LICENSE'), 'utf8');
  const others = licences.map(({ package: name, text }) => `\n\n== ${name}\n\n${text}\n`);
  writeFileSync(join(about, 'copyright'), own + others.join(''));
}
