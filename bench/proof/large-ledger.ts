/** A ledger of very many entries in a real store, written in one go: with its tiles, and under the tables' own triggers. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import SqliteDriver from 'better-sqlite3';
import { type FullTile, TreeEdge } from '#hub/ledger/tree.ts';
import { migrations } from '#hub/rooms.ts';
import { openStore, type Store } from '#hub/store/database.ts';
import type { Leaf } from '#shared/ledger/leaf.ts';

/** Entries whose tiles are made at a time. */
const STRIDE = 65_536;

export interface LargeLedger {
  readonly store: Store;
  readonly root: Uint8Array;
  /** Bytes of the database file. */
  readonly bytes: number;
}

/** Makes the ledger in `directory`, and opens it as a hub does. */
export async function makeLedger(directory: string, entries: number): Promise<LargeLedger> {
  const file = join(directory, 'kawei.db');
  await (await openStore(file, migrations)).destroy();
  const database = new SqliteDriver(file);
  // Only while it is filled: the store sets its own when it opens.
  database.pragma('journal_mode = OFF');
  database.pragma('synchronous = OFF');
  const root = database.transaction(() => fill(database, entries))();
  database.close();
  return { store: await openStore(file, migrations), root, bytes: readFileSync(file).length };
}

/** The public part of entry `seq`. */
export function leafAt(seq: number): Leaf {
  const at = new Date(1_795_000_000_000 + seq * 10).toISOString();
  const digest = createHash('sha256').update(String(seq)).digest('hex');
  return { at, digest, seq, subject: `project/P-${Math.floor(seq / 500)}`, type: 'mark.drafted' };
}

function fill(database: SqliteDriver.Database, entries: number): Uint8Array {
  const entry = database.prepare(
    `insert into ledger (seq, at, type, subject, payload, salt, digest, leaf_hash)
     values (?, ?, ?, ?, '{}', zeroblob(16), ?, ?)`,
  );
  const tile = database.prepare('insert into ledger_tiles (level, tile, root, hashes) values (?, ?, ?, ?)');
  let edge = TreeEdge.empty;
  for (let first = 0; first < entries; first += STRIDE) {
    const hashes: Uint8Array[] = [];
    for (let seq = first; seq < Math.min(entries, first + STRIDE); seq++) {
      const leaf = leafAt(seq);
      const hash = hashOf(leaf);
      hashes.push(hash);
      entry.run(seq, leaf.at, leaf.type, leaf.subject, leaf.digest, hash);
    }
    const grown: { edge: TreeEdge; full: FullTile[] } = edge.grown(hashes);
    edge = grown.edge;
    for (const full of grown.full) tile.run(full.level, full.tile, full.root, full.hashes);
  }
  return edge.root();
}

/** As `leafHash(leafBytes(leaf))`, which the proofs are checked with; native, since there are so many. */
function hashOf({ at, digest, seq, subject, type }: Leaf): Uint8Array {
  const text = `\0{"at":"${at}","digest":"${digest}","seq":${seq},"subject":"${subject}","type":"${type}"}`;
  return createHash('sha256').update(text).digest();
}
