/** Issues the witness certificate of a project whose report is sealed. */
import { base64Of, bytesOfBase64 } from '#shared/canonical/index.ts';
import type { EventType } from '#shared/catalogue/events/index.ts';
import { Refusal } from '#shared/catalogue/refusal.ts';
import type { Certificate, CertificateEntry } from '#shared/ledger/certificate.ts';
import { leafBytes } from '#shared/ledger/leaf.ts';
import { verifyTimeStamp } from '#shared/signature/time-stamp.ts';
import { sitesOfProject } from '../draws/reads.ts';
import type { Hub } from '../gateway/hub.ts';
import { checkpointAt, latestCheckpoint } from '../ledger/checkpoints.ts';
import { inclusionProof } from '../ledger/tree.ts';
import { findProject } from '../projects/reads.ts';
import { seatDrawIdsOf } from '../seating/reads.ts';
import type { TimeAuthority } from '../stamps/authority.ts';
import { stampOf } from '../stamps/reads.ts';
import type { Db } from '../store/database.ts';
import { type Cosigner, cosignersAmong, hasCosigned } from '../witnesses/cosigners.ts';
import { quorumOf, witnessesFor } from '../witnesses/list.ts';
import { cosignedFrom } from '../witnesses/reads.ts';
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
  'pledge.signed',
  'chair.elected',
  'review.decided',
  'competition.decided',
  'sheet.signed',
  'marks.revealed',
  'flag.raised',
  'flag.explained',
  'flag.amended',
  'flag.refused',
  'flag.sent-back',
  'flag.vote-opened',
  'flag.vote-decided',
  'flag.overdue',
  'flag.closed',
  'mark.struck',
  'lookback.closed',
  'evaluation.failed',
  'report.drawn-up',
  'consent.signed',
  'consent.refused',
  'consents.complete',
  'report.sealed',
]);

export type CertifyingHub = Pick<
  Hub,
  'store' | 'identity' | 'logKey' | 'now' | 'witnesses' | 'settings' | 'timeAuthority'
>;

/** A checkpoint a certificate can be issued on, and the time-stamp over its note. */
interface Stamped extends WitnessedCheckpoint {
  /** Base64 of an RFC 3161 response. */
  readonly timestamp: string;
  readonly at: Date;
}

/**
 * The certificate of everything recorded about a project. Refuses REPORT_NOT_SEALED before the seal,
 * CERTIFICATE_NOT_WITNESSED until enough witnesses have cosigned a checkpoint after it, and STAMP_AWAITED until the
 * outside authority, where one is set, has time-stamped it.
 */
export async function issueCertificate(hub: CertifyingHub, project: string): Promise<Certificate> {
  const { size, note, witnesses, timestamp, at } = hub.timeAuthority
    ? await stampedOutside(hub, hub.timeAuthority, project)
    : stampedHere(hub, await witnessedCheckpoint(hub, project));
  return {
    format: 'kawei/certificate@1',
    project,
    issuedAt: at.toISOString(),
    entries: await entriesAbout(hub.store, project, size),
    checkpoint: note,
    key: hub.logKey.verifierKey,
    ...(witnesses.length > 0 ? { witnesses: [...witnesses] } : {}),
    timestamp,
  };
}

function stampedHere({ identity, now }: CertifyingHub, checkpoint: WitnessedCheckpoint): Stamped {
  // A time-stamp tells seconds, and the certificate tells no more than its time-stamp.
  const at = new Date(Math.floor(now().getTime() / 1000) * 1000);
  const timestamp = issueTimeStamp(identity, new TextEncoder().encode(checkpoint.note), at);
  return { ...checkpoint, at, timestamp: base64Of(timestamp) };
}

