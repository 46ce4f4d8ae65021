/** Every signature of a project's experts, whatever it is for. */
import { bytesOfBase64, sha256Hex } from '#shared/canonical/index.ts';
import { openCms } from '#shared/signature/verify.ts';
import { pledgesOf, signedSheets } from '../scoring/reads.ts';
import type { Db } from '../store/database.ts';
import { consentsOf } from './reads.ts';

/** SHA-256 of the name of everyone who has issued a certificate that lies with one of the signatures. */
export async function issuersOfSignatures(db: Db, project: string): Promise<ReadonlySet<string>> {
  const consents = (await consentsOf(db, project)).flatMap(({ signed }) => signed ?? []);
  const all = [...(await pledgesOf(db, project)), ...(await signedSheets(db, project)), ...consents];
  const certificates = all.flatMap(({ cms }) => {
    const { signer, others } = openCms(bytesOfBase64(cms));
    return [signer, ...others];
  });
  return new Set(certificates.map(({ issuer }) => sha256Hex(issuer)));
}
