import type { EventPayload } from '#shared/catalogue/events/index.ts';
import type { ListIssue } from '#shared/catalogue/events/revocation.ts';
import type { Db } from '../store/database.ts';

export interface RecordedState {
  readonly state: string;
  readonly digests: string;
  readonly words: string;
  /** The newest list of each series that was ever in force. */
  readonly newest: readonly ListIssue[];
}

/** How it stood last with the lists of an authority; null where nothing was recorded. */
export async function recordedState(db: Db, source: string): Promise<RecordedState | null> {
  const row = await db
    .selectFrom('revocation_lists')
    .select(['state', 'digests', 'words', 'newest'])
    .where('source', '=', source)
    .executeTakeFirst();
  return row ? { ...row, newest: row.newest === null ? [] : (JSON.parse(row.newest) as ListIssue[]) } : null;
}

/** The aliases of those of a project of whom it is on record that they signed with keys revoked by then. */
export async function lateAliases(db: Db, project: string): Promise<ReadonlySet<string>> {
  const rows = await db
    .selectFrom('ledger')
    .select('payload')
    .where('subject', '=', `project/${project}`)
    .where('type', '=', 'signers.revoked-late')
    .execute();
  const told = rows.map(({ payload }) => JSON.parse(payload) as EventPayload<'signers.revoked-late'>);
  return new Set(told.flatMap(({ aliases }) => aliases));
}
