import { bytesOfBase64 } from '#shared/canonical/index.ts';
import { commonName, serialNumber } from '#shared/signature/certificates.ts';
import { openCms } from '#shared/signature/verify.ts';
import { countedSheets } from '../scoring/reads.ts';
import { loadEvaluation } from '../scoring/scene.ts';
import type { Db } from '../store/database.ts';
import type { ReportContent } from './contents.ts';
import { type Consent, consentsOf, reportOf } from './reads.ts';

/** One signature as the report names it. */
export interface NamedSignature {
  readonly what: 'sheet' | 'consent';
  readonly expert: string;
  readonly alias: string;
  /** Common name and serial number of the certificate. */
  readonly signer: string;
  readonly serial: string;
  readonly signedAt: string;
  /** Of the sheet; null for a consent. */
  readonly version: number | null;
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
  const aliasOf = (expert: string) =>
    evaluation.members.find((member) => member.expert === expert)?.alias ?? expert;
  const sheets = (await countedSheets(db, evaluation)).map(
    ({ expert, version, cms }): NamedSignature => ({
      ...{ what: 'sheet', expert, version, alias: aliasOf(expert) },
      ...signerOf(cms),
    }),
  );
  const positions = consents.flatMap(({ expert, alias, signed }): NamedSignature[] =>
    signed ? [{ what: 'consent', expert, alias, version: null, ...signerOf(signed.cms) }] : [],
  );
  return {
    content: JSON.parse(report.content) as ReportContent,
    digest: report.digest,
    drawnUpAt: report.drawnUpAt,
    consents,
    signatures: [...sheets, ...positions],
  };
}

function signerOf(cms: string) {
  const { signer, signingTime } = openCms(bytesOfBase64(cms));
  return {
    signer: commonName(signer),
    serial: serialNumber(signer),
    signedAt: signingTime?.toISOString() ?? '',
  };
}
