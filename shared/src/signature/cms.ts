/**
 * CMS signed data (RFC 5652) with one signer, CAdES-BES attributes (ETSI EN 319 122-1), in DER. Built without
 * the private key, which lives in a USB key: `toBeSigned` goes to the key, its signature comes back.
 *
 * There is exactly one encoding of a signature's parts; the verifier builds it again and compares bytes, so that
 * nothing can be changed in a signature file and still pass.
 */
import { sha256 } from '../canonical/index.ts';
import { KnownCertificate } from './certificates.ts';
import * as DER from './der.ts';
import { sm3Of } from './sm2.ts';

export const OID = {
  data: '1.2.840.113549.1.7.1',
  signedData: '1.2.840.113549.1.7.2',
  /** What a time-stamp says (RFC 3161). */
  tstInfo: '1.2.840.113549.1.9.16.1.4',
  contentType: '1.2.840.113549.1.9.3',
  messageDigest: '1.2.840.113549.1.9.4',
  signingTime: '1.2.840.113549.1.9.5',
  signingCertificateV2: '1.2.840.113549.1.9.16.2.47',
  sha256: '2.16.840.1.101.3.4.2.1',
  rsaSha256: '1.2.840.113549.1.1.11',
  ecdsaSha256: '1.2.840.10045.4.3.2',
  sm3: '1.2.156.10197.1.401',
  /** SM2 with SM3 (GM/T 0006). */
  sm2Sm3: '1.2.156.10197.1.501',
  /** An assertion of a FIDO2 key: see ./assertion.ts. */
  assertion: '1.3.6.1.4.1.59999.1.3',
  /** The binding of a signature to purpose, project, expert, seat and booth: canonical JSON in a UTF8String. */
  binding: '1.3.6.1.4.1.59999.1.1',
} as const;

export interface CmsParts {
  readonly contentType: typeof OID.data | typeof OID.tstInfo;
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
  /** What the key signs: with SHA-256 and RSA PKCS#1 v1.5 or ECDSA (DER), by SM2 with SM3, or as the challenge of an assertion. */
  readonly toBeSigned: Uint8Array;
  assemble(signature: Uint8Array): Uint8Array;
}

/** Prepares a signature by the holder of the first certificate. */
export function prepareCms(parts: CmsParts): PreparedCms {
  const [first] = parts.certificates;
  if (!first) throw new Error('a signature needs its signer’s certificate');
  const signer = KnownCertificate.read(first);
  const toBeSigned = DER.setOf(signedAttributes(parts, signer));
  const attributes = DER.readDer(toBeSigned).content;
  return { toBeSigned, assemble: (signature) => encode(parts, signer, attributes, signature) };
}

const attributeOids = {
  contentType: DER.oid(OID.contentType),
  messageDigest: DER.oid(OID.messageDigest),
  signingCertificate: DER.oid(OID.signingCertificateV2),
  signingTime: DER.oid(OID.signingTime),
  binding: DER.oid(OID.binding),
} as const;
const contentTypes = { [OID.data]: DER.oid(OID.data), [OID.tstInfo]: DER.oid(OID.tstInfo) } as const;
const signedDataOid = DER.oid(OID.signedData);
const sha256Algorithm = DER.sequence(DER.oid(OID.sha256));
const rsaAlgorithm = DER.sequence(DER.oid(OID.rsaSha256), DER.derNull);
const sm3Algorithm = DER.sequence(DER.oid(OID.sm3));
const sm2Algorithm = DER.sequence(DER.oid(OID.sm2Sm3));
const assertionAlgorithm = DER.sequence(DER.oid(OID.assertion));
const ecdsaAlgorithm = DER.sequence(DER.oid(OID.ecdsaSha256));

function signedAttributes(parts: CmsParts, signer: KnownCertificate): Uint8Array[] {
  const attribute = (oid: Uint8Array, value: Uint8Array) => DER.sequence(oid, DER.der(DER.TAG.set, value));
  const { contentType, messageDigest, signingCertificate, signingTime, binding } = attributeOids;
  // ESSCertIDv2 with its default hash, SHA-256 (RFC 5035)
  const certificateId = DER.sequence(DER.sequence(DER.sequence(DER.octets(signer.digest))));
  return [
    attribute(contentType, contentTypes[parts.contentType]),
    attribute(messageDigest, DER.octets(suiteOf(signer).digestOf(parts.content))),
    attribute(signingCertificate, certificateId),
    ...(parts.signingTime ? [attribute(signingTime, DER.utcTime(parts.signingTime))] : []),
    ...(parts.binding === undefined ? [] : [attribute(binding, DER.utf8(parts.binding))]),
  ];
}

/** By what a signer's kind of key signs: algorithms as they are encoded, and the digest of what is signed. */
interface Suite {
  readonly digest: Uint8Array;
  readonly signature: Uint8Array;
  digestOf(bytes: Uint8Array): Uint8Array;
}

/** The one suite of this certificate's key. */
export function suiteOf({ key, facts }: KnownCertificate): Suite {
  if (key.kind === 'SM2') return { digest: sm3Algorithm, signature: sm2Algorithm, digestOf: sm3Of };
  const rsaOrEcdsa = key.kind === 'RSA' ? rsaAlgorithm : ecdsaAlgorithm;
  const signature = facts.credential === null ? rsaOrEcdsa : assertionAlgorithm;
  return { digest: sha256Algorithm, signature, digestOf: sha256 };
}

function encode(
  parts: CmsParts,
  signer: KnownCertificate,
  attributes: Uint8Array,
  signature: Uint8Array,
): Uint8Array {
  const { der, sequence, octets, small, tagged, TAG } = DER;
  const suite = suiteOf(signer);
  const encapsulated = parts.detached ? [] : [der(tagged(0), octets(parts.content))];
  const signerInfo = sequence(
    small(1),
    sequence(signer.issuer, signer.serialNumber),
    suite.digest,
    der(tagged(0), attributes),
    suite.signature,
    octets(signature),
  );
  const signedData = sequence(
    // RFC 5652 §5.1: version 3 when the content is not plain data
    small(parts.contentType === OID.data ? 1 : 3),
    der(TAG.set, suite.digest),
    sequence(contentTypes[parts.contentType], ...encapsulated),
    DER.setOf(parts.certificates, tagged(0)),
    der(TAG.set, signerInfo),
  );
  return sequence(signedDataOid, der(tagged(0), signedData));
}
