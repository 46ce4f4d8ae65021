import type { Db } from '../store/database.ts';

/** How a witness answered last; one that was never asked counts as cosigning. */
export async function witnessState(db: Db, witness: string): Promise<string> {
  const row = await db
    .selectFrom('witness_states')
    .select('state')
    .where('witness', '=', witness)
    .executeTakeFirst();
  return row?.state ?? 'cosigning';
}

/** Entries of the largest tree a witness has cosigned; 0 for none. */
export async function lastCosigned(db: Db, witness: string): Promise<number> {
  const row = await db
    .selectFrom('cosignatures')
    .select((eb) => eb.fn.max('size').as('size'))
    .where('witness', '=', witness)
    .executeTakeFirst();
  return Number(row?.size ?? 0);
}

/**
 * Keeps a cosignature that holds under the witness's listed key, in place of an earlier one: that may be of a key the
 * witness had before, under the same name.
 */
export async function keepCosignature(
  db: Db,
  cosignature: { size: number; witness: string; line: string; at: string },
): Promise<void> {
  const { line, at } = cosignature;
  await db
    .insertInto('cosignatures')
    .values(cosignature)
    .onConflict((conflict) => conflict.columns(['size', 'witness']).doUpdateSet({ line, at }))
    .execute();
}

/** The cosignatures of each tree of at least `size` entries, the largest tree first; of many the first `limit`. */
export async function cosignedFrom(
  db: Db,
  size: number,
  limit?: number,
): Promise<Map<number, readonly { witness: string; line: string }[]>> {
  const rows = await db
    .selectFrom('cosignatures')
    .select(['size', 'witness', 'line'])
    .where('size', '>=', size)
    .orderBy('size', 'desc')
    .orderBy('witness')
    .$if(limit !== undefined, (query) => query.limit(limit ?? 0))
    .execute();
  return Map.groupBy(rows, (row) => row.size);
}
