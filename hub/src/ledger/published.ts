/** What of the ledger is published: checkpoint, key, tiles and entries (C2SP tlog-tiles); never a payload. */
import { leafBytes } from '#shared/ledger/leaf.ts';
import { TILE_WIDTH, type Tile, tilePath, tilesOf } from '#shared/ledger/tiles.ts';
import { tlogProofText } from '#shared/ledger/tlog-proof.ts';
import type { Db } from '../store/database.ts';
import { checkpointAt, latestCheckpoint, type StoredCheckpoint } from './checkpoints.ts';
import type { LogKey } from './log-key.ts';
import { inclusionProof, tileHashes } from './tree.ts';

/** Bytes of one tile or bundle of entries as far as the tree of `size` has it; null where it has not. */
export async function tileBytes(db: Db, tile: Tile, size: number): Promise<Uint8Array | null> {
  const { level, index, width } = tile;
  const hashes = level === 'entries' ? size : Math.floor(size / TILE_WIDTH ** level);
  if (width < 1 || width > TILE_WIDTH || index * TILE_WIDTH + width > hashes) return null;
  if (level === 'entries') return entries(db, index * TILE_WIDTH, width);
  return Buffer.concat(await tileHashes(db, { level, tile: index, width }));
}

/** Leaves one after the other, each behind its length in two bytes. */
async function entries(db: Db, first: number, width: number): Promise<Uint8Array> {
  const rows = await db
    .selectFrom('ledger')
    .select(['at', 'digest', 'seq', 'subject', 'type'])
    .where('seq', '>=', first)
    .where('seq', '<', first + width)
    .orderBy('seq')
    .execute();
  return Buffer.concat(
    rows.flatMap((row) => {
      const leaf = leafBytes(row);
      const length = Buffer.alloc(2);
      length.writeUInt16BE(leaf.length);
      return [length, leaf];
    }),
  );
}

/** Proof of one entry by a checkpoint that covers it, as a `.tlog-proof`. */
export async function proofOf(db: Db, index: number, { size, note }: StoredCheckpoint): Promise<string> {
  const row = await db
    .selectFrom('ledger')
    .select(['at', 'digest', 'seq', 'subject', 'type'])
    .where('seq', '=', index)
    .executeTakeFirstOrThrow();
  const proof = await inclusionProof(db, index, size);
  return tlogProofText({ index, leaf: leafBytes(row), proof, checkpoint: note });
}

/** The whole ledger as files: `checkpoint`, `key`, `tile/…`, as of one checkpoint, by default the latest. */
export async function exportLedger(db: Db, key: LogKey, size?: number): Promise<Map<string, Uint8Array>> {
  const checkpoint = size === undefined ? await latestCheckpoint(db) : await checkpointAt(db, size);
  const files = new Map<string, Uint8Array>();
  if (!checkpoint) return files;
  files.set('checkpoint', Buffer.from(checkpoint.note));
  files.set('key', Buffer.from(`${key.verifierKey}\n`));
  for (const tile of tilesOf(checkpoint.size)) {
    const bytes = await tileBytes(db, tile, checkpoint.size);
    if (bytes) files.set(tilePath(tile), bytes);
  }
  return files;
}
