import { bytesOfBase64, sha256Hex } from '#shared/canonical/index.ts';
import { openCms } from '#shared/signature/verify.ts';
import { type Evaluation, isRevealed, pledgesOf, signedSheets } from '../scoring/reads.ts';
import { loadEvaluation } from '../scoring/scene.ts';
import type { Db } from '../store/database.ts';
import type { ReportContent } from './contents.ts';
import { type Consent, consentsOf, reportOf } from './reads.ts';

/** One signature as the report names it. */
export interface NamedSignature {
  readonly what: 'pledge' | 'sheet' | 'consent';
  readonly expert: string;
  readonly alias: string;
  /** Common name and serial number of the certificate. */
  readonly signer: string;
  readonly serial: string;
  readonly signedAt: string;
  /** Of the sheet; null for what is signed once. */
  readonly version: number | null;
  /** False for a sheet that was amended later, or that is void since its expert was replaced. */
  readonly inForce: boolean;
  /** SHA-256 of what was signed. */
  readonly digest: string;
}

/** All that the sealed document shows: what was signed, the positions on it, and every signature. */
export interface ReportDocument {
  readonly content: ReportContent;
  /** What the consents sign. */
  readonly digest: string;
  readonly drawnUpAt: string;
  readonly consents: readonly Consent[];
  readonly signatures: readonly NamedSignature[];
}

/** Draws the document of a complete report as a PDF. */
export type RenderReport = (document: ReportDocument) => Promise<Buffer>;

/** The document of a project whose report is complete. */
export async function reportDocument(db: Db, project: string): Promise<ReportDocument> {
  const report = await reportOf(db, project);
  if (!report) throw new Error(`project ${project} has no report to seal`);
  const { evaluation } = await loadEvaluation(db, project);
  const consents = await consentsOf(db, project);
  return {
    content: JSON.parse(report.content) as ReportContent,
    digest: report.digest,
    drawnUpAt: report.drawnUpAt,
    consents,
    signatures: await signaturesOf(db, evaluation, consents),
  };
}

/** Pledges, then every sheet ever signed, then the positions; each kind in order of the panel. */
async function signaturesOf(
  db: Db,
  evaluation: Evaluation,
  consents: readonly Consent[],
): Promise<NamedSignature[]> {
  const everybody = [...evaluation.members, ...evaluation.gone];
  const placeOf = (expert: string) => everybody.findIndex((member) => member.expert === expert);
  const aliasOf = (expert: string) => everybody[placeOf(expert)]?.alias ?? expert;
  const named = (
    what: NamedSignature['what'],
    expert: string,
    content: string,
    cms: string,
  ): NamedSignature => ({
    ...{ what, expert, alias: aliasOf(expert), version: null, inForce: true },
    ...{ digest: sha256Hex(content), ...signerOf(cms) },
  });
  const pledges = (await pledgesOf(db, evaluation.project)).map(({ expert, content, cms }) =>
    named('pledge', expert, content, cms),
  );
  const signed = isRevealed(evaluation) ? await signedSheets(db, evaluation.project) : [];
  const sheets = signed.map(
    ({ expert, content, cms, version, counts }): NamedSignature => ({
      ...named('sheet', expert, content, cms),
      ...{ version, inForce: counts },
    }),
  );
  const positions = consents.flatMap(({ expert, signed }) =>
    signed ? [named('consent', expert, signed.content, signed.cms)] : [],
  );
  return [pledges, sheets, positions].flatMap((kind) =>
    kind.sort((a, b) => placeOf(a.expert) - placeOf(b.expert)),
  );
}

function signerOf(cms: string) {
  const { signer, signingTime } = openCms(bytesOfBase64(cms));
  return {
    signer: signer.facts.name,
    serial: signer.serial,
    signedAt: signingTime?.toISOString() ?? '',
  };
}
