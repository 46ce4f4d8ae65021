import type { SignedReadiness } from '#shared/protocol/readiness.ts';
import type { ReadinessRow } from '#shared/protocol/readiness-views.ts';
import type { Presence } from '#shared/protocol/views.ts';
import { dayInChina } from '#shared/time/day.ts';
import {
  faultsOfReport,
  type ReadinessFault,
  readinessFault,
  readReadiness,
} from '#shared/venues/readiness.ts';
import type { Db } from '../store/database.ts';
import { boothsOfHall, hallsOfSite, listSites } from '../venues/reads.ts';
import type { ReadinessTables } from './tables.ts';

/** A booth's last report: when the hub had it, and its digest. */
export interface ReportedReadiness {
  readonly at: string;
  readonly digest: string;
  readonly readiness: SignedReadiness;
}

/** A booth's last report; null where it has made none. */
export async function lastReport(db: Db, booth: string): Promise<ReportedReadiness | null> {
  const row = await db
    .selectFrom('booth_readiness')
    .selectAll()
    .where('booth', '=', booth)
    .executeTakeFirst();
  return row ? reported(row) : null;
}

const reported = ({ at, digest, readiness }: ReadinessTables['booth_readiness']): ReportedReadiness => ({
  at,
  digest,
  readiness: JSON.parse(readiness) as SignedReadiness,
});

/** How every booth of a site stands at this instant, or of all sites. */
export async function readinessRows(
  db: Db,
  site: string | null,
  at: string,
  presenceOf: (booth: string) => Presence,
): Promise<ReadinessRow[]> {
  const sites = site === null ? (await listSites(db)).map(({ id }) => id) : [site];
  const kept = await db.selectFrom('booth_readiness').selectAll().execute();
  const reports = new Map(kept.map((row) => [row.booth, reported(row)]));
  const rows: ReadinessRow[] = [];
  for (const id of sites)
    for (const hall of await hallsOfSite(db, id))
      for (const booth of await boothsOfHall(db, hall.id)) {
        const last = reports.get(booth.id) ?? null;
        const faults = faultsNow(last, booth.fingerprintDigest, presenceOf(booth.id), at);
        rows.push({
          ...{ site: id, hall: hall.id, seat: booth.seat, booth: booth.id },
          ready: faults.every(({ blocks }) => !blocks),
          faults,
          report: last && { at: last.at, digest: last.digest, signed: last.readiness.signed !== null },
        });
      }
  return rows.sort((a, b) => (a.seat < b.seat ? -1 : 1));
}

/** What the report says, and what the hub sees itself. A report of another day says nothing of this one. */
function faultsNow(
  last: ReportedReadiness | null,
  fingerprint: string | null,
  presence: Presence,
  at: string,
): ReadinessFault[] {
  const silent = presence === 'present' ? [] : [readinessFault('BOOTH_SILENT')];
  if (!last || dayInChina(last.at) !== dayInChina(at)) return [...silent, readinessFault('REPORT_MISSING')];
  const report = readReadiness(last.readiness);
  const other = report.fingerprint === fingerprint ? [] : [readinessFault('FINGERPRINT_OTHER')];
  const found = [...silent, ...other, ...faultsOfReport(report)];
  return found.toSorted((a, b) => Number(b.blocks) - Number(a.blocks));
}
