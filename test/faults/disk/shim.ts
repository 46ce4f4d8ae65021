/** The watched disk (`disk.c`), compiled where there is a compiler. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const source = fileURLToPath(new URL('disk.c', import.meta.url));

export interface Shim {
  /** Path of the library. */
  readonly library: string;
  remove(): void;
}

/** The library, or why there is none: it needs Linux and a C compiler. */
export function compileShim(): Shim | string {
  if (process.platform !== 'linux') return `the disk is watched on Linux alone, this is ${process.platform}`;
  const directory = mkdtempSync(join(tmpdir(), 'kawei-shim-'));
  const library = join(directory, 'disk.so');
  const compiler = process.env.CC ?? 'cc';
  const { status, error, stderr } = spawnSync(
    compiler,
    ['-Wall', '-Werror', '-O1', '-shared', '-fPIC', '-o', library, source, '-ldl', '-lpthread'],
    { encoding: 'utf8' },
  );
  const remove = () => rmSync(directory, { recursive: true, force: true });
  if (status === 0) return { library, remove };
  remove();
  if ((error as NodeJS.ErrnoException | undefined)?.code === 'ENOENT') return `there is no ${compiler} here`;
  throw new Error(stderr);
}
