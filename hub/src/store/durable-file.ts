/** Files that are whole or not there at all, also after a power cut; beside the database, like the hub's keys. */
import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';

/** What a file is called until it is whole. */
const DRAFT = '.part';

/** Writes a file, on the disk and under its name before this returns. `mode` as in open(2). */
export function writeDurably(path: string, content: string | Uint8Array, mode = 0o600): void {
  const draft = `${path}${DRAFT}`;
  try {
    const file = openSync(draft, 'w', mode);
    try {
      writeFileSync(file, content);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    renameDurably(draft, path);
  } catch (error) {
    rmSync(draft, { force: true });
    throw error;
  }
}

/** Makes a directory and those above it, each known to the one above before this returns. */
export function makeDirectory(path: string, mode = 0o700): void {
  if (existsSync(path)) return;
  makeDirectory(dirname(path), mode);
  mkdirSync(path, { recursive: true, mode });
  syncDirectory(dirname(path));
}

/** Renames a file or a directory; both directories know it before this returns. */
export function renameDurably(from: string, to: string): void {
  renameSync(from, to);
  syncDirectory(dirname(to));
  if (dirname(from) !== dirname(to)) syncDirectory(dirname(from));
}

/** Takes away what an earlier process did not finish in a directory that this process alone writes. */
export function removeDrafts(directory: string): void {
  if (!existsSync(directory)) return;
  for (const name of readdirSync(directory)) {
    if (name.endsWith(DRAFT)) rmSync(join(directory, name), { recursive: true });
  }
}

/** A file's name is kept by its directory, which has to reach the disk as well; Windows sees to that by itself. */
function syncDirectory(path: string): void {
  if (process.platform === 'win32') return;
  const directory = openSync(path, 'r');
  try {
    fsyncSync(directory);
  } finally {
    closeSync(directory);
  }
}
