/** What the certificates of a path say of it that the walk does not look at (RFC 5280 §4.2, §6.1.4). */
import type * as pkijs from 'pkijs';
import type { KnownCertificate } from './certificates.ts';
import * as DER from './der.ts';

const BASIC_CONSTRAINTS = '2.5.29.19';

/**
 * Extensions that are looked at, and may be critical. What is none of these may limit a certificate in a way that
 * nobody here understands: then it is not to be used (RFC 5280 §4.2).
 */
const understood: ReadonlySet<string> = new Set([
  // Judged by who asks for a chain: usage and purpose, and where revocation lists are.
  '2.5.29.15', // keyUsage
  '2.5.29.37', // extKeyUsage
  '2.5.29.31', // cRLDistributionPoints
  // Judged by the walk, and the path length below.
  BASIC_CONSTRAINTS,
  '2.5.29.17', // subjectAltName, as far as names are constrained
  '2.5.29.30', // nameConstraints
  // Any policy will do here; what the walk judges is that one is there where it must be.
  '2.5.29.32', // certificatePolicies
  '2.5.29.33', // policyMappings
  '2.5.29.36', // policyConstraints
  '2.5.29.54', // inhibitAnyPolicy
]);

/** Whether every critical extension on the path is understood; the anchor's too, as OpenSSL has it. */
export function isUnderstood(path: readonly KnownCertificate[]): boolean {
  return path.every((certificate) =>
    extensionsOf(certificate).every(({ critical, extnID }) => !critical || understood.has(extnID)),
  );
}

/**
 * Whether no authority of the path, the anchor being one, has more authorities below it than it says. Those that
 * issue to their own name, as when they change their key, do not count (RFC 5280 §6.1.4 l). The certificate that is
 * judged comes first on the path and the anchor last.
 */
export function isWithinLengths(path: readonly KnownCertificate[]): boolean {
  let below = 0;
  for (const authority of path.slice(1)) {
    if (below > pathLengthOf(authority)) return false;
    if (!DER.isSame(authority.issuer, authority.subject)) below += 1;
  }
  return true;
}

/** How many authorities may stand below this one; one that cannot be told in four bytes limits nothing. */
function pathLengthOf(authority: KnownCertificate): number {
  const found = extensionsOf(authority).find(({ extnID }) => extnID === BASIC_CONSTRAINTS);
  const { pathLenConstraint: length } = (found?.parsedValue ?? {}) as Partial<pkijs.BasicConstraints>;
  return typeof length === 'number' ? length : Number.POSITIVE_INFINITY;
}

function extensionsOf(certificate: KnownCertificate): readonly pkijs.Extension[] {
  return certificate.parsed().extensions ?? [];
}
