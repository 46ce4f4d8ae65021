/** The verify side of signatures: from the files alone, with WebCrypto, in Node and in a browser. */
import { canonicalText } from '../canonical/index.ts';
import { Refusal } from '../catalogue/refusal.ts';
import type { SignedPurpose } from '../protocol/evaluation.ts';
import { assertionHolds } from './assertion.ts';
import { KnownCertificate, signerAmong } from './certificates.ts';
import { requireTrusted } from './chain.ts';
import { OID, type PreparedCms, prepareCms, suiteOf } from './cms.ts';
import * as DER from './der.ts';
import { issuedIn } from './revocation.ts';
import type { Issued } from './revocation-list.ts';

/** What a signature is for, bound into it beside the content: it cannot be used for anything else. */
export interface Binding {
  readonly purpose: SignedPurpose;
  readonly project?: string;
  /** Pseudonym of the draw. */
  readonly expert?: string;
  readonly seat?: string;
  /** Digest of the terminal's fingerprint, or the booth's id before there is a session. */
  readonly booth: string;
  readonly version?: number;
}

export interface Signer {
  readonly name: string;
  readonly serial: string;
  /** SHA-256 of the certificate. */
  readonly fingerprint: string;
  readonly certificate: Uint8Array;
}

export interface VerifiedSignature {
  readonly signer: Signer;
  readonly signingTime: Date;
  /** The signer's certificate and those above it, but not the anchor: whether one was revoked is still to be asked. */
  readonly chain: readonly Issued[];
  /** The anchor that the chain ends at. */
  readonly authority: Authority;
}

/** Who vouches for a signer: the common name, '' where there is none, and SHA-256 of the certificate. */
export type Authority = Pick<Signer, 'name' | 'fingerprint'>;

/** Prepares an expert's detached signature over `content`; the key signs `toBeSigned`. */
export function prepareSignature(input: {
  content: Uint8Array;
  certificates: readonly Uint8Array[];
  binding: Binding;
  signingTime: Date;
}) {
  return prepareCms({
    ...input,
    contentType: OID.data,
    detached: true,
    binding: canonicalText(input.binding),
  });
}

/** A signature that holds, and what it says it is for; whether it is that is still to be asked. */
export interface UnboundSignature extends VerifiedSignature {
  readonly binding: string | null;
}

/** What is signed, whom to trust, and when it is looked at. */
export interface SignedBytes {
  readonly cms: Uint8Array;
  readonly content: Uint8Array;
  readonly anchors: readonly Uint8Array[];
  readonly at: Date;
}

/**
 * Verifies an expert's detached signature: content, signature value, chain to `anchors` at `at`, key usage, and
 * the binding. Throws the Refusal that names what does not hold.
 */
export async function verifySignature(input: SignedBytes & { binding: Binding }): Promise<VerifiedSignature> {
  const { binding, ...verified } = await verifyUnbound(input);
  requireBinding(binding, input.binding);
  return verified;
}

/** As {@link verifySignature}, all but the binding. */
export async function verifyUnbound(input: SignedBytes): Promise<UnboundSignature> {
  const opened = openCms(input.cms);
  const { signer, others, signingTime } = opened;
  if (!signingTime) throw malformed('no signing time');
  await requireSigned(opened, input);
  const chain = await requireTrusted(signer, others, input.anchors, input.at);
  // What leads nowhere nobody has signed: it could be changed unseen.
  if (!others.every((one) => chain.includes(one))) throw malformed('a certificate that is not of the chain');
  const { der: certificate, fingerprint, serial, facts } = signer;
  return {
    signingTime,
    binding: opened.binding,
    chain: issuedIn(chain, input.anchors),
    authority: authorityOf(chain.at(-1) ?? signer),
    signer: { name: facts.name, serial, fingerprint, certificate },
  };
}

function authorityOf({ facts: { name }, fingerprint }: KnownCertificate): Authority {
  return { name, fingerprint };
}

/** An expert's signature taken apart. */
export interface OpenedCms {
  readonly signer: KnownCertificate;
  readonly others: readonly KnownCertificate[];
  readonly digest: Uint8Array;
  readonly signingTime: Date | null;
  readonly binding: string | null;
  readonly signature: Uint8Array;
}

/** Takes a detached signature apart without believing any of it yet. Refuses SIGNATURE_MALFORMED. */
export function openCms(cms: Uint8Array): OpenedCms {
  return orMalformed(() => opened(cms));
}

