/** A file of revocation lists: DER, or PEM with the certificates of who has signed them beside the lists. */
import { sha256Hex } from '../canonical/index.ts';
import { Refusal } from '../catalogue/refusal.ts';
import { KnownCertificate, readCertificates } from './certificates.ts';
import * as DER from './der.ts';
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
  const listOf = (der: Uint8Array) => known.get(sha256Hex(der)) ?? RevocationList.read(der);
  if (!startsPem(bytes)) return binary(bytes, listOf);
  const text = new TextDecoder('latin1').decode(bytes);
  const lists = readBlocks(text, 'X509 CRL').map(listOf);
  const certificates = readCertificates(text).map(certificateOf);
  if (lists.length + certificates.length === 0) throw new Refusal('CRL_NONE', { file });
  return { lists, certificates };
}

/** DER begins with the byte of a SEQUENCE, `0`, and then a length, which no text has there. */
function startsPem(bytes: Uint8Array): boolean {
  return bytes[0] !== DER.TAG.sequence || (bytes[1] ?? 0) < 0x80;
}

/** One list or one certificate in DER. */
function binary(bytes: Uint8Array, listOf: (der: Uint8Array) => RevocationList): ListFile {
  try {
    return { lists: [listOf(bytes)], certificates: [] };
  } catch (error) {
    if (!(error instanceof Refusal) || error.code !== 'CRL_MALFORMED') throw error;
    try {
      return { lists: [], certificates: [certificateOf(bytes)] };
    } catch {
      throw error;
    }
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
