/** Checkpoints: one for each group of commands, signed and stored in the very transaction of the group. */
import { checkpointText } from '#shared/ledger/checkpoint.ts';
import type { Db } from '../store/database.ts';
import type { LogKey } from './log-key.ts';
import { type FullTile, TreeEdge } from './tree.ts';

export interface StoredCheckpoint {
  readonly size: number;
  readonly at: string;
  readonly root: Uint8Array;
  readonly note: string;
}

export async function latestCheckpoint(db: Db): Promise<StoredCheckpoint | null> {
  const row = await db
    .selectFrom('checkpoints')
    .selectAll()
    .orderBy('size', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row ? stored(row) : null;
}

export async function checkpointAt(db: Db, size: number): Promise<StoredCheckpoint | null> {
  const row = await db.selectFrom('checkpoints').selectAll().where('size', '=', size).executeTakeFirst();
  return row ? stored(row) : null;
}

function stored(row: StoredCheckpoint): StoredCheckpoint {
  return { ...row, root: new Uint8Array(row.root) };
}

/** Keeps the tree and its checkpoints up with the ledger. */
export class CheckpointWriter {
  readonly #key: LogKey;
  #edge: TreeEdge;

  private constructor(key: LogKey, edge: TreeEdge) {
    this.#key = key;
    this.#edge = edge;
  }

  /** Continues after the latest checkpoint. */
  static async open(db: Db, key: LogKey): Promise<CheckpointWriter> {
    return new CheckpointWriter(key, await TreeEdge.read(db, (await latestCheckpoint(db))?.size ?? 0));
  }

  /**
   * Takes every entry that the tree does not have yet and signs a checkpoint over all, within the transaction of
   * `db`. What it gives must be called after the commit, and only then: a transaction that fails leaves no trace.
   * `from` is the size that the latest checkpoint covers; another process may have written it.
   */
  async write(db: Db, at: string, from = this.#edge.size): Promise<() => void> {
    const before = this.#edge.size === from ? this.#edge : await TreeEdge.read(db, from);
    const rows = await db
      .selectFrom('ledger')
      .select('leaf_hash')
      .where('seq', '>=', from)
      .orderBy('seq')
      .execute();
    if (rows.length === 0) return () => {};
    const { edge, full } = before.grown(rows.map((row) => new Uint8Array(row.leaf_hash)));
    await storeTiles(db, full);
    const root = edge.root();
    const note = this.#key.signNote(checkpointText({ origin: this.#key.origin, size: edge.size, root }));
    await db.insertInto('checkpoints').values({ size: edge.size, at, root, note }).execute();
    return () => {
      this.#edge = edge;
    };
  }
}

async function storeTiles(db: Db, full: readonly FullTile[]): Promise<void> {
  for (const tile of full) await db.insertInto('ledger_tiles').values(tile).execute();
}
