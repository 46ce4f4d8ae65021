/** RFC 3161 time-stamps, verify side: the hub's own and those of any other authority. */
import { hexOf, sha256 } from '../canonical/index.ts';
import { Refusal } from '../catalogue/refusal.ts';
import type { KnownCertificate } from './certificates.ts';
import { isAnchor, requireTrusted } from './chain.ts';
import * as DER from './der.ts';
import { digestOf, type HashName } from './keys.ts';
import {
  granted,
  openToken,
  signingCertificate,
  signingCertificateV2,
  type Token,
} from './time-stamp-token.ts';
import { hashOf } from './tst-info.ts';

export interface VerifiedTimeStamp {
  readonly time: Date;
  readonly serial: string;
  /** Common name of the time-stamping authority. */
  readonly authority: string;
  /** When the authority's certificate ends. */
  readonly expires: Date;
}

/** Verifies a time-stamp response over `data` and says when the data existed. Refuses TIME_STAMP_INVALID. */
export async function verifyTimeStamp(input: {
  tsr: Uint8Array;
  data: Uint8Array;
  anchors: readonly Uint8Array[];
}): Promise<VerifiedTimeStamp> {
  const token = openToken(tokenOf(input.tsr));
  const chain = await verifyToken(token, input.data, input.anchors);
  if (!DER.isSame(granted(token.keeping(chain)), input.tsr))
    throw invalid('more than its signature and chain');
  return described(token);
}

/** Verifies what an authority has given and reduces it to what is signed: the form in which a stamp is kept. */
export async function acceptTimeStamp(
  token: Token,
  data: Uint8Array,
  anchors: readonly Uint8Array[],
): Promise<{ readonly tsr: Uint8Array; readonly stamp: VerifiedTimeStamp }> {
  const chain = await verifyToken(token, data, anchors);
  // Without the anchor itself: whoever verifies brings their own, which may lie anywhere on the chain.
  const sent = chain.filter((one) => !isAnchor(one, anchors));
  return { tsr: granted(token.keeping(sent)), stamp: described(token) };
}

/** Imprint, signature, the signer's certificate and its chain; gives the chain. */
async function verifyToken(
  token: Token,
  data: Uint8Array,
  anchors: readonly Uint8Array[],
): Promise<readonly KnownCertificate[]> {
  const { info, signer, others } = token;
  if (info.imprint.hash !== 'SHA-256') throw invalid('hash');
  if (!DER.isSame(info.imprint.digest, sha256(data))) throw invalid('other data');
  if (!(await token.isSigned())) throw invalid('signature');
  await requireNamed(token);
  try {
    if (!signer.facts.isForTimeStamps) throw invalid('certificate');
    return await requireTrusted(signer, others, anchors, info.time, ['digitalSignature', 'nonRepudiation']);
  } catch (error) {
    if (error instanceof Refusal && error.code === 'SIGNATURE_MALFORMED') throw invalid('certificate');
    throw error;
  }
}

function described({ info, signer }: Token): VerifiedTimeStamp {
  const { name, to } = signer.facts;
  return { time: info.time, serial: hexOf(info.serial), authority: name, expires: to };
}

/** The token of a granted response; {@link verifyTimeStamp} sees that there is nothing else. */
function tokenOf(tsr: Uint8Array): Uint8Array {
  try {
    const [, token] = DER.partsOf(DER.readDer(tsr));
    if (token) return token.whole;
  } catch {
    // no DER at all
  }
  throw invalid('not granted');
}

/** The signed attributes name the very certificate by its digest (RFC 5035, RFC 5816). */
async function requireNamed({ signer, attributes }: Token): Promise<void> {
  const named = attributes.get(signingCertificateV2);
  const digest = named
    ? idOf(named)
    : { ...idOf(attributes.get(signingCertificate)), hash: 'SHA-1' as const };
  if (!DER.isSame(digest.value, await digestOf(digest.hash, signer.der)))
    throw invalid('signing certificate');
}

/** SigningCertificate(V2) ::= certs, policies; ESSCertID(v2) ::= hash (SHA-256 by default; not in v1), digest, issuer */
function idOf(attribute: DER.Der | undefined): { hash: HashName; value: Uint8Array } {
  try {
    const [certificates] = DER.partsOf(attribute);
    const [first] = DER.partsOf(certificates);
    const [algorithm, digest] = DER.partsOf(first);
    if (algorithm?.tag === DER.TAG.octets) return { hash: 'SHA-256', value: algorithm.content };
    const hash = hashOf(algorithm);
    if (hash) return { hash, value: DER.contentOf(digest, DER.TAG.octets) };
  } catch {
    // another form
  }
  throw invalid('signing certificate');
}

function invalid(detail: string): Refusal {
  return new Refusal('TIME_STAMP_INVALID', { detail });
}
