/** Puts the steps of files that come to be into the calls of `node:fs` by which they do. */
import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { at } from './point.ts';
import type { Step } from './steps.ts';

/** By where they lie; a back-up has keys and reports of its own. */
const kinds = [
  ['/backup', 'backup'],
  ['/restored', 'restore'],
  ['/identity', 'key'],
  ['/reports', 'report'],
  ['/invitations', 'invitation'],
] as const;

function kindOf(path: string): (typeof kinds)[number][1] | null {
  return kinds.find(([place]) => path.includes(place))?.[1] ?? null;
}

/** Whether this call on this path is a step; all of one kind of file go by the same names. */
function pass(path: string | undefined, what: 'drafted' | 'written' | 'synced' | 'named' | 'settled'): void {
  const kind = path === undefined ? null : kindOf(path);
  if (kind) at(`${kind}.${what}` as Step);
}

export function watchFiles(): void {
  const { openSync, writeFileSync, fsyncSync, closeSync, renameSync } = fs;
  const open = new Map<number, { path: string; directory: boolean }>();
  fs.openSync = (path, flags, mode) => {
    const file = openSync(path, flags, mode);
    open.set(file, { path: String(path), directory: flags === 'r' });
    if (flags !== 'r') pass(String(path), 'drafted');
    return file;
  };
  fs.writeFileSync = (file, data, options) => {
    writeFileSync(file, data, options);
    if (typeof file === 'number') pass(open.get(file)?.path, 'written');
  };
  fs.fsyncSync = (file) => {
    fsyncSync(file);
    const { path, directory } = open.get(file) ?? { directory: false };
    // A directory's fsync settles the names in it.
    pass(path, directory ? 'settled' : 'synced');
  };
  fs.closeSync = (file) => {
    open.delete(file);
    closeSync(file);
  };
  fs.renameSync = (from, to) => {
    renameSync(from, to);
    pass(String(to), 'named');
  };
  syncBuiltinESMExports();
}
