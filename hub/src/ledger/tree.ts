/**
 * The tree over the ledger (RFC 6962), write side: full tiles of 256 hashes are kept in the table `ledger_tiles`,
 * each with its root; what is not yet full follows from the ledger's own leaf hashes and the roots below.
 */
import { hash } from 'node:crypto';
import type { Db } from '../store/database.ts';

const WIDTH = 256;
const HASH_BYTES = 32;

/** A tile that has become full. */
export interface FullTile {
  readonly level: number;
  readonly tile: number;
  readonly root: Uint8Array;
  readonly hashes: Uint8Array;
}

/**
 * The right edge of a tree: the roots of the perfect subtrees it is made of, largest first, and the hashes of each
 * level's tile that is not full. Growing gives a new edge and leaves the old one as it is, so that a transaction
 * that fails is forgotten by not adopting what it made.
 */
export class TreeEdge {
  readonly size: number;
  readonly #subtrees: readonly Uint8Array[];
  /** Level → hashes of its last tile, fewer than 256. */
  readonly #levels: readonly (readonly Uint8Array[])[];

  private constructor(
    size: number,
    subtrees: readonly Uint8Array[],
    levels: readonly (readonly Uint8Array[])[],
  ) {
    this.size = size;
    this.#subtrees = subtrees;
    this.#levels = levels;
  }

  static readonly empty = new TreeEdge(0, [], []);

  /** The edge of the tree that the tables hold. */
  static async read(db: Db, size: number): Promise<TreeEdge> {
    const levels: Uint8Array[][] = [];
    for (let level = 0, count = size; count > 0; level++, count = Math.floor(count / WIDTH)) {
      const full = Math.floor(count / WIDTH);
      levels.push(await tileHashes(db, { level, tile: full, width: count % WIDTH }));
    }
    const subtrees = [...levels].reverse().flatMap(perfectSubtrees);
    return new TreeEdge(size, subtrees, levels);
  }

