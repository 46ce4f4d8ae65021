import forge from 'node-forge';

/** OID of a certificate's bag in PKCS#12 (RFC 7292 §4.2.3). */
const CERT_BAG = '1.2.840.113549.1.12.10.1.3';

/**
 * The certificate in a PKCS#12, without its PIN, as a key in the slot shows it to everybody. Null where the
 * certificates lie encrypted, or there is none.
 */
export function certificateIn(p12: Uint8Array): Uint8Array | null {
  try {
    return findCertificate(forge.asn1.fromDer(Buffer.from(p12).toString('binary')));
  } catch {
    return null; // still being copied, or no PKCS#12 at all
  }
}

function findCertificate(node: forge.asn1.Asn1): Uint8Array | null {
  if (!Array.isArray(node.value)) return insideOctets(node);
  const [first, second] = node.value;
  if (first && second && isOid(first, CERT_BAG)) return lastOctets(second);
  for (const child of node.value) {
    const found = findCertificate(child);
    if (found) return found;
  }
  return null;
}

/** PKCS#12 packs DER into octet strings of DER. */
function insideOctets({ type, value }: forge.asn1.Asn1): Uint8Array | null {
  if (type !== forge.asn1.Type.OCTETSTRING || typeof value !== 'string' || !value.startsWith('0'))
    return null;
  try {
    return findCertificate(forge.asn1.fromDer(value));
  } catch {
    return null;
  }
}

function isOid({ type, value }: forge.asn1.Asn1, oid: string): boolean {
  const isText = type === forge.asn1.Type.OID && typeof value === 'string';
  return isText && forge.asn1.derToOid(value) === oid;
}

function lastOctets(node: forge.asn1.Asn1): Uint8Array | null {
  if (typeof node.value === 'string') return new Uint8Array(Buffer.from(node.value, 'binary'));
  const last = node.value.at(-1);
  return last ? lastOctets(last) : null;
}
