import type { Db } from '../store/database.ts';

/** An outside time-stamp over the checkpoint of a project's certificate. */
export interface CertificateStamp {
  readonly size: number;
  /** The checkpoint with its cosignatures. */
  readonly note: string;
  /** Verifier keys of those who cosigned it. */
  readonly witnesses: readonly string[];
  /** Base64. */
  readonly tsr: string;
  readonly authority: string;
}

/** The outside time-stamp of a project's certificate; null while it has none. */
export async function stampOf(db: Db, project: string): Promise<CertificateStamp | null> {
  const row = await db
    .selectFrom('certificate_stamps')
    .selectAll()
    .where('project', '=', project)
    .executeTakeFirst();
  if (!row) return null;
  const { size, note, witnesses, tsr, authority } = row;
  return { size, note, tsr, authority, witnesses: JSON.parse(witnesses) as string[] };
}

/** Projects that have their outside time-stamp. */
export async function stampedProjects(db: Db): Promise<ReadonlySet<string>> {
  const rows = await db.selectFrom('certificate_stamps').select('project').execute();
  return new Set(rows.map(({ project }) => project));
}

/** The latest time-stamp: whose it is and when that certificate ends. */
export async function latestStamp(db: Db): Promise<{ authority: string; expires: string } | null> {
  const row = await db
    .selectFrom('certificate_stamps')
    .select(['authority', 'expires'])
    .orderBy('seq', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row ?? null;
}

/** How an authority answered last; one that was never asked counts as answering. */
export async function authorityState(db: Db, url: string): Promise<string> {
  const row = await db
    .selectFrom('time_authorities')
    .select('state')
    .where('url', '=', url)
    .executeTakeFirst();
  return row?.state ?? 'answering';
}
