import type { Db } from '../store/database.ts';

/** How it stood last with the lists of an authority; null where nothing was recorded. */
export async function recordedState(
  db: Db,
  source: string,
): Promise<{ readonly state: string; readonly digests: string; readonly words: string } | null> {
  const row = await db
    .selectFrom('revocation_lists')
    .select(['state', 'digests', 'words'])
    .where('source', '=', source)
    .executeTakeFirst();
  return row ?? null;
}
