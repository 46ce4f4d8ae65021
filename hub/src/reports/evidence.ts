/**
 * The evidence folder of one project: everything a stranger needs to check it with their own programs, the
 * witness certificate and the published ledger among it.
 */
import { type Zippable, zipSync } from 'fflate';
import { bytesOfBase64 } from '#shared/canonical/index.ts';
import { Refusal } from '#shared/catalogue/refusal.ts';
import { parseCheckpoint } from '#shared/ledger/checkpoint.ts';
import { parseNote } from '#shared/ledger/note.ts';
import { pemOf } from '#shared/signature/certificates.ts';
import { fileNameOf } from '#shared/verification/file-names.ts';
import { drawIdsAbout, sitesOfProject, transcriptOf } from '../draws/reads.ts';
import type { Hub } from '../gateway/hub.ts';
import { exportLedger } from '../ledger/published.ts';
import { drawsOfProject } from '../panels/reads.ts';
import { isRevealed, pledgesOf, signedSheets } from '../scoring/reads.ts';
import { loadEvaluation } from '../scoring/scene.ts';
import { seatDrawIdsOf } from '../seating/reads.ts';
import type { Db } from '../store/database.ts';
import { type CertifyingHub, issueCertificate } from './certificate.ts';
import { type ReportContent, scoreOf } from './contents.ts';
import { consentsOf, reportOf } from './reads.ts';
import { readLists, readSealed } from './sealing.ts';

type EvidenceHub = CertifyingHub & Pick<Hub, 'anchors'>;
/** Path in the folder → bytes. */
type Files = Map<string, Uint8Array>;

/** Every file of a project's evidence. Refuses REPORT_NOT_SEALED before the report is sealed. */
export async function evidenceFiles(hub: EvidenceHub, id: string): Promise<Files> {
  const db = hub.store;
  const { project } = await loadEvaluation(db, id);
  const report = await reportOf(db, id);
  const pdf = report?.sealedAt ? await readSealed(hub, report) : null;
  if (!report || !pdf) throw new Refusal('REPORT_NOT_SEALED');
  const files: Files = new Map();
  files.set('project.json', json(project));
  const panelDraws = (await drawsOfProject(db, id)).map((draw) => draw.drawId);
  const siteDraws = await drawIdsAbout(db, sitesOfProject(id));
  for (const drawId of [...siteDraws, ...panelDraws, ...(await seatDrawIdsOf(db, id))]) {
    const transcript = await transcriptOf(db, drawId);
    if (transcript) files.set(`draws/${fileNameOf(drawId)}.json`, json(transcript));
  }
  await addSheets(db, id, files);
  await addStatements(db, id, files);
  files.set('ca.pem', text(anchorsOf(hub)));
  const lists = await readLists(hub, report);
  if (lists) files.set('crl.pem', lists);
  files.set('result.json', json(await resultFile(db, id, JSON.parse(report.content) as ReportContent)));
  files.set('report.pdf', pdf);
  const certificate = await issueCertificate(hub, id);
  files.set('certificate.json', json(certificate));
  // The ledger as of the certificate's own checkpoint: it may have grown in the meantime.
  const { size } = parseCheckpoint(parseNote(certificate.checkpoint).text);
  for (const [path, bytes] of await exportLedger(db, hub.logKey, size)) files.set(`ledger/${path}`, bytes);
  files.set('ledger/checkpoint', text(certificate.checkpoint)); // with its cosignatures
  return files;
}

/** The evidence folder as a ZIP. */
export async function zipEvidence(hub: EvidenceHub, project: string, at: Date): Promise<Buffer> {
  const entries: Zippable = {};
  for (const [path, bytes] of await evidenceFiles(hub, project)) entries[`${project}/${path}`] = bytes;
  return Buffer.from(zipSync(entries, { mtime: at }));
}

/** The sheet that counts by the expert's name; earlier and void ones with their version. */
async function addSheets(db: Db, project: string, files: Files): Promise<void> {
  const { evaluation } = await loadEvaluation(db, project);
  const current = new Set(evaluation.members.map((member) => member.expert));
  for (const { expert, version, counts, content, cms, tsr } of await signedSheets(db, project)) {
    const inForce = counts && current.has(expert) && isRevealed(evaluation);
    const name = inForce ? `sheets/${fileNameOf(expert)}` : `sheets/earlier/${fileNameOf(expert)}-${version}`;
    addSigned(files, name, { content, cms, tsr });
  }
}

async function addStatements(db: Db, project: string, files: Files): Promise<void> {
  for (const { expert, content, cms } of await pledgesOf(db, project)) {
    addSigned(files, `pledges/${fileNameOf(expert)}`, { content, cms, tsr: null });
  }
  for (const { expert, signed } of await consentsOf(db, project)) {
    if (signed) addSigned(files, `consents/${fileNameOf(expert)}`, signed);
  }
}

function addSigned(
  files: Files,
  name: string,
  signed: { content: string; cms: string; tsr: string | null },
): void {
  files.set(`${name}.json`, text(signed.content));
  files.set(`${name}.json.p7s`, bytesOfBase64(signed.cms));
  if (signed.tsr !== null) files.set(`${name}.json.tsr`, bytesOfBase64(signed.tsr));
}

/** What `kawei score` gives, with the flags and what was said to them, as the report has them. */
async function resultFile(db: Db, id: string, { flags, entry }: ReportContent) {
  const { project, evaluation } = await loadEvaluation(db, id);
  const counted = (await signedSheets(db, id)).filter((row) => row.counts && isRevealed(evaluation));
  const inOrder = evaluation.members.flatMap(
    ({ expert }) => counted.find((row) => row.expert === expert) ?? [],
  );
  const explanations = flags
    .filter((flag) => flag.explanation !== null)
    .map(({ id: flag, expert, bidder, item, explanation }) => ({
      flag,
      expert,
      bidder,
      item,
      text: explanation,
    }));
  return { ...scoreOf(project, evaluation, inOrder, flags), flags, explanations, entry };
}

/** What the folder's signatures and time-stamps chain to, each root once. */
function anchorsOf({ anchors, identity, timeAuthority }: EvidenceHub): string {
  const roots = [...anchors, identity.root, ...(timeAuthority?.anchors ?? [])];
  return [...new Set(roots.map(pemOf))].join('');
}

function json(value: unknown): Uint8Array {
  return text(`${JSON.stringify(value, null, 2)}\n`);
}

function text(value: string): Uint8Array {
  return new TextEncoder().encode(value);
}
