/** RFC 3161 time-stamps, verify side: the hub's own and those of any other authority. */
import * as asn1js from 'asn1js';
import type * as pkijs from 'pkijs';
import { Refusal } from '../catalogue/refusal.ts';
import { commonName, requireTrusted } from './certificates.ts';
import { bufferOf, compareBytes, OID } from './cms.ts';
import { granted, openToken, type Token } from './time-stamp-token.ts';

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
  if (compareBytes(granted(token.keeping(chain)), input.tsr) !== 0)
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
): Promise<readonly pkijs.Certificate[]> {
  const { info, signer, others } = token;
  if (info.version !== 1) throw invalid('version');
  if (info.messageImprint.hashAlgorithm.algorithmId !== OID.sha256) throw invalid('hash');
  if (!(await signatureHolds(token, data))) throw invalid('signature, or other data');
  await requireNamed(token);
  requireTimeStampingKey(signer);
  const usages = ['digitalSignature', 'nonRepudiation'] as const;
  const chain = await requireTrusted(signer, others, anchors, info.genTime, usages);
  if (!chain.every((one) => isAnchor(one, anchors) || isOneWay(one))) throw invalid('certificate');
  return chain;
}

function isAnchor(certificate: pkijs.Certificate, anchors: readonly Uint8Array[]): boolean {
  const der = new Uint8Array(certificate.toSchema(false).toBER());
  return anchors.some((anchor) => compareBytes(anchor, der) === 0);
}

/** What a certificate's signature does not cover says what the rest says: a certificate has one encoding. */
function isOneWay({ signature, signatureAlgorithm, signatureValue }: pkijs.Certificate): boolean {
  const [inner, outer] = [signature, signatureAlgorithm].map((one) => new Uint8Array(one.toSchema().toBER()));
  if (!inner || !outer || compareBytes(inner, outer) !== 0) return false;
  return signatureValue.valueBlock.unusedBits === 0;
}

async function signatureHolds({ signed }: Token, data: Uint8Array): Promise<boolean> {
  try {
    return await signed.verify({ signer: 0, data: bufferOf(data) });
  } catch {
    return false; // an imprint or digest that differs, an algorithm nobody knows
  }
}

function described({ info, signer }: Token): VerifiedTimeStamp {
  return {
    time: info.genTime,
    serial: [...info.serialNumber.valueBlock.valueHexView]
      .map((byte) => byte.toString(16).padStart(2, '0'))
      .join(''),
    authority: commonName(signer),
    expires: signer.notAfter.value,
  };
}

/** The token of a granted response; the response has one encoding only. */
function tokenOf(tsr: Uint8Array): Uint8Array {
  const token = partsOf(tsr)[1];
  if (!token) throw invalid('not granted');
  return token.valueBeforeDecodeView.slice();
}

/** What a whole DER sequence holds; nothing for what is none, such as a text where a time should be. */
function partsOf(der: Uint8Array): asn1js.AsnType[] {
  try {
    const { result, offset } = asn1js.fromBER(bufferOf(der));
    return offset === der.length ? parts(result) : [];
  } catch {
    return [];
  }
}

/** The signed attributes name the very certificate by its digest (RFC 5035, RFC 5816). */
async function requireNamed({ signer, attribute }: Token): Promise<void> {
  const named = attribute(OID.signingCertificateV2) ?? attribute(SIGNING_CERTIFICATE);
  const [first] = parts(parts(named)[0]);
  const [algorithm, ...rest] = parts(first);
  const isNamed = algorithm instanceof asn1js.Sequence;
  const digest = isNamed ? rest[0] : algorithm;
  const fallback = attribute(OID.signingCertificateV2) ? 'SHA-256' : 'SHA-1';
  const hash = isNamed ? hashes[String(parts(algorithm)[0]?.valueBlock)] : fallback;
  if (!hash || !(digest instanceof asn1js.OctetString)) throw invalid('signing certificate');
  const computed = await crypto.subtle.digest(hash, signer.toSchema(false).toBER());
  if (compareBytes(new Uint8Array(computed), new Uint8Array(digest.getValue())) !== 0)
    throw invalid('signing certificate');
}

const SIGNING_CERTIFICATE = '1.2.840.113549.1.9.16.2.12';
const hashes: Readonly<Record<string, string>> = {
  [OID.sha256]: 'SHA-256',
  '2.16.840.1.101.3.4.2.2': 'SHA-384',
  '2.16.840.1.101.3.4.2.3': 'SHA-512',
};

function parts(value: asn1js.AsnType | undefined): asn1js.AsnType[] {
  return value instanceof asn1js.Sequence ? value.valueBlock.value : [];
}

/** RFC 3161 §2.3: the key is for time-stamping and for nothing else, and says so critically. */
function requireTimeStampingKey(certificate: pkijs.Certificate): void {
  const usage = certificate.extensions?.find((extension) => extension.extnID === '2.5.29.37');
  const purposes = (usage?.parsedValue as pkijs.ExtKeyUsage | undefined)?.keyPurposes ?? [];
  if (!usage?.critical || purposes.join() !== '1.3.6.1.5.5.7.3.8') throw invalid('certificate');
}

function invalid(detail: string): Refusal {
  return new Refusal('TIME_STAMP_INVALID', { detail });
}
