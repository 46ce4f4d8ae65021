/** Tiles of a log (C2SP tlog-tiles), read side: where they lie, and the root that follows from them. */
import { sha256 } from '../canonical/index.ts';
import { Refusal } from '../catalogue/refusal.ts';
import { compareBytes } from '../signature/der.ts';
import { leafHash } from './leaf.ts';
import { nodeHash } from './proofs.ts';

/** Hashes in a full tile. */
export const TILE_WIDTH = 256;
const HASH_BYTES = 32;

/** One tile of a tree of some size: its level, its place in the level, how many hashes it has. */
export interface Tile {
  readonly level: number | 'entries';
  readonly index: number;
  readonly width: number;
}

/** `tile/L/N` or `tile/L/N.p/W`; N in groups of three digits, all but the last with an `x`. */
export function tilePath({ level, index, width }: Tile): string {
  const digits = String(index);
  const groups = digits.padStart(Math.ceil(digits.length / 3) * 3, '0').match(/\d{3}/g) ?? [];
  const place = groups.map((group, n) => (n < groups.length - 1 ? `x${group}` : group)).join('/');
  return `tile/${level}/${place}${width < TILE_WIDTH ? `.p/${width}` : ''}`;
}

/** Every tile that a tree of this size has, with its bundles of entries. */
export function tilesOf(size: number): Tile[] {
  const tiles: Tile[] = [];
  for (let level = 0, hashes = size; hashes > 0; level++, hashes = Math.floor(hashes / TILE_WIDTH)) {
    for (let index = 0; index * TILE_WIDTH < hashes; index++) {
      const width = Math.min(TILE_WIDTH, hashes - index * TILE_WIDTH);
      tiles.push({ level, index, width });
      if (level === 0) tiles.push({ level: 'entries', index, width });
    }
  }
  return tiles;
}

/**
 * The root of a tree of `size` leaves from its tiles alone. Each entry must hash to its leaf, and each hash of a
 * higher level follow from the tile below it. Refuses TILE_INVALID with the path of the first that does not.
 */
export function rootOfTiles(read: (path: string) => Uint8Array | null, size: number): Uint8Array {
  const leaves = hashesOf(read, 0, size);
  checkEntries(read, leaves);
  let below = leaves;
  for (let level = 1; below.length >= TILE_WIDTH; level++) {
    const full = Math.floor(below.length / TILE_WIDTH);
    const roots = Array.from({ length: full }, (_, n) =>
      treeHash(below.slice(n * TILE_WIDTH, (n + 1) * TILE_WIDTH)),
    );
    const given = hashesOf(read, level, full);
    const wrong = roots.findIndex((root, n) => compareBytes(root, given[n] ?? new Uint8Array()) !== 0);
    if (wrong >= 0) throw invalid(pathAt(level, Math.floor(wrong / TILE_WIDTH), full));
    below = roots;
  }
  return treeHash(leaves);
}

/** Merkle Tree Hash of leaf hashes (RFC 6962 §2.1); of none, the hash of nothing. */
export function treeHash(leafHashes: readonly Uint8Array[]): Uint8Array {
  let level = leafHashes;
  while (level.length > 1) {
    const next: Uint8Array[] = [];
    for (let n = 0; n < level.length; n += 2) {
      const [left, right] = [level[n], level[n + 1]];
      // One that stands alone at the right edge goes up as it is.
      if (left) next.push(right ? nodeHash(left, right) : left);
    }
    level = next;
  }
  return level[0] ?? sha256(new Uint8Array());
}

function hashesOf(read: (path: string) => Uint8Array | null, level: number, count: number): Uint8Array[] {
  const hashes: Uint8Array[] = [];
  for (let index = 0; index * TILE_WIDTH < count; index++) {
    const path = pathAt(level, index, count);
    const tile = read(path);
    const width = Math.min(TILE_WIDTH, count - index * TILE_WIDTH);
    if (tile?.length !== width * HASH_BYTES) throw invalid(path);
    for (let n = 0; n < width; n++) hashes.push(tile.slice(n * HASH_BYTES, (n + 1) * HASH_BYTES));
  }
  return hashes;
}

function checkEntries(read: (path: string) => Uint8Array | null, leaves: readonly Uint8Array[]): void {
  for (let index = 0; index * TILE_WIDTH < leaves.length; index++) {
    const width = Math.min(TILE_WIDTH, leaves.length - index * TILE_WIDTH);
    const path = tilePath({ level: 'entries', index, width });
    const entries = entriesOf(read(path) ?? new Uint8Array());
    const holds = entries?.every((entry, n) => {
      const leaf = leaves[index * TILE_WIDTH + n];
      return leaf !== undefined && compareBytes(leafHash(entry), leaf) === 0;
    });
    if (entries?.length !== width || !holds) throw invalid(path);
  }
}

/** Entries of a bundle, each behind its length in two bytes; null where the bundle is cut. */
export function entriesOf(bundle: Uint8Array): Uint8Array[] | null {
  const entries: Uint8Array[] = [];
  for (let at = 0; at < bundle.length; ) {
    const length = (bundle[at] ?? 0) * 256 + (bundle[at + 1] ?? 0);
    if (at + 2 + length > bundle.length) return null;
    entries.push(bundle.slice(at + 2, at + 2 + length));
    at += 2 + length;
  }
  return entries;
}

function pathAt(level: number, index: number, count: number): string {
  return tilePath({ level, index, width: Math.min(TILE_WIDTH, count - index * TILE_WIDTH) });
}

function invalid(path: string): Refusal {
  return new Refusal('TILE_INVALID', { path });
}
