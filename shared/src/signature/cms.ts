/**
 * CMS signed data (RFC 5652) with one signer, CAdES-BES attributes (ETSI EN 319 122-1), in DER. Built without
 * the private key, which lives in a USB key: `toBeSigned` goes to the key, its signature comes back.
 *
 * There is exactly one encoding of a signature's parts; the verifier builds it again and compares bytes, so that
 * nothing can be changed in a signature file and still pass.
 */
import * as asn1js from 'asn1js';
import * as pkijs from 'pkijs';
import { sha256 } from '../canonical/index.ts';

export const OID = {
  data: '1.2.840.113549.1.7.1',
  signedData: '1.2.840.113549.1.7.2',
  contentType: '1.2.840.113549.1.9.3',
  messageDigest: '1.2.840.113549.1.9.4',
  signingTime: '1.2.840.113549.1.9.5',
  signingCertificateV2: '1.2.840.113549.1.9.16.2.47',
  sha256: '2.16.840.1.101.3.4.2.1',
  rsaSha256: '1.2.840.113549.1.1.11',
  ecdsaSha256: '1.2.840.10045.4.3.2',
  rsaKey: '1.2.840.113549.1.1.1',
  ecKey: '1.2.840.10045.2.1',
  /** The binding of a signature to purpose, project, expert, seat and booth: canonical JSON in a UTF8String. */
  binding: '1.3.6.1.4.1.59999.1.1',
} as const;

export interface CmsParts {
  /** OID of the content: plain data, or that of a time-stamp. */
  readonly contentType: string;
  readonly content: Uint8Array;
  /** Whether the content lies inside the signed data or beside it. */
  readonly detached: boolean;
  /** DER: the signer's certificate first, then those that lead to a trust anchor. */
  readonly certificates: readonly Uint8Array[];
  readonly signingTime?: Date;
  /** Text of the binding attribute. */
  readonly binding?: string;
}

export interface PreparedCms {
  /** What the key signs, with SHA-256 and RSA PKCS#1 v1.5 or ECDSA (DER). */
  readonly toBeSigned: Uint8Array;
  assemble(signature: Uint8Array): Uint8Array;
}

/** Prepares a signature by the holder of the first certificate. */
export function prepareCms(parts: CmsParts): PreparedCms {
  const [first] = parts.certificates;
  if (!first) throw new Error('a signature needs its signer’s certificate');
  const signer = pkijs.Certificate.fromBER(bufferOf(first));
  const attributes = derSet(signedAttributes(parts, first));
  const toBeSigned = new Uint8Array(new asn1js.Set({ value: attributes }).toBER());
  return { toBeSigned, assemble: (signature) => encode(parts, signer, attributes, signature) };
}

function signedAttributes(parts: CmsParts, certificate: Uint8Array): asn1js.Sequence[] {
  const attribute = (oid: string, value: asn1js.AsnType) =>
    new asn1js.Sequence({
      value: [new asn1js.ObjectIdentifier({ value: oid }), new asn1js.Set({ value: [value] })],
    });
  const octets = (bytes: Uint8Array) => new asn1js.OctetString({ valueHex: bufferOf(bytes) });
  const sequence = (value: asn1js.AsnType) => new asn1js.Sequence({ value: [value] });
  return [
    attribute(OID.contentType, new asn1js.ObjectIdentifier({ value: parts.contentType })),
    attribute(OID.messageDigest, octets(sha256(parts.content))),
    // ESSCertIDv2 with its default hash, SHA-256 (RFC 5035)
    attribute(OID.signingCertificateV2, sequence(sequence(sequence(octets(sha256(certificate)))))),
    ...(parts.signingTime
      ? [attribute(OID.signingTime, new asn1js.UTCTime({ valueDate: parts.signingTime }))]
      : []),
    ...(parts.binding === undefined
      ? []
      : [attribute(OID.binding, new asn1js.Utf8String({ value: parts.binding }))]),
  ];
}

function encode(
  parts: CmsParts,
  signer: pkijs.Certificate,
  attributes: readonly asn1js.AsnType[],
  signature: Uint8Array,
): Uint8Array {
  const integer = (value: number) => new asn1js.Integer({ value });
  const oid = (value: string) => new asn1js.ObjectIdentifier({ value });
  const sha256Algorithm = () => new asn1js.Sequence({ value: [oid(OID.sha256)] });
  const tagged = (tagNumber: number, value: asn1js.AsnType[]) =>
    new asn1js.Constructed({ idBlock: { tagClass: 3, tagNumber }, value });
  const encapsulated = parts.detached
    ? []
    : [tagged(0, [new asn1js.OctetString({ valueHex: bufferOf(parts.content) })])];
  const isRsa = signer.subjectPublicKeyInfo.algorithm.algorithmId === OID.rsaKey;
  const signerInfo = new asn1js.Sequence({
    value: [
      integer(1),
      new asn1js.Sequence({ value: [signer.issuer.toSchema(), signer.serialNumber] }),
      sha256Algorithm(),
      tagged(0, [...attributes]),
      new asn1js.Sequence({
        value: isRsa ? [oid(OID.rsaSha256), new asn1js.Null()] : [oid(OID.ecdsaSha256)],
      }),
      new asn1js.OctetString({ valueHex: bufferOf(signature) }),
    ],
  });
  const signedData = new asn1js.Sequence({
    value: [
      // RFC 5652 §5.1: version 3 when the content is not plain data
      integer(parts.contentType === OID.data ? 1 : 3),
      new asn1js.Set({ value: [sha256Algorithm()] }),
      new asn1js.Sequence({ value: [oid(parts.contentType), ...encapsulated] }),
      tagged(0, derSet(parts.certificates.map((der) => asn1js.fromBER(bufferOf(der)).result))),
      new asn1js.Set({ value: [signerInfo] }),
    ],
  });
  const contentInfo = new asn1js.Sequence({ value: [oid(OID.signedData), tagged(0, [signedData])] });
  return new Uint8Array(contentInfo.toBER());
}

/** Elements in the order DER asks of a SET OF: by their encodings. */
function derSet<T extends asn1js.AsnType>(elements: readonly T[]): T[] {
  return elements
    .map((element) => ({ element, der: new Uint8Array(element.toBER()) }))
    .sort((a, b) => compareBytes(a.der, b.der))
    .map(({ element }) => element);
}

export function compareBytes(a: Uint8Array, b: Uint8Array): number {
  for (let index = 0; index < Math.min(a.length, b.length); index++) {
    const difference = (a[index] ?? 0) - (b[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return a.length - b.length;
}

/** A copy of the bytes with a buffer of their own, as the ASN.1 and WebCrypto interfaces ask for. */
export function bufferOf(bytes: Uint8Array): ArrayBuffer {
  return new Uint8Array(bytes).buffer;
}
