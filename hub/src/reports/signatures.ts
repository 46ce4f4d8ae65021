/** Every signature that was taken of a project's experts, whatever it is for. */
import { bytesOfBase64, sha256Hex } from '#shared/canonical/index.ts';
import type { KnownCertificate } from '#shared/signature/certificates.ts';
import { openCms } from '#shared/signature/verify.ts';
import { pledgesOf, signedSheets } from '../scoring/reads.ts';
import type { Db } from '../store/database.ts';
import { consentsOf } from './reads.ts';

export interface TakenSignature {
  /** Pseudonym of the draw. */
  readonly expert: string;
  /** The signer's certificate, and those that were sent along. */
  readonly certificates: readonly KnownCertificate[];
  /** When the hub has taken it. */
  readonly at: Date;
}

export async function signaturesOf(db: Db, project: string): Promise<TakenSignature[]> {
  const [pledges, sheets, consents] = [
    (await pledgesOf(db, project)).map(({ expert, cms, signed_at }) => ({ expert, cms, at: signed_at })),
    (await signedSheets(db, project)).map(({ expert, cms, signedAt }) => ({ expert, cms, at: signedAt })),
    (await consentsOf(db, project)).flatMap(({ expert, signed, at }) =>
      signed ? [{ expert, cms: signed.cms, at }] : [],
    ),
  ];
  return [...pledges, ...sheets, ...consents].map(({ expert, cms, at }) => {
    const { signer, others } = openCms(bytesOfBase64(cms));
    return { expert, certificates: [signer, ...others], at: new Date(at) };
  });
}

/** SHA-256 of the name of everyone who has issued a certificate that lies with one of the signatures. */
export async function issuersOfSignatures(db: Db, project: string): Promise<ReadonlySet<string>> {
  const taken = await signaturesOf(db, project);
  return new Set(taken.flatMap(({ certificates }) => certificates.map(({ issuer }) => sha256Hex(issuer))));
}
