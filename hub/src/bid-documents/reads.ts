import type { BidDocument } from '#shared/protocol/bid-documents.ts';
import type { Db } from '../store/database.ts';

export interface FiledDocument extends BidDocument {
  readonly filedAt: string;
}

/** The documents of a project in force, by bidder, each bidder's in the order of their filing. */
export async function documentsOf(db: Db, project: string): Promise<FiledDocument[]> {
  const rows = await db
    .selectFrom('bid_documents')
    .selectAll()
    .where('project', '=', project)
    .orderBy('bidder')
    .orderBy('filed_at')
    .orderBy('digest')
    .execute();
  return rows.map(({ bidder, title, digest, size, filed_at }) => ({
    ...{ bidder, title, digest, size },
    filedAt: filed_at,
  }));
}

/** Digests of every document in force, each once. */
export async function filedDigests(db: Db): Promise<string[]> {
  const rows = await db.selectFrom('bid_documents').select('digest').distinct().orderBy('digest').execute();
  return rows.map(({ digest }) => digest);
}
