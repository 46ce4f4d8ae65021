/** Lets the watched disk of a running process fail, and be well again. */
import { closeSync, openSync, writeFileSync, writeSync } from 'node:fs';

export const CALLS = { write: 1, sync: 2, name: 4 } as const;
export const FILES = { database: 1, wal: 2, other: 4 } as const;
const ERRNO = { EIO: 5, ENOSPC: 28 } as const;

export interface DiskFault {
  readonly calls: readonly (keyof typeof CALLS)[];
  readonly files: readonly (keyof typeof FILES)[];
  readonly error: keyof typeof ERRNO;
  /** Calls that go well before; none by default. */
  readonly skip?: number;
  /** How many calls fail; all by default. */
  readonly times?: number;
  /** The call takes effect and fails all the same. */
  readonly took?: boolean;
}

const INTEGERS = 8;

export class DiskControl {
  readonly #file: number;

  /** Makes the control at this path; the process gets it as FAULT_DISK_CONTROL. */
  constructor(path: string) {
    writeFileSync(path, Buffer.alloc(4 * INTEGERS));
    this.#file = openSync(path, 'r+');
  }

  fail({ calls, files, error, skip = 0, times = -1, took = false }: DiskFault): void {
    const mask = (names: readonly string[], of: Readonly<Record<string, number>>) =>
      names.reduce((sum, name) => sum | (of[name] ?? 0), 0);
    this.#write([mask(calls, CALLS), mask(files, FILES), ERRNO[error], skip, times, took ? 1 : 0]);
  }

  recover(): void {
    this.#write([0, 0, 0, 0, 0, 0]);
  }

  close(): void {
    closeSync(this.#file);
  }

  #write(values: readonly number[]): void {
    const bytes = Buffer.alloc(4 * INTEGERS);
    for (const [place, value] of values.entries()) bytes.writeInt32LE(value, 4 * place);
    writeSync(this.#file, bytes, 0, bytes.length, 0);
  }
}
