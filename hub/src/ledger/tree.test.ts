/** The tree the hub writes, checked by the proofs of whoever verifies: the two share no code. */
import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parseCheckpoint } from '#shared/ledger/checkpoint.ts';
import { noteSignedBy, parseNote, parseVerifierKey } from '#shared/ledger/note.ts';
import { verifyConsistency, verifyInclusion } from '#shared/ledger/proofs.ts';
import { treeHash } from '#shared/ledger/tiles.ts';
import { admin, BareSpine, creates, throws } from '#test/rehearsal/bare-spine.ts';
import type { Db } from '../store/database.ts';
import { CheckpointWriter, checkpointAt, latestCheckpoint } from './checkpoints.ts';
import { openLogKey } from './log-key.ts';
import { Spine } from './spine.ts';
import { consistencyProof, inclusionProof, TreeEdge, tileHashes } from './tree.ts';

let bench: BareSpine;
beforeEach(async () => {
  bench = new BareSpine();
  await bench.open();
});
afterEach(() => bench.close());

const leaf = (n: number) => new Uint8Array(createHash('sha256').update(`leaf ${n}`).digest());

/** Puts made-up leaves on the ledger, and their tiles, in one go of each size given. */
async function grow(db: Db, upTo: number, step = upTo): Promise<TreeEdge> {
  let edge = TreeEdge.empty;
  while (edge.size < upTo) {
    const hashes = Array.from({ length: Math.min(step, upTo - edge.size) }, (_, n) => leaf(edge.size + n));
    for (const [n, leaf_hash] of hashes.entries()) {
      const row = { at: '', type: 't', subject: 's', payload: '{}', salt: Buffer.alloc(0), digest: '' };
      await db
        .insertInto('ledger')
        .values({ ...row, seq: edge.size + n, leaf_hash })
        .execute();
    }
    const grown = edge.grown(hashes);
    for (const tile of grown.full) await db.insertInto('ledger_tiles').values(tile).execute();
    edge = grown.edge;
  }
  return edge;
}

describe('the tree', () => {
  it.each([1, 2, 3, 255, 256, 257, 511, 513, 1000])(
    'of %i leaves has the root of RFC 6962, at once or leaf by leaf',
    (size) => {
      const leaves = Array.from({ length: size }, (_, n) => leaf(n));
      const root = treeHash(leaves);
      expect(TreeEdge.empty.grown(leaves).edge.root()).toEqual(root);
      let edge = TreeEdge.empty;
      for (const one of leaves) edge = edge.grown([one]).edge;
      expect(edge.root()).toEqual(root);
    },
  );

  it('over a border of two levels (65,536) and a little beyond', () => {
    const leaves = Array.from({ length: 65_536 + 300 }, (_, n) => leaf(n));
    const { edge, full } = TreeEdge.empty.grown(leaves);
    expect(edge.root()).toEqual(treeHash(leaves));
    expect([
      full.filter(({ level }) => level === 0).length,
      full.filter(({ level }) => level === 1).length,
    ]).toEqual([257, 1]);
  });

  it('proves every leaf and every older tree to whoever verifies, and goes on from the tables', async () => {
    const size = 1100;
    const edge = await bench.store.transaction().execute((db) => grow(db, size, 70));
    const read = await TreeEdge.read(bench.store, size);
    expect(read.root()).toEqual(edge.root());
    expect(read.grown([leaf(size)]).edge.root()).toEqual(edge.grown([leaf(size)]).edge.root());
    const rootOf = (n: number) => treeHash(Array.from({ length: n }, (_, i) => leaf(i)));
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: size }), fc.nat(), fc.nat(), async (whole, a, b) => {
        const index = a % whole;
        const inclusion = { leafHash: leaf(index), index, size: whole, root: rootOf(whole) };
        const proof = await inclusionProof(bench.store, index, whole);
        expect(verifyInclusion({ ...inclusion, proof })).toBe(true);
        expect(verifyInclusion({ ...inclusion, leafHash: leaf(index + 1), proof })).toBe(false);
        const oldSize = 1 + (b % whole);
        const older = { oldSize, oldRoot: rootOf(oldSize), size: whole, root: rootOf(whole) };
        expect(
          verifyConsistency({ ...older, proof: await consistencyProof(bench.store, oldSize, whole) }),
        ).toBe(true);
      }),
      { numRuns: 60 },
    );
    expect(await tileHashes(bench.store, { level: 0, tile: 4, width: 76 })).toHaveLength(76);
    expect(await tileHashes(bench.store, { level: 1, tile: 0, width: 4 })).toHaveLength(4);
  });
});

describe('checkpoints', () => {
  async function spineWithCheckpoints(): Promise<{ spine: Spine; key: ReturnType<typeof openLogKey> }> {
    const key = openLogKey(bench.directory, 'test.example/log');
    const writer = await CheckpointWriter.open(bench.store, key);
    const { store } = bench;
    const { venues } = await import('../venues/room.ts');
    const parts = {
      store,
      rooms: [venues],
      now: () => new Date(),
      checkpoint: (db: Db, at: string) => writer.write(db, at),
    };
    return { spine: await Spine.open(parts), key };
  }

  it('one for each group, signed, and none for a group that fails', async () => {
    const { spine, key } = await spineWithCheckpoints();
    await Promise.all([spine.do(creates('A'), admin), spine.do(creates('B', 'C'), admin)]);
    await spine.do(throws, admin).catch(() => {});
    await spine.do(creates('A'), admin).catch(() => {});
    await spine.do(creates('D'), admin);
    const rows = await bench.store.selectFrom('checkpoints').selectAll().orderBy('size').execute();
    expect(rows.map(({ size }) => size)).toEqual([3, 4]);
    for (const { size, note } of rows) {
      const parsed = parseNote(note);
      expect(noteSignedBy(parsed, parseVerifierKey(key.verifierKey))).toBe(true);
      const leaves = await bench.store
        .selectFrom('ledger')
        .select('leaf_hash')
        .where('seq', '<', size)
        .orderBy('seq')
        .execute();
      const root = treeHash(leaves.map((row) => new Uint8Array(row.leaf_hash)));
      expect(parseCheckpoint(parsed.text)).toEqual({ origin: 'test.example/log', size, root });
    }
  });

  it('a second start goes on with the same tree and key; a checkpoint cannot be changed', async () => {
    const first = await spineWithCheckpoints();
    await first.spine.do(creates('A', 'B'), admin);
    const again = await spineWithCheckpoints();
    expect(again.key.verifierKey).toBe(first.key.verifierKey);
    await again.spine.do(creates('C'), admin);
    const [old, latest] = [await checkpointAt(bench.store, 2), await latestCheckpoint(bench.store)];
    if (!old || !latest) throw new Error('no checkpoint');
    const proof = await consistencyProof(bench.store, 2, 3);
    expect(verifyConsistency({ oldSize: 2, oldRoot: old.root, size: 3, root: latest.root, proof })).toBe(
      true,
    );
    await expect(bench.store.updateTable('checkpoints').set({ note: '' }).execute()).rejects.toThrow(
      'for ever',
    );
  });
});
