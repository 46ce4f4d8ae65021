import { bytesOfBase64 } from '#shared/canonical/index.ts';
import type { Db } from '../store/database.ts';
import { rememberedQuery } from '../store/kept-query.ts';

export interface Report {
  readonly project: string;
  readonly digest: string;
  /** Canonical JSON of what the report says. */
  readonly content: string;
  readonly state: 'open' | 'complete' | 'sealed';
  readonly drawnUpAt: string;
  /** SHA-256 of the sealed PDF. */
  readonly file: string | null;
  /** SHA-256 of the revocation lists that were in force at the seal; null where there were none. */
  readonly crl: string | null;
  readonly sealedAt: string | null;
}

/** One expert's position on the report. `refused`: deemed to agree (实施条例 art. 53), and nothing signed. */
export interface Consent {
  readonly expert: string;
  readonly alias: string;
  readonly position: 'agree' | 'dissent' | 'refused';
  readonly dissent: string | null;
  readonly signed: { readonly content: string; readonly cms: string; readonly tsr: string } | null;
  readonly at: string;
}

/** The report of a project; null until it is drawn up. */
export async function reportOf(db: Db, project: string): Promise<Report | null> {
  const [row] = await oneReport(db, { project });
  if (!row) return null;
  const { digest, content, file, crl } = row;
  const state = row.state as Report['state'];
  return { project, digest, content, state, drawnUpAt: row.drawn_up_at, file, crl, sealedAt: row.sealed_at };
}

const oneReport = rememberedQuery((db, { project }: { project: string }) =>
  db.selectFrom('reports').selectAll().where('project', '=', project),
);

/** Every report that is sealed, with the digests of its files. */
export async function sealedReports(db: Db): Promise<Pick<Report, 'project' | 'file' | 'crl'>[]> {
  return db.selectFrom('reports').select(['project', 'file', 'crl']).where('state', '=', 'sealed').execute();
}

/** Projects whose experts have all taken a position and whose report is not sealed yet. */
export async function reportsToSeal(db: Db): Promise<string[]> {
  const rows = await db.selectFrom('reports').select('project').where('state', '=', 'complete').execute();
  return rows.map((row) => row.project);
}

/** The positions taken so far, in order of time. */
export async function consentsOf(db: Db, project: string): Promise<Consent[]> {
  const rows = await db
    .selectFrom('consents')
    .selectAll()
    .where('project', '=', project)
    .orderBy('at')
    .orderBy('expert')
    .execute();
  return rows.map(({ expert, alias, position, dissent, content, cms, tsr, at }) => ({
    ...{ expert, alias, dissent, at },
    position: position as Consent['position'],
    signed: content !== null && cms !== null && tsr !== null ? { content, cms, tsr } : null,
  }));
}

/** What the hub has time-stamped last of the experts' positions, and its stamp; null before the first. */
export async function latestStamped(db: Db): Promise<{ data: Uint8Array; tsr: Uint8Array } | null> {
  const row = await db
    .selectFrom('consents')
    .select(['cms', 'tsr'])
    .where('tsr', 'is not', null)
    .orderBy('at', 'desc')
    .limit(1)
    .executeTakeFirst();
  if (!row?.cms || !row.tsr) return null;
  return { data: bytesOfBase64(row.cms), tsr: bytesOfBase64(row.tsr) };
}
