/** Changes on a tree of files: looked at before, made whole or not at all, and taken back however often it is asked. */
import {
  chmodSync,
  chownSync,
  closeSync,
  existsSync,
  fsyncSync,
  lchownSync,
  lstatSync,
  mkdirSync,
  openSync,
  readFileSync,
  readlinkSync,
  renameSync,
  rmdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import type { Before, Change, Entry } from './change.ts';
import { syncDirectory } from './journal.ts';

/** What a file of ours is called until it is whole. */
const DRAFT = '.kawei-part';
const FILE_MODE = 0o644;
const DIRECTORY_MODE = 0o755;

export class Tree {
  readonly #root: string;

  constructor(root: string) {
    this.#root = root;
  }

  /** What has to be known to take this change back. Throws for what is neither a file nor a link. */
  look({ kind, path, ...change }: Change): Pick<Entry, 'before' | 'made'> {
    const place = this.#at(path);
    if (kind === 'value') {
      const { back } = change as Extract<Change, { kind: 'value' }>;
      return { before: { kind: 'value', value: back ?? readFileSync(place, 'utf8') }, made: [] };
    }
    return { before: standing(place), made: this.#missingAbove(path) };
  }

  make(change: Change): void {
    const place = this.#at(change.path);
    if (change.kind === 'value') {
      writeFileSync(place, change.value);
      return;
    }
    this.#makeAbove(change.path);
    this.#put(place, (draft) => {
      if (change.kind === 'link') symlinkSync(change.target, draft);
      else writeWhole(draft, Buffer.from(change.content), FILE_MODE);
    });
  }

  /** The path is as it was before the change; also where the change was not made, or is taken back already. */
  undo({ path, before, made }: Pick<Entry, 'path' | 'before' | 'made'>): void {
    const place = this.#at(path);
    if (before.kind === 'value') {
      // What the machine no longer has needs nothing.
      if (existsSync(place)) writeFileSync(place, before.value);
      return;
    }
    rmSync(`${place}${DRAFT}`, { force: true });
    if (before.kind === 'nothing') this.#remove(place);
    else this.#put(place, (draft) => restore(draft, before));
    for (const directory of [...made].reverse()) removeEmpty(this.#at(directory));
  }

  /** Whether a change is made and has not been undone by somebody else. */
  holds(change: Change): boolean {
    const place = this.#at(change.path);
    try {
      if (change.kind === 'link') return readlinkSync(place) === change.target;
      const text = readFileSync(place, 'utf8');
      return change.kind === 'file' ? text === change.content : text.trim() === change.value.trim();
    } catch {
      return false;
    }
  }

  #at(path: string): string {
    return join(this.#root, path);
  }

  #put(place: string, write: (draft: string) => void): void {
    const draft = `${place}${DRAFT}`;
    rmSync(draft, { force: true });
    write(draft);
    renameSync(draft, place);
    syncDirectory(dirname(place));
  }

  #remove(place: string): void {
    if (!lstatSync(place, { throwIfNoEntry: false })) return;
    rmSync(place);
    syncDirectory(dirname(place));
  }

  #missingAbove(path: string): string[] {
    const above = dirname(path);
    if (existsSync(this.#at(above))) return [];
    return [...this.#missingAbove(above), above];
  }

  #makeAbove(path: string): void {
    for (const directory of this.#missingAbove(path)) {
      const place = this.#at(directory);
      mkdirSync(place);
      chmodSync(place, DIRECTORY_MODE);
      syncDirectory(dirname(place));
    }
  }
}

function standing(place: string): Before {
  const found = lstatSync(place, { throwIfNoEntry: false });
  if (!found) return { kind: 'nothing' };
  const { uid, gid } = found;
  if (found.isSymbolicLink()) return { kind: 'link', target: readlinkSync(place), uid, gid };
  if (!found.isFile())
    throw Object.assign(new Error(`neither a file nor a link: ${place}`), { code: 'EINVAL' });
  const content = readFileSync(place).toString('base64');
  return { kind: 'file', content, mode: found.mode & 0o7777, uid, gid };
}

function restore(draft: string, before: Extract<Before, { kind: 'file' | 'link' }>): void {
  if (before.kind === 'link') {
    symlinkSync(before.target, draft);
    lchownSync(draft, before.uid, before.gid);
    return;
  }
  writeWhole(draft, Buffer.from(before.content, 'base64'), before.mode);
  chownSync(draft, before.uid, before.gid);
  chmodSync(draft, before.mode); // after the owner, who may take away the set-id bits
}

function writeWhole(draft: string, content: Uint8Array, mode: number): void {
  const file = openSync(draft, 'w', mode);
  try {
    writeFileSync(file, content);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  chmodSync(draft, mode);
}

/** Somebody may have put something of theirs beside ours: then the directory stays. */
function removeEmpty(directory: string): void {
  try {
    rmdirSync(directory);
    syncDirectory(dirname(directory));
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException;
    if (!['ENOENT', 'ENOTEMPTY', 'EEXIST'].includes(code)) throw error;
  }
}
