/** Blocks of a PEM text (RFC 7468): certificates and revocation lists, several in one text. */
import { base64Of, bytesOfBase64 } from '../canonical/index.ts';

export type PemLabel = 'CERTIFICATE' | 'X509 CRL';

/** What stands in the blocks of this label, in their order; a block that is not base64 is none. */
export function readBlocks(pem: string, label: PemLabel): Uint8Array[] {
  const [begin, end] = [`-----BEGIN ${label}-----`, `-----END ${label}-----`];
  const found: Uint8Array[] = [];
  for (let at = pem.indexOf(begin); at >= 0; ) {
    const next = pem.indexOf(begin, at + begin.length);
    const stop = pem.indexOf(end, at);
    if (stop >= 0 && (next < 0 || stop < next)) {
      try {
        found.push(bytesOfBase64(pem.slice(at + begin.length, stop).replace(/\s+/g, '')));
      } catch {
        // no base64
      }
    }
    at = next;
  }
  return found;
}

/** As {@link readBlocks} reads it, with its last line ended. */
export function blockOf(der: Uint8Array, label: PemLabel): string {
  const lines = base64Of(der).match(/.{1,64}/g) ?? [];
  return [`-----BEGIN ${label}-----`, ...lines, `-----END ${label}-----`, ''].join('\n');
}
