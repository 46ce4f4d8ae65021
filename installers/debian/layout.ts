/** What the package of a booth's terminal holds, as a tree of files. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundle, licenceOf } from '../agent/bundle.ts';
import { copy, copyNatives, writeLicences } from '../agent/parts.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const files = fileURLToPath(new URL('files', import.meta.url));
const units = join(root, 'installers/linux');

/** Where the program lies on the terminal; the project's own folders are below it. */
const HOME = 'usr/lib/kawei';
const NODE = 'node_modules/node/bin/node';

/** File of the project → its place on the terminal, and its mode. */
const places: readonly (readonly [from: string, to: string, mode: number])[] = [
  [join(files, 'kawei'), 'usr/bin/kawei', 0o755],
  [join(root, NODE), `${HOME}/node`, 0o755],
  [join(root, 'package.json'), `${HOME}/package.json`, 0o644],
  [join(files, 'booth.env'), 'etc/kawei/booth.env', 0o640],
  [join(files, 'sysusers.conf'), 'usr/lib/sysusers.d/kawei.conf', 0o644],
  [join(files, 'chromium.json'), 'etc/chromium/policies/managed/kawei.json', 0o644],
  [join(units, '50-kawei-lockdown.rules'), 'usr/share/polkit-1/rules.d/50-kawei-lockdown.rules', 0o644],
  [join(units, '71-kawei-keys.rules'), 'usr/lib/udev/rules.d/71-kawei-keys.rules', 0o644],
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
  const licences = copyNatives(join(folder, HOME), [
    'better-sqlite3',
    'node-hid',
    'pkg-prebuilds',
    'pkcs11js',
  ]);
  const bundled = await bundle(join(folder, HOME), {
    'program/kawei.js': 'hub/src/cli/terminal.ts',
    'booth-agent/src/devices/usb-key/pkcs11/process.ts': 'booth-agent/src/devices/usb-key/pkcs11/process.ts',
  });
  const about = join(folder, 'usr/share/doc/kawei-booth/copyright');
  writeLicences(about, [...bundled, licenceOf('node'), ...licences]);
}
