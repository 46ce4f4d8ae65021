/** What must hold of any hub's database at any moment, told from the database alone. */
import type { StoredEvent } from '#hub/ledger/command.ts';
import type { LedgerTables } from '#hub/ledger/tables.ts';
import { tableFaults as faultsOfTables } from '#hub/recovery/read-tables.ts';
import { migrations, rooms } from '#hub/rooms.ts';
import type { Db } from '#hub/store/database.ts';
import { hexOf } from '#shared/canonical/index.ts';
import { leafBytes, leafHash, payloadDigest } from '#shared/ledger/leaf.ts';
import { nodeHash } from '#shared/ledger/proofs.ts';

export async function ledgerEvents(db: Db): Promise<StoredEvent[]> {
  const rows = await db.selectFrom('ledger').selectAll().orderBy('seq').execute();
  return rows.map(
    ({ seq, at, type, subject, payload }) =>
      ({ seq, at, type, subject, payload: JSON.parse(payload) }) as StoredEvent,
  );
}

/** What is wrong with the ledger: gaps in its numbers, digests, leaves or roots that do not come out again. */
export async function ledgerFaults(db: Db): Promise<string[]> {
  const rows = await db.selectFrom('ledger').selectAll().orderBy('seq').execute();
  const leaves = rows.map((row) => new Uint8Array(row.leaf_hash));
  return [...(await checkpointFaults(db, leaves)), ...entryFaults(rows)];
}

/** Checkpoints whose root is not that of the entries they cover, and entries that none covers. */
async function checkpointFaults(db: Db, leaves: readonly Uint8Array[]): Promise<string[]> {
  const checkpoints = await db.selectFrom('checkpoints').selectAll().orderBy('size').execute();
  const rootAt = rootsOf(leaves);
  const wrong = checkpoints
    .filter(({ size, root }) => size > leaves.length || hexOf(rootAt(size)) !== hexOf(root))
    .map(({ size }) => `the root of the checkpoint at ${size}`);
  const last = checkpoints.at(-1)?.size ?? leaves.length;
  return last === leaves.length ? wrong : [...wrong, `no checkpoint covers the entries from ${last} on`];
}

/**
 * Merkle Tree Hash of the first so many leaves, as RFC 6962 §2.1 defines it, word for word; but what is full stays as it
 * is in every larger tree, and is hashed once.
 */
function rootsOf(leaves: readonly Uint8Array[]): (size: number) => Uint8Array {
  const full = new Map<string, Uint8Array>();
  const rootOf = (from: number, size: number): Uint8Array => {
    if (size === 1) return leaves[from] as Uint8Array;
    const known = full.get(`${from} ${size}`);
    if (known) return known;
    let left = 1;
    while (left * 2 < size) left *= 2;
    const root = nodeHash(rootOf(from, left), rootOf(from + left, size - left));
    if (left * 2 === size) full.set(`${from} ${size}`, root);
    return root;
  };
  return (size) => rootOf(0, size);
}

function entryFaults(rows: readonly LedgerTables['ledger'][]): string[] {
  return rows.flatMap(({ seq, at, type, subject, payload, salt, digest, leaf_hash }, place) => {
    const found: string[] = [];
    if (seq !== place) found.push(`entry ${place} has the number ${seq}`);
    if (payloadDigest(salt, JSON.parse(payload)) !== digest) found.push(`digest of ${seq} ${type}`);
    const leaf = hexOf(leafHash(leafBytes({ at, digest, seq, subject, type })));
    if (leaf !== hexOf(leaf_hash)) found.push(`leaf of ${seq} ${type}`);
    return found;
  });
}

/** Rows that stand in a read table and not in what the ledger makes, or the other way round. */
export function tableFaults(db: Db): Promise<string[]> {
  return faultsOfTables(db, rooms, migrations);
}
