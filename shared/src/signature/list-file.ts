/** A file of revocation lists: DER, or PEM with the certificates of who has signed them beside the lists. */
import { sha256Hex } from '../canonical/index.ts';
import { Refusal } from '../catalogue/refusal.ts';
import { KnownCertificate, readCertificates } from './certificates.ts';
import { readBlocks } from './pem.ts';
import { RevocationList } from './revocation-list.ts';

export interface ListFile {
  readonly lists: readonly RevocationList[];
  readonly certificates: readonly KnownCertificate[];
}

/**
 * Takes a file apart; whether anybody has signed what is in it is not asked. `known`: lists that were read before, by
 * their digests. Refuses CRL_NONE for a file without a list or a certificate, CRL_MALFORMED, CRL_UNSUPPORTED.
 */
export function readListFile(
  file: string,
  bytes: Uint8Array,
  known: ReadonlyMap<string, RevocationList> = new Map(),
): ListFile {
  const { crls, others } = blocksOf(bytes);
  if (crls.length + others.length === 0) throw new Refusal('CRL_NONE', { file });
  return {
    lists: crls.map((der) => known.get(sha256Hex(der)) ?? RevocationList.read(der)),
    certificates: others.map(certificateOf),
  };
}

function blocksOf(bytes: Uint8Array): { crls: readonly Uint8Array[]; others: readonly Uint8Array[] } {
  const text = new TextDecoder('latin1').decode(bytes);
  if (text.includes('-----BEGIN '))
    return { crls: readBlocks(text, 'X509 CRL'), others: readCertificates(text) };
  return isCertificate(bytes) ? { crls: [], others: [bytes] } : { crls: [bytes], others: [] };
}

function isCertificate(der: Uint8Array): boolean {
  try {
    return KnownCertificate.read(der).facts !== null;
  } catch {
    return false;
  }
}

function certificateOf(der: Uint8Array): KnownCertificate {
  try {
    const certificate = KnownCertificate.read(der);
    return certificate.facts && certificate;
  } catch (error) {
    throw new Refusal('CRL_MALFORMED', { detail: (error as Error).message });
  }
}
