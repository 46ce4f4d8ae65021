import { closeSync, existsSync, fsyncSync, mkdirSync, openSync } from 'node:fs';
import { dirname } from 'node:path';

/**
 * Makes a directory for this user alone, known to those above it on the disk before this returns: without that a power cut
 * takes all of it away, however well its files were written. Windows sees to that by itself.
 */
export function makeDirectory(path: string): void {
  if (existsSync(path)) return;
  const above = dirname(path);
  makeDirectory(above);
  mkdirSync(path, { recursive: true, mode: 0o700 });
  if (process.platform === 'win32') return;
  const file = openSync(above, 'r');
  try {
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}