/** The checkpoint as the outside authority has stamped it once: every copy of the certificate is on the same. */
async function stampedOutside(
  hub: CertifyingHub,
  { url, anchors }: TimeAuthority,
  project: string,
): Promise<Stamped> {
  const stamp = await stampOf(hub.store, project);
  if (!stamp) {
    await witnessedCheckpoint(hub, project); // what else is missing is told first
    throw new Refusal('STAMP_AWAITED', { url });
  }
  const { size, note, witnesses, tsr: timestamp, authority } = stamp;
  try {
    const tsr = bytesOfBase64(timestamp);
    const { time } = await verifyTimeStamp({ tsr, data: new TextEncoder().encode(note), anchors });
    return { size, note, witnesses, timestamp, at: time };
  } catch (error) {
    if (error instanceof Refusal) throw new Refusal('STAMP_ANCHOR_MISSING', { authority });
    throw error;
  }
}

export interface WitnessedCheckpoint {
  readonly size: number;
  /** With its cosignatures. */
  readonly note: string;
  /** Verifier keys of those who cosigned. */
  readonly witnesses: readonly string[];
}

/** The latest checkpoint after the seal that enough witnesses have cosigned, with all their cosignatures that hold. */
export async function witnessedCheckpoint(
  { store, witnesses, settings }: CertifyingHub,
  id: string,
): Promise<WitnessedCheckpoint> {
  const sealedAt = (await reportOf(store, id))?.sealedAt;
  const project = (await findProject(store, id))?.project;
  if (!sealedAt || !project) throw new Refusal('REPORT_NOT_SEALED');
  const from = await sizeAfterSeal(store, id);
  const counted = witnessesFor(
    witnesses,
    project.panel.sites.map((site) => site.id),
  );
  const need = quorumOf(counted, settings.cosignatures);
  const cosigned = await cosignedFrom(store, from);
  const latest = (await latestCheckpoint(store))?.size ?? 0;
  if (need === 0 && !cosigned.has(latest)) cosigned.set(latest, []);
  const countOf = (cosigners: readonly Cosigner[]) =>
    cosigners.filter(({ witness }) => counted.includes(witness)).length;
  let have = 0;
  for (const [size, lines] of [...cosigned].sort(([a], [b]) => b - a)) {
    const cosigners = cosignersAmong(witnesses, lines);
    // Only what would be more than was found so far is worth verifying: there may be thousands of trees.
    const checkpoint = countOf(cosigners) < Math.min(need, have + 1) ? null : await checkpointAt(store, size);
    if (!checkpoint) continue;
    const holding = cosigners.filter((one) => hasCosigned(one, checkpoint.note));
    have = Math.max(have, countOf(holding));
    if (have < need) continue;
    const note = checkpoint.note + holding.map(({ line }) => line).join('');
    return { size, note, witnesses: holding.map(({ witness }) => witness.verifierKey) };
  }
  throw new Refusal('CERTIFICATE_NOT_WITNESSED', { have, need });
}

/** Entries of the ledger up to the seal of a project's report. */
async function sizeAfterSeal(db: Db, project: string): Promise<number> {
  const row = await db
    .selectFrom('ledger')
    .select((eb) => eb.fn.max('seq').as('seq'))
    .where('subject', '=', `project/${project}`)
    .where('type', '=', 'report.sealed')
    .executeTakeFirst();
  return Number(row?.seq ?? 0) + 1;
}

/** Of the seats' draws, which are about experts of other projects too, the result alone. */
async function entriesAbout(db: Db, project: string, size: number): Promise<CertificateEntry[]> {
  const seatDraws = (await seatDrawIdsOf(db, project)).map((drawId) => `draw/${drawId}`);
  const rows = await db
    .selectFrom('ledger')
    .selectAll()
    .where('seq', '<', size)
    .where((eb) =>
      eb.or([
        eb('subject', '=', `project/${project}`),
        ...[project, sitesOfProject(project)].map((about) =>
          eb.and([eb('subject', '>', `draw/${about}#`), eb('subject', '<', `draw/${about}$`)]),
        ),
        ...(seatDraws.length > 0
          ? [eb.and([eb('subject', 'in', seatDraws), eb('type', '=', 'draw.completed')])]
          : []),
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
