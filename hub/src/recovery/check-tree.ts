/**
 * The ledger read again from its first entry, with none of the code that wrote it: every leaf from its payload and
 * salt, every full tile and the root at every checkpoint from those leaves.
 */
import { sql } from 'kysely';
import { hexOf } from '#shared/canonical/index.ts';
import { checkpointSignedBy } from '#shared/ledger/checkpoint.ts';
import { leafBytes, leafHash, payloadDigest } from '#shared/ledger/leaf.ts';
import type { VerifierKey } from '#shared/ledger/note.ts';
import { nodeHash } from '#shared/ledger/proofs.ts';
import { TILE_WIDTH, treeHash } from '#shared/ledger/tiles.ts';
import { type Check, checked } from '#shared/verification/check.ts';
import type { Db } from '../store/database.ts';
import { ledgerRows } from './read-tables.ts';

/** A fault and where it is; null where everything holds. */
type Found = string | null;

/** The checks of the ledger itself. The first that fails ends them: what follows builds upon it. */
export async function checkTree(db: Db, key: VerifierKey): Promise<Check[]> {
  const leaves = new HashList();
  const steps: readonly [{ zh: string; en: string }, () => Promise<Found>][] = [
    [
      { zh: '账本逐条重算：序号、摘要、叶子', en: 'every entry: its number, its digest, its leaf' },
      () => entryFault(db, leaves),
    ],
    [{ zh: '账本的树逐块重算', en: 'every tile of the tree, computed again' }, () => tileFault(db, leaves)],
    [
      { zh: '每个检查点的签名和根', en: 'the signature and the root of every checkpoint' },
      () => checkpointFault(db, leaves, key),
    ],
  ];
  const checks: Check[] = [];
  for (const [text, look] of steps) {
    const check = await placed(text, look);
    checks.push(check);
    if (!check.holds) break;
  }
  return checks;
}

/** A check whose place is what was found; '' while it holds. */
export async function placed(text: { zh: string; en: string }, look: () => Promise<Found>): Promise<Check> {
  let found: Found = null;
  const check = await checked(text, '', async () => {
    found = await look();
    return found === null;
  });
  return found === null ? check : { ...check, place: found };
}

async function entryFault(db: Db, leaves: HashList): Promise<Found> {
  for await (const rows of ledgerRows(db)) {
    for (const { seq, at, type, subject, payload, salt, digest, leaf_hash } of rows) {
      if (seq !== leaves.length) return `ledger ${leaves.length}: missing`;
      if (payloadDigest(salt, parsed(payload)) !== digest) return `ledger ${seq} ${type}: digest`;
      const leaf = leafHash(leafBytes({ at, digest, seq, subject, type }));
      if (hexOf(leaf) !== hexOf(leaf_hash)) return `ledger ${seq} ${type}: leaf`;
      leaves.add(leaf);
    }
  }
  const row = await db
    .selectFrom('ledger')
    .select((eb) => eb.fn.countAll().as('count'))
    .executeTakeFirst();
  return Number(row?.count) === leaves.length ? null : `ledger ${leaves.length}: missing`;
}

function parsed(payload: string): unknown {
  try {
    return JSON.parse(payload);
  } catch {
    return null;
  }
}

async function tileFault(db: Db, leaves: HashList): Promise<Found> {
  let expected = 0;
  for (let level = 0, below = leaves; below.length >= TILE_WIDTH; level++) {
    const roots = new HashList();
    for (let tile = 0; (tile + 1) * TILE_WIDTH <= below.length; tile++) {
      const hashes = below.slice(tile * TILE_WIDTH, (tile + 1) * TILE_WIDTH);
      const root = treeHash(hashes);
      const row = await db
        .selectFrom('ledger_tiles')
        .selectAll()
        .where('level', '=', level)
        .where('tile', '=', tile)
        .executeTakeFirst();
      if (!row || hexOf(row.root) !== hexOf(root) || hexOf(row.hashes) !== hashes.map(hexOf).join(''))
        return `ledger_tiles ${level}/${tile}`;
      roots.add(root);
      expected += 1;
    }
    below = roots;
  }
  const { rows } = await sql<{ count: number }>`select count(*) as count from ledger_tiles`.execute(db);
  return Number(rows[0]?.count) === expected ? null : `ledger_tiles: more than the ${expected} of the tree`;
}

async function checkpointFault(db: Db, leaves: HashList, key: VerifierKey): Promise<Found> {
  const last = await db.selectFrom('checkpoints').select('size').orderBy('size', 'desc').executeTakeFirst();
  if ((last?.size ?? 0) !== leaves.length) return `checkpoints: none over all ${leaves.length} entries`;
  const growing = new GrowingTree();
  for await (const { size, root, note } of checkpoints(db)) {
    const place = `checkpoints ${size}`;
    while (growing.size < size) growing.add(leaves.at(growing.size));
    const signed = await checked({ zh: '', en: '' }, place, () => {
      const said = checkpointSignedBy(note, key);
      return said?.size === size && hexOf(said.root) === hexOf(root);
    });
    if (!signed.holds) return `${place}: signature`;
    if (hexOf(growing.root()) !== hexOf(root)) return `${place}: root`;
  }
  return null;
}

/** Checkpoints read at a time. */
const BATCH = 1000;

async function* checkpoints(db: Db) {
  for (let after = -1; ; ) {
    const rows = await db
      .selectFrom('checkpoints')
      .selectAll()
      .where('size', '>', after)
      .orderBy('size')
      .limit(BATCH)
      .execute();
    yield* rows;
    const last = rows.at(-1);
    if (!last) return;
    after = last.size;
  }
}

/** Hashes of 32 bytes one after the other: as objects of their own, those of a province would not fit into memory. */
class HashList {
  length = 0;
  #bytes = new Uint8Array(32 * TILE_WIDTH);

  add(hash: Uint8Array): void {
    if (this.#bytes.length === 32 * this.length) {
      const larger = new Uint8Array(2 * this.#bytes.length);
      larger.set(this.#bytes);
      this.#bytes = larger;
    }
    this.#bytes.set(hash, 32 * this.length);
    this.length += 1;
  }

  at(index: number): Uint8Array {
    return this.#bytes.subarray(32 * index, 32 * (index + 1));
  }

  slice(from: number, to: number): Uint8Array[] {
    return Array.from({ length: to - from }, (_, n) => this.at(from + n));
  }
}

/** A tree that only tells its root (RFC 6962 §2.1): its perfect subtrees, largest first. */
class GrowingTree {
  size = 0;
  readonly #perfect: { hash: Uint8Array; height: number }[] = [];

  add(leaf: Uint8Array): void {
    let node = { hash: leaf, height: 0 };
    for (let left = this.#perfect.at(-1); left?.height === node.height; left = this.#perfect.at(-1)) {
      this.#perfect.pop();
      node = { hash: nodeHash(left.hash, node.hash), height: node.height + 1 };
    }
    this.#perfect.push(node);
    this.size += 1;
  }

  root(): Uint8Array {
    const [last, ...larger] = this.#perfect.map(({ hash }) => hash).reverse();
    return larger.reduce((right, left) => nodeHash(left, right), last ?? treeHash([]));
  }
}
