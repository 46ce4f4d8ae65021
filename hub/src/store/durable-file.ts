/** Files that are whole or not there at all, also after a power cut; beside the database, like the hub's keys. */
import { createHash } from 'node:crypto';
import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';

/** What a file is called until it is whole. */
export const DRAFT = '.part';
/** How much of a file is held in memory at a time. */
const PIECE_BYTES = 1_048_576;

/** Writes a file, on the disk and under its name before this returns. `mode` as in open(2). */
export function writeDurably(path: string, content: string | Uint8Array, mode = 0o600): void {
  durably(path, mode, (file) => writeFileSync(file, content));
}

/** Copies a file, whatever its size, on the disk and under its name before this returns. `mode` as in open(2). */
export function copyDurably(from: string, to: string, mode = 0o600): void {
  durably(to, mode, (file) => {
    for (const piece of pieces(from)) writeFileSync(file, piece);
  });
}

/** SHA-256 of a file in hex, whatever its size. */
export function fileDigest(path: string): string {
  const hash = createHash('sha256');
  for (const piece of pieces(path)) hash.update(piece);
  return hash.digest('hex');
}

function durably(path: string, mode: number, write: (file: number) => void): void {
  const draft = `${path}${DRAFT}`;
  try {
    const file = openSync(draft, 'w', mode);
    try {
      write(file);
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

/** A file piece by piece; each is overwritten by the next. */
function* pieces(path: string): Generator<Uint8Array> {
  const piece = Buffer.allocUnsafe(PIECE_BYTES);
  const file = openSync(path, 'r');
  try {
    for (let read = readSync(file, piece); read > 0; read = readSync(file, piece))
      yield piece.subarray(0, read);
  } finally {
    closeSync(file);
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
    if (name.endsWith(DRAFT)) rmSync(join(directory, name), { recursive: true, force: true });
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
