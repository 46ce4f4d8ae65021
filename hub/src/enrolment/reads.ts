import type { EnrolmentRow } from '#shared/protocol/enrolment-views.ts';
import type { Db } from '../store/database.ts';
import { keptQuery } from '../store/kept-query.ts';

export interface BoothCertificate {
  readonly booth: string;
  /** DER in base64. */
  readonly certificate: string;
  readonly until: string;
  readonly revokedAt: string | null;
}

export interface BoothCode {
  readonly booth: string;
  readonly until: string;
  readonly key: string | null;
  readonly certificate: string | null;
}

const oneCertificate = keptQuery((db, { digest }: { digest: string }) =>
  db.selectFrom('booth_certificates').selectAll().where('digest', '=', digest),
);

/** A certificate of a booth by the SHA-256 of its DER; null for one this hub has not issued. */
export async function findCertificate(db: Db, digest: string): Promise<BoothCertificate | null> {
  const [row] = await oneCertificate(db, { digest });
  if (!row) return null;
  const { booth, certificate, until, revoked_at: revokedAt } = row;
  return { booth, certificate, until, revokedAt };
}

/** A code by the SHA-256 of its secret; null for one that was never shown or is replaced. */
export async function findCode(db: Db, code: string): Promise<BoothCode | null> {
  const row = await db.selectFrom('booth_codes').selectAll().where('code', '=', code).executeTakeFirst();
  return row ?? null;
}

/** Whether a booth has a certificate that is not revoked, or a code that is not used. */
export async function isEnrolled(db: Db, booth: string): Promise<boolean> {
  const certificate = await db
    .selectFrom('booth_certificates')
    .select('digest')
    .where('booth', '=', booth)
    .where('revoked_at', 'is', null)
    .executeTakeFirst();
  const code = await db.selectFrom('booth_codes').select('key').where('booth', '=', booth).executeTakeFirst();
  return certificate !== undefined || code?.key === null;
}

/** How each booth stands that has ever had a code. */
export async function enrolmentRows(db: Db, now: string): Promise<EnrolmentRow[]> {
  const [codes, certificates] = await Promise.all([
    db.selectFrom('booth_codes').selectAll().execute(),
    db.selectFrom('booth_certificates').select(['booth', 'until', 'revoked_at']).execute(),
  ]);
  const rows = new Map<string, EnrolmentRow>();
  const revoked = certificates.toSorted((a, b) => ((a.revoked_at ?? '') < (b.revoked_at ?? '') ? -1 : 1));
  for (const { booth, revoked_at: until } of revoked)
    if (until !== null) rows.set(booth, { booth, state: 'revoked', until });
  for (const { booth, until } of certificates.filter((one) => one.revoked_at === null).toSorted(byEnd))
    rows.set(booth, { booth, state: until > now ? 'valid' : 'expired', until });
  for (const { booth, until, key } of codes)
    if (key === null && until > now) rows.set(booth, { booth, state: 'offered', until });
  return [...rows.values()].sort((a, b) => (a.booth < b.booth ? -1 : 1));
}

const byEnd = (a: { until: string }, b: { until: string }) => (a.until < b.until ? -1 : 1);