  /** The tree with more leaves, and the tiles that have become full by them. */
  grown(leafHashes: readonly Uint8Array[]): { edge: TreeEdge; full: FullTile[] } {
    const levels = this.#levels.map((hashes) => [...hashes]);
    const full: FullTile[] = [];
    const subtrees = [...this.#subtrees];
    for (const [offset, leaf] of leafHashes.entries()) {
      addToTiles(levels, full, 0, leaf, this.size + offset);
      addToSubtrees(subtrees, leaf, this.size + offset);
    }
    return { edge: new TreeEdge(this.size + leafHashes.length, subtrees, levels), full };
  }

  /** Merkle Tree Hash of all leaves. */
  root(): Uint8Array {
    const subtrees = [...this.#subtrees];
    let root = subtrees.pop();
    if (!root) return sha256(Buffer.alloc(0));
    for (let left = subtrees.pop(); left; left = subtrees.pop()) root = node(left, root);
    return root;
  }
}

function addToTiles(
  levels: Uint8Array[][],
  full: FullTile[],
  level: number,
  hash: Uint8Array,
  index: number,
): void {
  const hashes = levels[level] ?? [];
  levels[level] = hashes;
  hashes.push(hash);
  if (hashes.length < WIDTH) return;
  const root = perfectRoot(hashes);
  full.push({ level, tile: Math.floor(index / WIDTH), root, hashes: Buffer.concat(hashes) });
  levels[level] = [];
  addToTiles(levels, full, level + 1, root, Math.floor(index / WIDTH));
}

/** As in adding one to a binary number: each carry joins two subtrees of one size. */
function addToSubtrees(subtrees: Uint8Array[], leaf: Uint8Array, index: number): void {
  let hash = leaf;
  for (let rest = index; rest % 2 === 1; rest = Math.floor(rest / 2)) {
    const left = subtrees.pop();
    if (left) hash = node(left, hash);
  }
  subtrees.push(hash);
}

/** Audit path of one leaf in the tree of the first `size` (RFC 6962 §2.1.1). */
export async function inclusionProof(db: Db, index: number, size: number): Promise<Uint8Array[]> {
  if (index < 0 || index >= size) throw new RangeError('no such leaf in this tree');
  return path(new Tiles(db, size), index, { start: 0, size });
}

/** Proof that the tree of `oldSize` is the beginning of that of `size` (RFC 6962 §2.1.2). */
export async function consistencyProof(db: Db, oldSize: number, size: number): Promise<Uint8Array[]> {
  if (oldSize < 1 || oldSize > size) throw new RangeError('no such tree');
  return oldSize === size ? [] : subproof(new Tiles(db, size), oldSize, { start: 0, size }, true);
}

/** A tile as it was read; but for a full one of leaves, the rows of its tree too. */
interface Tile {
  readonly hashes: Uint8Array[];
  readonly rows: Uint8Array[][] | null;
}

/** The tiles of the tree of `size`, each read once: the parts of a proof lie in few of them. */
class Tiles {
  readonly #db: Db;
  readonly #size: number;
  readonly #read = new Map<string, Promise<Tile>>();

  constructor(db: Db, size: number) {
    this.#db = db;
    this.#size = size;
  }

  /** Root of the perfect subtree over `width` hashes of a tile, from the hash `first` on. */
  async subtree(level: number, tile: number, { first, width }: { first: number; width: number }) {
    const { hashes, rows } = await this.#tile(level, tile);
    return rows?.[Math.log2(width)]?.[first / width] ?? perfectRoot(hashes.slice(first, first + width));
  }

  #tile(level: number, tile: number): Promise<Tile> {
    const key = `${level}/${tile}`;
    const known = this.#read.get(key) ?? this.#readTile(level, tile, key);
    this.#read.set(key, known);
    return known;
  }

  /** Every hash of a tile that this tree has. */
  async #readTile(level: number, tile: number, key: string): Promise<Tile> {
    const width = Math.min(WIDTH, Math.floor(this.#size / WIDTH ** level) - tile * WIDTH);
    const hashes = await tileHashes(this.#db, { level, tile, width });
    return { hashes, rows: level === 0 && width === WIDTH ? null : innerRows(key, hashes) };
  }
}

/** Inner rows of tiles above the leaves, and of the one that is not full: few, and needed by almost every proof. */
const kept = new Map<string, Uint8Array[][]>();
const KEPT = 64;

/** The rows of a tile's tree, its own hashes first. Those kept count only while the hashes are still the same. */
function innerRows(key: string, hashes: Uint8Array[]): Uint8Array[][] {
  const known = kept.get(key);
  const before = known?.[0];
  const isSame = (hash: Uint8Array, n: number) => Buffer.compare(hash, hashes[n] ?? NONE) === 0;
  if (known && before?.length === hashes.length && before.every(isSame)) return known;
  const rows = [hashes];
  for (let row = hashes; row.length > 1; rows.push(row)) row = pairsOf(row);
  kept.delete(key);
  kept.set(key, rows);
  const [oldest] = kept.keys();
  if (kept.size > KEPT && oldest !== undefined) kept.delete(oldest);
  return rows;
}

const NONE = new Uint8Array();

interface Range {
  readonly start: number;
  readonly size: number;
}

async function path(tiles: Tiles, index: number, { start, size }: Range): Promise<Uint8Array[]> {
  if (size === 1) return [];
  const left = largestPowerBelow(size);
  const [inside, beside] =
    index < left
      ? [
          { start, size: left },
          { start: start + left, size: size - left },
        ]
      : [
          { start: start + left, size: size - left },
          { start, size: left },
        ];
  return [
    ...(await path(tiles, index < left ? index : index - left, inside)),
    await rangeHash(tiles, beside),
  ];
}

async function subproof(
  tiles: Tiles,
  old: number,
  { start, size }: Range,
  whole: boolean,
): Promise<Uint8Array[]> {
  if (old === size) return whole ? [] : [await rangeHash(tiles, { start, size })];
  const left = largestPowerBelow(size);
  const [first, second] = [
    { start, size: left },
    { start: start + left, size: size - left },
  ];
  if (old <= left) return [...(await subproof(tiles, old, first, whole)), await rangeHash(tiles, second)];
  return [...(await subproof(tiles, old - left, second, false)), await rangeHash(tiles, first)];
}

/** Merkle Tree Hash of a range of leaves whose perfect parts lie within single tiles. */
async function rangeHash(tiles: Tiles, { start, size }: Range): Promise<Uint8Array> {
  const left = largestPowerBelow(size);
  if (size > 1 && left * 2 !== size) {
    const first = await rangeHash(tiles, { start, size: left });
    return node(first, await rangeHash(tiles, { start: start + left, size: size - left }));
  }
  let [level, from, width] = [0, start, size];
  while (width % WIDTH === 0) [level, from, width] = [level + 1, from / WIDTH, width / WIDTH];
  const tile = Math.floor(from / WIDTH);
  return tiles.subtree(level, tile, { first: from % WIDTH, width });
}

/** The first `width` hashes of a tile, full or not. */
export async function tileHashes(
  db: Db,
  { level, tile, width }: { level: number; tile: number; width: number },
): Promise<Uint8Array[]> {
  if (width === 0) return [];
  // A tile that is not full in this tree may lie full in the table by now; its rows are there in any case.
  const stored = width === WIDTH ? await storedTile(db, level, tile) : null;
  if (stored) return split(stored);
  const first = tile * WIDTH;
  if (level === 0) {
    const rows = await db
      .selectFrom('ledger')
      .select('leaf_hash')
      .where('seq', '>=', first)
      .where('seq', '<', first + width)
      .orderBy('seq')
      .execute();
    return rows.map((row) => new Uint8Array(row.leaf_hash));
  }
  const rows = await db
    .selectFrom('ledger_tiles')
    .select('root')
    .where('level', '=', level - 1)
    .where('tile', '>=', first)
    .where('tile', '<', first + width)
    .orderBy('tile')
    .execute();
  return rows.map((row) => new Uint8Array(row.root));
}

async function storedTile(db: Db, level: number, tile: number): Promise<Uint8Array | null> {
  const row = await db
    .selectFrom('ledger_tiles')
    .select('hashes')
    .where('level', '=', level)
    .where('tile', '=', tile)
    .executeTakeFirst();
  return row?.hashes ?? null;
}

function split(bytes: Uint8Array): Uint8Array[] {
  return Array.from({ length: bytes.length / HASH_BYTES }, (_, n) =>
    bytes.subarray(n * HASH_BYTES, (n + 1) * HASH_BYTES),
  );
}

/** Roots of the perfect subtrees of a row of hashes, largest first. */
function perfectSubtrees(hashes: readonly Uint8Array[]): Uint8Array[] {
  if (hashes.length === 0) return [];
  const size = 2 ** Math.floor(Math.log2(hashes.length));
  return [perfectRoot(hashes.slice(0, size)), ...perfectSubtrees(hashes.slice(size))];
}

/** Root over a power of two of hashes, row by row in one buffer. */
function perfectRoot(hashes: readonly Uint8Array[]): Uint8Array {
  const [only] = hashes;
  if (hashes.length === 1 && only) return only;
  const row = Buffer.concat(hashes);
  for (let width = hashes.length / 2; width >= 1; width /= 2) {
    for (let n = 0; n < width; n++) {
      row.copy(pair, 1, 2 * n * HASH_BYTES, 2 * (n + 1) * HASH_BYTES);
      // As a text of bytes: a third of the time of a buffer for each.
      row.write(hash('sha256', pair, 'binary'), n * HASH_BYTES, 'latin1');
    }
  }
  return new Uint8Array(row.subarray(0, HASH_BYTES));
}

/** The row above a row of hashes; a last one without another has nothing above it. */
function pairsOf(row: readonly Uint8Array[]): Uint8Array[] {
  return Array.from({ length: Math.floor(row.length / 2) }, (_, n) =>
    node(row[2 * n] as Uint8Array, row[2 * n + 1] as Uint8Array),
  );
}

function largestPowerBelow(size: number): number {
  let power = 1;
  while (power * 2 < size) power *= 2;
  return power;
}

function node(left: Uint8Array, right: Uint8Array): Uint8Array {
  pair.set(left, 1);
  pair.set(right, 1 + HASH_BYTES);
  return sha256(pair);
}

/** Where two hashes are put together behind the 1 of RFC 6962; hashed at once, so one will do for all. */
const pair = new Uint8Array(1 + 2 * HASH_BYTES);
pair[0] = 1;

function sha256(bytes: Uint8Array): Uint8Array {
  return new Uint8Array(hash('sha256', bytes, 'buffer'));
}
