/** What every form of a terminal's program is made of, beside its bundle. */
import { chmodSync, cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Licence, licenceOf } from './bundle.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** Of packages with a binary, what is needed to run on this kind of machine. */
const natives = (platform: string) =>
  ({
    'better-sqlite3': ['package.json', 'lib', `prebuilds/${platform}.node`],
    'node-hid': [
      ...['package.json', 'nodehid.js', 'binding-options.js'],
      ...[`prebuilds/HID-${platform}`, `prebuilds/HID_hidraw-${platform}`],
    ],
    'pkg-prebuilds': ['package.json', 'bindings.js', 'lib'],
    pkcs11js: ['package.json', 'index.js', 'build/Release/pkcs11.node'],
  }) as const;

export type Native = keyof ReturnType<typeof natives>;

/** Copies these packages below `folder`, where what lies there finds them. Gives their licences. */
export function copyNatives(folder: string, names: readonly Native[]): readonly Licence[] {
  const parts = natives(`${process.platform}-${process.arch}`);
  for (const name of names)
    for (const part of parts[name])
      copy(join(root, 'node_modules', name, part), join(folder, 'node_modules', name, part));
  return names.map(licenceOf);
}

/** Copies a file or a folder, with the folders above it. */
export function copy(from: string, to: string, mode?: number): void {
  mkdirSync(dirname(to), { recursive: true });
  cpSync(from, to, { recursive: true, dereference: true });
  if (mode !== undefined) chmodSync(to, mode);
}

/** Writes our own licence and those of others into one file. */
export function writeLicences(file: string, licences: readonly Licence[]): void {
  mkdirSync(dirname(file), { recursive: true });
  const own = readFileSync(join(root, 'LICENSE'), 'utf8');
  const others = licences.map(({ package: name, text }) => `\n\n== ${name}\n\n${text}\n`);
  writeFileSync(file, own + others.join(''));
}