/** What is not read here is compared: there is one encoding of what is read ({@link requireSigned}). */
function opened(cms: Uint8Array): OpenedCms {
  const { partsOf, contentOf, tagged, TAG } = DER;
  const [, explicit] = partsOf(DER.readDer(cms));
  const [, , , certificateSet, signers] = partsOf(partsOf(explicit, tagged(0))[0]);
  const certificates = partsOf(certificateSet, tagged(0)).map(({ whole }) => KnownCertificate.read(whole));
  const [signerInfo, another] = partsOf(signers, TAG.set);
  if (!signerInfo || another) throw new Error('not exactly one signer');
  const [, sid, , attributes, , signature] = partsOf(signerInfo);
  const signer = signerAmong(certificates, sid);
  const values = attributeValues(attributes);
  const [time, binding] = [values.get(OID.signingTime), values.get(OID.binding)];
  return {
    signer,
    others: certificates.filter((one) => one !== signer),
    digest: contentOf(values.get(OID.messageDigest), TAG.octets),
    signingTime: time ? DER.dateOfUtcTime(contentOf(time, TAG.utcTime)) : null,
    binding: binding ? new TextDecoder().decode(contentOf(binding, TAG.utf8)) : null,
    signature: contentOf(signature, TAG.octets),
  };
}

const readAttributes = [OID.messageDigest, OID.signingTime, OID.binding].map((oid) => ({
  oid,
  encoded: DER.oid(oid),
}));

/** The attributes we read, by OID. */
function attributeValues(attributes: DER.Der | undefined): Map<string, DER.Der> {
  const values = new Map<string, DER.Der>();
  for (const attribute of DER.partsOf(attributes, DER.tagged(0))) {
    const [oid, set] = DER.partsOf(attribute);
    const known = readAttributes.find(({ encoded }) => oid && DER.isSame(encoded, oid.whole));
    const [value] = DER.partsOf(set, DER.TAG.set);
    if (known && value) values.set(known.oid, value);
  }
  return values;
}

/** Checks content, canonical encoding and signature value; the chain is checked apart. */
async function requireSigned(
  opened: OpenedCms,
  { cms, content }: { cms: Uint8Array; content: Uint8Array },
): Promise<void> {
  const { signer, signature } = opened;
  if (!DER.isSame(opened.digest, suiteOf(signer).digestOf(content)))
    throw new Refusal('SIGNATURE_CONTENT_CHANGED');
  const again = orMalformed(() => preparedAgain(opened, content));
  if (!DER.isSame(again.assemble(signature), cms)) throw malformed('not the canonical encoding');
  if (!(await signatureHolds(signer, again.toBeSigned, signature))) throw new Refusal('SIGNATURE_INVALID');
}

/** Whether a key has signed these bytes in its own way: only as USB keys do, by RSA, P-256, SM2 or an assertion. */
export async function signatureHolds(
  { key, facts }: KnownCertificate,
  bytes: Uint8Array,
  signature: Uint8Array,
): Promise<boolean> {
  if (key.kind === 'SM2') return key.holdsSm2(bytes, signature);
  if (facts.credential !== null) return assertionHolds(key, bytes, signature);
  return (key.kind === 'RSA' || key.kind === 'P-256') && key.holds('SHA-256', bytes, signature);
}

/** What the same parts give when we encode them; throws on a time or text that no encoding has. */
function preparedAgain(
  { signer, others, signingTime, binding }: OpenedCms,
  content: Uint8Array,
): PreparedCms {
  return prepareCms({
    ...{ contentType: OID.data, content, detached: true },
    certificates: [signer, ...others].map(({ der }) => der),
    ...(signingTime ? { signingTime } : {}),
    ...(binding === null ? {} : { binding }),
  });
}

function orMalformed<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof Refusal) throw error;
    throw malformed(error instanceof Error ? error.message : String(error));
  }
}

/** Refuses SIGNATURE_BINDING unless what a signature says it is for is exactly this. */
export function requireBinding(text: string | null, expected: Binding): void {
  if (text === canonicalText(expected)) return;
  let bound: Record<string, unknown> = {};
  try {
    bound = JSON.parse(text ?? '{}') as Record<string, unknown>;
  } catch {
    throw malformed('binding');
  }
  const field = Object.entries(expected).find(([name, value]) => bound[name] !== value)?.[0] ?? 'binding';
  throw new Refusal('SIGNATURE_BINDING', { field });
}

function malformed(detail: string): Refusal {
  return new Refusal('SIGNATURE_MALFORMED', { detail });
}
