/** Single bits of a folder flipped, one at a time, to see whether the verifier notices. */
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { verifyEvidence } from '#shared/verification/evidence.ts';
import type { Folder } from '#shared/verification/folder.ts';

export interface Flip {
  readonly path: string;
  readonly byte: number;
  readonly bit: number;
}

/** All files under a directory, held in memory. */
export function loadFolder(directory: string): Map<string, Uint8Array> {
  const files = readdirSync(directory, { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  );
  return new Map(
    files.map((entry) => {
      const file = join(entry.parentPath, entry.name);
      return [relative(directory, file), new Uint8Array(readFileSync(file))];
    }),
  );
}

/** `count` flips spread evenly over the files, so that the small ones get their share; the same for one seed. */
export function* spreadFlips(
  files: ReadonlyMap<string, Uint8Array>,
  count: number,
  seed: number,
): Generator<Flip> {
  const paths = [...files.keys()].sort();
  const random = generator(seed);
  for (let n = 0; n < count; n++) {
    const path = paths[n % paths.length] ?? '';
    yield {
      path,
      byte: Math.floor(random() * (files.get(path)?.length ?? 0)),
      bit: Math.floor(random() * 8),
    };
  }
}

/** Whether the evidence still passes for whole with one bit of it flipped. */
export async function passesWith(files: ReadonlyMap<string, Uint8Array>, flip: Flip): Promise<boolean> {
  const bytes = Uint8Array.from(files.get(flip.path) ?? []);
  bytes[flip.byte] = (bytes[flip.byte] ?? 0) ^ (1 << flip.bit);
  const folder: Folder = {
    paths: [...files.keys()],
    read: (path) => (path === flip.path ? bytes : (files.get(path) ?? null)),
  };
  return (await verifyEvidence(folder)).every((check) => check.holds);
}

/** Numbers from 0 to 1 that follow from a seed (mulberry32). */
function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
