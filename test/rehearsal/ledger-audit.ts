/** What must hold of any hub's database at any moment, told from the database alone. */
import type { StoredEvent } from '#hub/ledger/command.ts';
import { tableFaults as faultsOfTables } from '#hub/recovery/read-tables.ts';
import { migrations, rooms } from '#hub/rooms.ts';
import type { Db } from '#hub/store/database.ts';
import { hexOf } from '#shared/canonical/index.ts';
import { leafBytes, leafHash, payloadDigest } from '#shared/ledger/leaf.ts';

export async function ledgerEvents(db: Db): Promise<StoredEvent[]> {
  const rows = await db.selectFrom('ledger').selectAll().orderBy('seq').execute();
  return rows.map(
    ({ seq, at, type, subject, payload }) =>
      ({ seq, at, type, subject, payload: JSON.parse(payload) }) as StoredEvent,
  );
}

/** What is wrong with the ledger: gaps in its numbers, digests or leaves that do not come out again. */
export async function ledgerFaults(db: Db): Promise<string[]> {
  const rows = await db.selectFrom('ledger').selectAll().orderBy('seq').execute();
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
