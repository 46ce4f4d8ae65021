/**
 * `npm run package:electron -- --electron ZIP`: makes `dist/kawei-booth_VERSION_PLATFORM-ARCH`, the terminal's program
 * within Electron, from Electron's own archive as its makers publish it.
 */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import electron from 'electron/package.json' with { type: 'json' };
import checksums from '../../node_modules/electron/checksums.json' with { type: 'json' };
import about from '../../package.json' with { type: 'json' };
import { layOutElectron, PROGRAM } from './layout.ts';

const target = `${process.platform}-${process.arch}`;
const name = `electron-v${electron.version}-${target}.zip`;
const digest = (checksums as Readonly<Record<string, string>>)[name];
const { values } = parseArgs({ options: { electron: { type: 'string' } } });

if (!digest || process.platform !== 'linux') fail(`no package for ${target}`);
else if (!values.electron)
  fail(
    `--electron FILE is needed: ${name} from github.com/electron/electron/releases/tag/v${electron.version}, SHA-256 ${digest}`,
  );
else {
  const folder = fileURLToPath(
    new URL(join('../../dist', `${PROGRAM}_${about.version}_${target}`), import.meta.url),
  );
  rmSync(folder, { recursive: true, force: true });
  try {
    await layOutElectron(folder, { file: values.electron, digest });
    process.stdout.write(`${folder}\n`);
  } catch (error) {
    rmSync(folder, { recursive: true, force: true });
    fail((error as Error).message);
  }
}

function fail(message: string): void {
  process.stderr.write(`${message}\n`);
  process.exitCode = 2;
}
