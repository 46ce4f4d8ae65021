/** Cuts the power: the files of a recorded process as each fsync left them, and what it had said by then. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DiskImage } from './image.ts';
import { readRecording } from './recording.ts';

export interface Cut {
  /** The files that a start after the cut finds; gone when the look at them is over. */
  readonly directory: string;
  /** What the process had said, line by line, at the last moment at which a cut leaves these files. */
  readonly said: readonly string[];
  /** Number of the cut, from 0. */
  readonly number: number;
}

/** What a watched process needs in its environment. */
export function watchedBy(library: string, root: string, log: string): Record<string, string> {
  return { LD_PRELOAD: library, FAULT_DISK_ROOT: root, FAULT_DISK_LOG: log, FAULT_DISK_ANSWERS: '1' };
}

/** Looks at the files after a cut at every moment at which it makes a difference. Gives how many those are. */
export async function atEveryCut(
  image: DiskImage,
  log: string,
  look: (cut: Cut) => Promise<void>,
): Promise<number> {
  const directory = mkdtempSync(join(tmpdir(), 'kawei-cut-'));
  let said = '';
  let number = 0;
  /** Since the last fsync nothing else has become safe, but more may have been said. */
  const cut = async () => {
    const files = join(directory, String(number));
    image.write(files, 'synced');
    await look({ directory: files, said: said.split('\n').slice(0, -1), number });
    rmSync(files, { recursive: true });
    number += 1;
  };
  try {
    for (const call of readRecording(log)) {
      if (call.what === 'sync') await cut();
      if (call.path !== 'answers') image.apply(call);
      else if (call.what === 'write') said += Buffer.from(call.data).toString('utf8');
    }
    await cut();
    return number;
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}
