/** `npm run package`: makes the Debian package of a booth's terminal, `dist/kawei-booth_VERSION_ARCH.deb`. */
import { spawnSync } from 'node:child_process';
import { chmodSync, cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import about from '../../package.json' with { type: 'json' };
import { layOut } from './layout.ts';

const files = fileURLToPath(new URL('files', import.meta.url));
/** Debian's words for kinds of machine. */
const kinds: Readonly<Record<string, string>> = { x64: 'amd64', arm64: 'arm64' };
/** What is run by dpkg while it installs and removes. */
const scripts = ['postinst', 'prerm', 'postrm'];

const control = (version: string, kind: string) => `Package: kawei-booth
Version: ${version}
Architecture: ${kind}
Maintainer: Kawei <kawei@localhost>
Section: misc
Priority: optional
Depends: libc6 (>= 2.28), libstdc++6, libudev1, libusb-1.0-0
Recommends: cage, chromium, pcscd, polkitd, fonts-noto-cjk
Description: Kawei: the agent of a remote-evaluation booth
 What stands in a booth: the expert's page, the keys, the line to the hub,
 and the lock-down of the terminal.
`;

/** Makes the package in `folder` and gives its path. Throws where dpkg-deb is not there or refuses. */
export async function makePackage(folder: string): Promise<string> {
  const kind = kinds[process.arch];
  if (!kind || process.platform !== 'linux')
    throw new Error(`no package for ${process.platform} ${process.arch}`);
  const tree = mkdtempSync(join(tmpdir(), 'kawei-package-'));
  try {
    chmodSync(tree, 0o755);
    await layOut(tree);
    mkdirSync(join(tree, 'DEBIAN'));
    writeFileSync(join(tree, 'DEBIAN/control'), control(about.version, kind));
    writeFileSync(
      join(tree, 'DEBIAN/conffiles'),
      '/etc/kawei/booth.env\n/etc/chromium/policies/managed/kawei.json\n',
    );
    for (const name of scripts) {
      cpSync(join(files, name), join(tree, 'DEBIAN', name));
      chmodSync(join(tree, 'DEBIAN', name), 0o755);
    }
    mkdirSync(folder, { recursive: true });
    const made = join(folder, `kawei-booth_${about.version}_${kind}.deb`);
    // Zstandard's lowest level: the programs inside are large, and a terminal is installed over a fast line.
    const words = ['--root-owner-group', '-Zzstd', '-z1', '--build', tree, made];
    const { status, error, stderr } = spawnSync('dpkg-deb', words, { encoding: 'utf8' });
    if (status !== 0) throw new Error(`dpkg-deb: ${error?.message ?? stderr}`);
    return made;
  } finally {
    rmSync(tree, { recursive: true, force: true });
  }
}

if (import.meta.main) {
  const made = await makePackage(fileURLToPath(new URL('../../dist', import.meta.url)));
  process.stdout.write(`${made}\n`);
}
