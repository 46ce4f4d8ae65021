/** The verify side of signatures: from the files alone, with WebCrypto, in Node and in a browser. */
import { canonicalText, sha256 } from '../canonical/index.ts';
import { Refusal } from '../catalogue/refusal.ts';
import type { SignedPurpose } from '../protocol/evaluation.ts';
import { commonName, KnownCertificate, requireTrusted, serialNumber } from './certificates.ts';
import { type CmsParts, OID, type PreparedCms, prepareCms } from './cms.ts';
import * as DER from './der.ts';
import { type OpenKey, webKey } from './keys.ts';

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
}

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

/** A signature that holds, and what it says it is for; whether that is what it is used for is still to be asked. */
export interface UnboundSignature extends VerifiedSignature {
  readonly binding: string | null;
}

/** What is signed, and when it is looked at. */
export interface SignedBytes {
  readonly cms: Uint8Array;
  readonly content: Uint8Array;
  readonly at: Date;
}

/** Verifies a signature but for its binding. Throws the Refusal that names what does not hold. */
export type VerifySigned = (signed: SignedBytes) => Promise<UnboundSignature>;

/**
 * Verifies an expert's detached signature: content, signature value, chain to `anchors` at `at`, key usage, and
 * the binding. Throws the Refusal that names what does not hold.
 */
export async function verifySignature(
  input: SignedBytes & { anchors: readonly Uint8Array[]; binding: Binding },
): Promise<VerifiedSignature> {
  const { binding, ...verified } = await verifierOf(input.anchors)(input);
  requireBinding(binding, input.binding);
  return verified;
}

/**
 * A verifier of many signatures: keys are opened once, and a chain that holds is not walked again within the time
 * for which it does.
 */
export function verifierOf(anchors: readonly Uint8Array[], openKey: OpenKey = webKey): VerifySigned {
  const keys = new WeakMap<KnownCertificate, ReturnType<OpenKey>>();
  const keyOf: KeyOf = (certificate) => {
    const key = keys.get(certificate) ?? openKey(certificate.spki);
    keys.set(certificate, key);
    return key;
  };
  const trusted = new WeakMap<KnownCertificate, Trust>();
  return async ({ cms, content, at }) => {
    const opened = openCms(cms);
    const { signer, others, signingTime, binding } = opened;
    if (!signingTime) throw malformed('no signing time');
    await checkCms(opened, { contentType: OID.data, content, detached: true }, cms, keyOf);
    if (!isTrusted(trusted.get(signer), others, at))
      trusted.set(signer, { others, ...(await requireTrusted(signer, others, anchors, at)) });
    return { signingTime, binding, signer: signerOf(signer) };
  };
}

/** A chain that was found to hold, by which other certificates, and from when until when. */
interface Trust {
  readonly others: readonly KnownCertificate[];
  readonly from: number;
  readonly to: number;
}

function isTrusted(trust: Trust | undefined, others: readonly KnownCertificate[], at: Date): boolean {
  if (!trust || trust.others.length !== others.length) return false;
  const time = at.getTime();
  return time >= trust.from && time <= trust.to && trust.others.every((one, n) => one === others[n]);
}

function signerOf(certificate: KnownCertificate): Signer {
  return {
    name: commonName(certificate.parsed),
    serial: serialNumber(certificate.parsed),
    fingerprint: certificate.fingerprint,
    certificate: certificate.der,
  };
}

export interface OpenedCms {
  readonly signer: KnownCertificate;
  readonly others: readonly KnownCertificate[];
  readonly digest: Uint8Array | null;
  readonly signingTime: Date | null;
  readonly binding: string | null;
  readonly signature: Uint8Array;
  /** Content inside the signed data; null when detached. */
  readonly content: Uint8Array | null;
}

/** Takes a CMS apart without believing any of it yet. */
export function openCms(cms: Uint8Array): OpenedCms {
  try {
    return opened(cms);
  } catch (error) {
    throw malformed(error instanceof Error ? error.message : String(error));
  }
}

