/** The verify side of signatures: from the files alone, with WebCrypto, in Node and in a browser. */
import * as asn1js from 'asn1js';
import * as pkijs from 'pkijs';
import { canonicalText, sha256 } from '../canonical/index.ts';
import { Refusal } from '../catalogue/refusal.ts';
import type { SignedPurpose } from '../protocol/evaluation.ts';
import { certificateFingerprint, commonName, requireTrusted, serialNumber } from './certificates.ts';
import { bufferOf, type CmsParts, compareBytes, OID, type PreparedCms, prepareCms } from './cms.ts';
import { Parsed } from './parsed.ts';

/** Public keys of experts: as many as a busy centre has in a day. */
const keys = new Parsed<Promise<CryptoKey>>(2000);

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

/**
 * Verifies an expert's detached signature: content, signature value, chain to `anchors` at `at`, key usage, and
 * the binding. Throws the Refusal that names what does not hold.
 */
export async function verifySignature(input: {
  cms: Uint8Array;
  content: Uint8Array;
  anchors: readonly Uint8Array[];
  binding: Binding;
  at: Date;
}): Promise<VerifiedSignature> {
  const opened = openCms(input.cms);
  const { signingTime } = opened;
  if (!signingTime) throw malformed('no signing time');
  await checkCms(opened, { contentType: OID.data, content: input.content, detached: true }, input.cms);
  await requireTrusted(opened.signer, opened.others, input.anchors, input.at);
  requireBinding(opened.binding, input.binding);
  const certificate = opened.certificates[0] ?? new Uint8Array();
  return {
    signingTime,
    signer: {
      name: commonName(opened.signer),
      serial: serialNumber(opened.signer),
      fingerprint: certificateFingerprint(certificate),
      certificate,
    },
  };
}

export interface OpenedCms {
  readonly signer: pkijs.Certificate;
  readonly others: readonly pkijs.Certificate[];
  /** DER; the signer's first. */
  readonly certificates: readonly Uint8Array[];
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
    const info = pkijs.ContentInfo.fromBER(bufferOf(cms));
    const data = new pkijs.SignedData({ schema: info.content });
    const [signerInfo, another] = data.signerInfos;
    if (!signerInfo || another) throw new Error('not exactly one signer');
    const sid = signerInfo.sid as pkijs.IssuerAndSerialNumber;
    const all = (data.certificates ?? []).filter((entry) => entry instanceof pkijs.Certificate);
    const isSigner = (entry: pkijs.Certificate) =>
      entry.issuer.isEqual(sid.issuer) && entry.serialNumber.isEqual(sid.serialNumber);
    const signer = all.find(isSigner);
    if (!signer) throw new Error('no certificate of the signer');
    const others = all.filter((entry) => entry !== signer);
    const value = (oid: string) =>
      signerInfo.signedAttrs?.attributes.find(({ type }) => type === oid)?.values[0];
    const digest = value(OID.messageDigest) as asn1js.OctetString | undefined;
    const time = value(OID.signingTime) as asn1js.UTCTime | undefined;
    const binding = value(OID.binding) as asn1js.Utf8String | undefined;
    const inside = data.encapContentInfo.eContent;
    return {
      signer,
      others,
      certificates: [signer, ...others].map((entry) => new Uint8Array(entry.toSchema(false).toBER())),
      digest: digest ? new Uint8Array(digest.getValue()) : null,
      signingTime: time ? time.toDate() : null,
      binding: binding ? binding.getValue() : null,
      signature: new Uint8Array(signerInfo.signature.getValue()),
      content: inside ? new Uint8Array(inside.getValue()) : null,
    };
  } catch (error) {
    throw malformed(error instanceof Error ? error.message : String(error));
  }
}

/** Checks content, canonical encoding and signature value of an opened CMS; the chain is checked apart. */
export async function checkCms(
  opened: OpenedCms,
  expected: Pick<CmsParts, 'contentType' | 'content' | 'detached'>,
  cms: Uint8Array,
): Promise<void> {
  if (!opened.digest || compareBytes(opened.digest, sha256(expected.content)) !== 0) {
    throw new Refusal('SIGNATURE_CONTENT_CHANGED');
  }
  const again = preparedAgain(opened, expected);
  if (compareBytes(again.assemble(opened.signature), cms) !== 0)
    throw malformed('not the canonical encoding');
  if (!(await signatureHolds(opened.signer, again.toBeSigned, opened.signature)))
    throw new Refusal('SIGNATURE_INVALID');
}

/** What the same parts give when we encode them; a time or text that no encoding has is malformed. */
function preparedAgain(
  opened: OpenedCms,
  expected: Pick<CmsParts, 'contentType' | 'content' | 'detached'>,
): PreparedCms {
  try {
    return prepareCms({
      ...expected,
      certificates: opened.certificates,
      ...(opened.signingTime ? { signingTime: opened.signingTime } : {}),
      ...(opened.binding === null ? {} : { binding: opened.binding }),
    });
  } catch (error) {
    throw malformed(error instanceof Error ? error.message : String(error));
  }
}

async function signatureHolds(
  signer: pkijs.Certificate,
  data: Uint8Array,
  signature: Uint8Array,
): Promise<boolean> {
  const { algorithmId, algorithmParams } = signer.subjectPublicKeyInfo.algorithm;
  const spki = signer.subjectPublicKeyInfo.toSchema().toBER();
  try {
    if (algorithmId === OID.rsaKey) {
      const rsa = { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' };
      const key = await imported(spki, rsa);
      return await globalThis.crypto.subtle.verify(rsa, key, bufferOf(signature), bufferOf(data));
    }
    const p256 = '1.2.840.10045.3.1.7';
    if (algorithmId !== OID.ecKey || String(algorithmParams?.valueBlock) !== p256) return false;
    const key = await imported(spki, { name: 'ECDSA', namedCurve: 'P-256' });
    const raw = bufferOf(rawEcdsa(signature));
    return await globalThis.crypto.subtle.verify(
      { name: 'ECDSA', hash: 'SHA-256' },
      key,
      raw,
      bufferOf(data),
    );
  } catch {
    return false;
  }
}

/** A public key; its bytes say how it is used, so that it can be found by them alone. */
function imported(spki: ArrayBuffer, how: RsaHashedImportParams | EcKeyImportParams): Promise<CryptoKey> {
  const { subtle } = globalThis.crypto;
  return keys.of(new Uint8Array(spki), () => subtle.importKey('spki', spki, how, false, ['verify']));
}

/** An ECDSA signature from DER to the 64 bytes WebCrypto takes; refuses what is not DER. */
function rawEcdsa(der: Uint8Array): Uint8Array {
  const { result, offset } = asn1js.fromBER(bufferOf(der));
  if (offset !== der.length || !(result instanceof asn1js.Sequence)) throw malformed('ECDSA value');
  if (compareBytes(new Uint8Array(result.toBER()), der) !== 0) throw malformed('ECDSA value');
  const raw = new Uint8Array(64);
  for (const [index, part] of result.valueBlock.value.entries()) {
    if (!(part instanceof asn1js.Integer) || index > 1) throw malformed('ECDSA value');
    const bytes = [...part.valueBlock.valueHexView].slice(-32);
    raw.set(bytes, (index + 1) * 32 - bytes.length);
  }
  return raw;
}

function requireBinding(text: string | null, expected: Binding): void {
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
