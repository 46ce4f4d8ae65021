/** What a process did to its files, in order, as the watched disk has written it down. */
import { readFileSync } from 'node:fs';

export type DiskCall =
  | { readonly what: 'create' | 'make-directory' | 'unlink' | 'sync'; readonly path: string }
  | { readonly what: 'write'; readonly path: string; readonly offset: number; readonly data: Uint8Array }
  | { readonly what: 'truncate'; readonly path: string; readonly length: number }
  | { readonly what: 'rename'; readonly path: string; readonly to: string };

const HEAD_BYTES = 21;

/** Reads a log; a last record that was cut off is left out. */
export function readRecording(file: string): DiskCall[] {
  const log = readFileSync(file);
  const calls: DiskCall[] = [];
  for (let at = 0; at + HEAD_BYTES <= log.length; ) {
    const pathEnd = at + HEAD_BYTES + log.readInt32LE(at + 1);
    const end = pathEnd + Number(log.readBigInt64LE(at + 13));
    if (end > log.length) break;
    const what = String.fromCharCode(log[at] ?? 0);
    const path = log.toString('utf8', at + HEAD_BYTES, pathEnd);
    const offset = Number(log.readBigInt64LE(at + 5));
    calls.push(callOf(what, path, offset, log.subarray(pathEnd, end)));
    at = end;
  }
  return calls;
}

function callOf(what: string, path: string, offset: number, data: Buffer): DiskCall {
  switch (what) {
    case 'C':
      return { what: 'create', path };
    case 'M':
      return { what: 'make-directory', path };
    case 'U':
      return { what: 'unlink', path };
    case 'S':
      return { what: 'sync', path };
    case 'W':
      return { what: 'write', path, offset, data };
    case 'T':
      return { what: 'truncate', path, length: offset };
    case 'R':
      return { what: 'rename', path, to: data.toString('utf8') };
    default:
      throw new Error(`the log of the disk has a call ${what}`);
  }
}
