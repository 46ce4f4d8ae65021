/**
 * The journal of a lock-down: a line for each change, on the disk before the change is made, and gone only once all is
 * taken back. A line is its digest and its entry; one that was torn by a pulled plug stands for a change that was not
 * made, since the change waits for the line.
 */
import { createHash } from 'node:crypto';
import {
  closeSync,
  existsSync,
  fsyncSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { Refusal } from '#shared/catalogue/refusal.ts';
import type { Entry } from './change.ts';

/** Where it lies, below the engine's root. */
export const JOURNAL = '/var/lib/kawei/lockdown/journal';

export class Journal {
  readonly #file: string;

  constructor(root: string) {
    this.#file = join(root, JOURNAL);
  }

  /** What is to be taken back, in the order in which it was done. Refuses LOCKDOWN_JOURNAL_FAILED. */
  read(): Entry[] {
    return this.#guarded(() => {
      if (!existsSync(this.#file)) return [];
      return readFileSync(this.#file, 'utf8')
        .split('\n')
        .flatMap((line) => entryOf(line) ?? []);
    });
  }

  /** On the disk when this returns. Refuses LOCKDOWN_JOURNAL_FAILED; then the journal is as it was. */
  append(entry: Entry): void {
    this.#guarded(() => {
      makeDirectory(dirname(this.#file));
      const before = existsSync(this.#file) ? readFileSync(this.#file) : Buffer.alloc(0);
      const fresh = before.length === 0;
      // After a torn line a new one begins on its own.
      const start = fresh || before.at(-1) === NEWLINE ? '' : '\n';
      const file = openSync(this.#file, 'a', 0o600);
      try {
        writeAll(file, `${start}${lineOf(entry)}`);
        fsyncSync(file);
      } catch (error) {
        ftruncateSync(file, before.length);
        throw error;
      } finally {
        closeSync(file);
      }
      if (fresh) syncDirectory(dirname(this.#file));
    });
  }

  /** Leaves these entries alone; the journal goes with the last. Refuses LOCKDOWN_JOURNAL_FAILED. */
  leave(entries: readonly Entry[]): void {
    this.#guarded(() => {
      if (!existsSync(this.#file)) return;
      const draft = `${this.#file}.part`;
      if (entries.length === 0) {
        rmSync(draft, { force: true });
        rmSync(this.#file);
      } else {
        const file = openSync(draft, 'w', 0o600);
        try {
          writeAll(file, entries.map(lineOf).join(''));
          fsyncSync(file);
        } finally {
          closeSync(file);
        }
        renameSync(draft, this.#file);
      }
      syncDirectory(dirname(this.#file));
    });
  }

  #guarded<T>(work: () => T): T {
    try {
      return work();
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === undefined) throw error;
      throw new Refusal('LOCKDOWN_JOURNAL_FAILED', { file: this.#file, detail: code });
    }
  }
}

const NEWLINE = 10;

function lineOf(entry: Entry): string {
  const text = JSON.stringify(entry);
  return `${digest(text)} ${text}\n`;
}

function entryOf(line: string): Entry | null {
  const [sum, text] = [line.slice(0, 64), line.slice(65)];
  return text !== '' && sum === digest(text) ? (JSON.parse(text) as Entry) : null;
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/** A disk that is filling up may take a part of what is written. */
function writeAll(file: number, text: string): void {
  let bytes = Buffer.from(text);
  while (bytes.length > 0) bytes = bytes.subarray(writeSync(file, bytes));
}

function makeDirectory(path: string): void {
  if (existsSync(path)) return;
  makeDirectory(dirname(path));
  mkdirSync(path, { recursive: true, mode: 0o755 });
  syncDirectory(dirname(path));
}

/** A file's name is kept by its directory, which has to reach the disk as well. */
export function syncDirectory(path: string): void {
  const directory = openSync(path, 'r');
  try {
    fsyncSync(directory);
  } finally {
    closeSync(directory);
  }
}