function opened(cms: Uint8Array): OpenedCms {
  const { partsOf, contentOf, tagged, TAG } = DER;
  const [, explicit] = partsOf(DER.readDer(cms));
  const [, , encapsulated, second, third] = partsOf(partsOf(explicit, tagged(0))[0]);
  const certificates = partsOf(second, tagged(0)).map(({ whole }) => KnownCertificate.read(whole));
  const [signerInfo, another] = partsOf(third, TAG.set);
  if (!signerInfo || another) throw new Error('not exactly one signer');
  const [, sid, , attributes, , signature] = partsOf(signerInfo);
  const [issuer, serial] = partsOf(sid);
  const signer = certificates.find((one) => isNamed(one, issuer, serial));
  if (!signer) throw new Error('no certificate of the signer');
  const values = attributeValues(attributes);
  const digest = values.get(OID.messageDigest);
  const time = values.get(OID.signingTime);
  const binding = values.get(OID.binding);
  const [, inside] = partsOf(encapsulated);
  return {
    signer,
    others: certificates.filter((one) => one !== signer),
    digest: digest ? contentOf(digest, TAG.octets) : null,
    signingTime: time ? DER.dateOfUtcTime(contentOf(time, TAG.utcTime)) : null,
    binding: binding ? new TextDecoder().decode(contentOf(binding, TAG.utf8)) : null,
    signature: contentOf(signature, TAG.octets),
    content: inside ? contentOf(partsOf(inside, tagged(0))[0], TAG.octets) : null,
  };
}

function isNamed(
  certificate: KnownCertificate,
  issuer: DER.Der | undefined,
  serial: DER.Der | undefined,
): boolean {
  if (!issuer || !serial) return false;
  return (
    DER.compareBytes(certificate.issuer, issuer.whole) === 0 &&
    DER.compareBytes(certificate.serialNumber, serial.whole) === 0
  );
}

/** The attributes we know, by OID; of one that is there twice, the first. */
function attributeValues(attributes: DER.Der | undefined): Map<string, DER.Der> {
  const values = new Map<string, DER.Der>();
  for (const attribute of DER.partsOf(attributes, DER.tagged(0))) {
    const [oid, set] = DER.partsOf(attribute);
    const known = knownAttributes.find(({ encoded }) => oid && DER.compareBytes(encoded, oid.whole) === 0);
    const [value] = DER.partsOf(set, DER.TAG.set);
    if (known && value && !values.has(known.oid)) values.set(known.oid, value);
  }
  return values;
}

const knownAttributes = [OID.messageDigest, OID.signingTime, OID.binding].map((oid) => ({
  oid,
  encoded: DER.oid(oid),
}));

/** Gives the key of a certificate, ready to verify with. */
export type KeyOf = (certificate: KnownCertificate) => ReturnType<OpenKey>;

/** Checks content, canonical encoding and signature value of an opened CMS; the chain is checked apart. */
export async function checkCms(
  opened: OpenedCms,
  expected: Pick<CmsParts, 'contentType' | 'content' | 'detached'>,
  cms: Uint8Array,
  keyOf: KeyOf = ({ spki }) => webKey(spki),
): Promise<void> {
  if (!opened.digest || DER.compareBytes(opened.digest, sha256(expected.content)) !== 0) {
    throw new Refusal('SIGNATURE_CONTENT_CHANGED');
  }
  const again = preparedAgain(opened, expected);
  if (DER.compareBytes(again.assemble(opened.signature), cms) !== 0)
    throw malformed('not the canonical encoding');
  const key = await keyOf(opened.signer);
  if (!(await key(again.toBeSigned, opened.signature))) throw new Refusal('SIGNATURE_INVALID');
}

/** What the same parts give when we encode them; a time or text that no encoding has is malformed. */
function preparedAgain(
  opened: OpenedCms,
  expected: Pick<CmsParts, 'contentType' | 'content' | 'detached'>,
): PreparedCms {
  try {
    return prepareCms({
      ...expected,
      certificates: [opened.signer, ...opened.others].map(({ der }) => der),
      ...(opened.signingTime ? { signingTime: opened.signingTime } : {}),
      ...(opened.binding === null ? {} : { binding: opened.binding }),
    });
  } catch (error) {
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
