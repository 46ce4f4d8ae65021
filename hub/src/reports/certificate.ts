/** Issues the witness certificate of a project whose report is sealed. */
import { base64Of } from '#shared/canonical/index.ts';
import type { EventType } from '#shared/catalogue/events/index.ts';
import { Refusal } from '#shared/catalogue/refusal.ts';
import type { Certificate, CertificateEntry } from '#shared/ledger/certificate.ts';
import { leafBytes } from '#shared/ledger/leaf.ts';
import type { Hub } from '../gateway/hub.ts';
import { latestCheckpoint } from '../ledger/checkpoints.ts';
import { inclusionProof } from '../ledger/tree.ts';
import type { Db } from '../store/database.ts';
import { reportOf } from './reads.ts';
import { issueTimeStamp } from './time-stamp.ts';

/**
 * What may be disclosed once the report is sealed: what the report and the evidence folder tell anyway. Who is
 * behind a pseudonym, single drafts of marks and who sat where stay sealed; their entries are proved all the same.
 */
const disclosed: ReadonlySet<EventType> = new Set<EventType>([
  'project.entered',
  'project.revised',
  'project.frozen',
  'draw.opened',
  'draw.committed',
  'draw.commitments-closed',
  'draw.revealed',
  'draw.withheld',
  'draw.completed',
  'chair.elected',
  'review.decided',
  'competition.decided',
  'sheet.signed',
  'marks.revealed',
  'flag.raised',
  'flag.explained',
  'flag.amended',
  'lookback.closed',
  'evaluation.failed',
  'report.drawn-up',
  'consent.signed',
  'consent.refused',
  'consents.complete',
  'report.sealed',
]);

type CertifyingHub = Pick<Hub, 'store' | 'identity' | 'logKey' | 'now'>;

/** The certificate of everything recorded about a project. Refuses REPORT_NOT_SEALED before the seal. */
export async function issueCertificate(
  { store, identity, logKey, now }: CertifyingHub,
  project: string,
): Promise<Certificate> {
  const report = await reportOf(store, project);
  const checkpoint = await latestCheckpoint(store);
  if (!report?.sealedAt || !checkpoint) throw new Refusal('REPORT_NOT_SEALED');
  // A time-stamp tells seconds, and the certificate tells no more than its time-stamp.
  const at = new Date(Math.floor(now().getTime() / 1000) * 1000);
  const timestamp = issueTimeStamp(identity, new TextEncoder().encode(checkpoint.note), at);
  return {
    format: 'kawei/certificate@1',
    project,
    issuedAt: at.toISOString(),
    entries: await entriesAbout(store, project, checkpoint.size),
    checkpoint: checkpoint.note,
    key: logKey.verifierKey,
    timestamp: base64Of(timestamp),
  };
}

async function entriesAbout(db: Db, project: string, size: number): Promise<CertificateEntry[]> {
  const rows = await db
    .selectFrom('ledger')
    .selectAll()
    .where('seq', '<', size)
    .where((eb) =>
      eb.or([
        eb('subject', '=', `project/${project}`),
        eb.and([eb('subject', '>', `draw/${project}#`), eb('subject', '<', `draw/${project}$`)]),
      ]),
    )
    .orderBy('seq')
    .execute();
  const entries: CertificateEntry[] = [];
  for (const row of rows) {
    const proof = (await inclusionProof(db, row.seq, size)).map(base64Of);
    const open = disclosed.has(row.type as EventType)
      ? { payload: JSON.parse(row.payload) as object, salt: base64Of(new Uint8Array(row.salt)) }
      : {};
    entries.push({ index: row.seq, leaf: base64Of(leafBytes(row)), proof, ...open });
  }
  return entries;
}
