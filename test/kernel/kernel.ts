/** Debian's kernel and its HID modules, taken out of the package; kept between runs. */
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

export interface Kernel {
  readonly image: string;
  /** Path of a module by its name. */
  module(name: string): string;
}

/** The kernel in this directory, fetched into it where it is not there yet; else why there is none. */
export function findKernel(directory: string): Kernel | string {
  mkdirSync(directory, { recursive: true });
  if (!packageIn(directory)) {
    const { stdout } = spawnSync('apt-cache', ['depends', 'linux-image-amd64'], { encoding: 'utf8' });
    const name = /Depends: (linux-image-\S+)/.exec(stdout ?? '')?.[1];
    if (!name) return 'apt knows no package linux-image-amd64';
    spawnSync('apt-get', ['download', '-q', name], { cwd: directory, stdio: 'ignore' });
  }
  const file = packageIn(directory);
  if (!file) return 'the package of linux-image-amd64 could not be fetched';
  if (!existsSync(join(directory, 'boot'))) unpack(directory, file);
  const [image] = readdirSync(join(directory, 'boot')).filter((name) => name.startsWith('vmlinuz-'));
  if (!image) return `there is no kernel in ${file}`;
  const modules = join(
    directory,
    'lib',
    'modules',
    image.replace('vmlinuz-', ''),
    'kernel',
    'drivers',
    'hid',
  );
  return { image: join(directory, 'boot', image), module: (name) => join(modules, `${name}.ko`) };
}

function packageIn(directory: string): string | undefined {
  return readdirSync(directory).find((name) => name.endsWith('.deb'));
}

/** Modules are compressed in newer packages. */
function unpack(directory: string, file: string): void {
  const wanted = [
    './boot/vmlinuz-*',
    ...['hid', 'hid-generic', 'uhid'].map((name) => `*/drivers/hid/${name}.ko*`),
  ];
  const tar = execFileSync('dpkg-deb', ['--fsys-tarfile', file], { cwd: directory, maxBuffer: 2 ** 30 });
  execFileSync('tar', ['-x', '--wildcards', ...wanted], { cwd: directory, input: tar });
  execFileSync('find', ['.', '-name', '*.ko.xz', '-exec', 'xz', '-d', '{}', '+'], { cwd: directory });
}
