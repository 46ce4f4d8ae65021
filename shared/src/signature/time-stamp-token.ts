/**
 * A time-stamp token taken apart: CMS signed data around a TSTInfo, by whatever program made it. Only DER is read, and
 * only the one form RFC 3161 gives it; what no signature covers (revocation lists, unsigned attributes, certificates
 * that lead nowhere) is left out of what is kept, so that a stamp has one encoding and no bit of it can be changed
 * unseen.
 */
import { hexOf } from '../canonical/index.ts';
import { Refusal } from '../catalogue/refusal.ts';
import { KnownCertificate, signerAmong } from './certificates.ts';
import { OID } from './cms.ts';
import * as DER from './der.ts';
import { digestOf, type HashName, type KeyKind } from './keys.ts';
import { algorithmOf, algorithms, hex, infoOf, type TstInfo } from './tst-info.ts';

const tstInfo = hex(OID.tstInfo);
const signedDataOid = DER.oid(OID.signedData);
const signedData = hexOf(signedDataOid);
const contentType = hex(OID.contentType);
const messageDigest = hex(OID.messageDigest);
/** Attributes that name the signer's certificate: by SHA-1 (RFC 2634), and by any hash (RFC 5035). */
export const signingCertificate = hex('1.2.840.113549.1.9.16.2.12');
export const signingCertificateV2 = hex(OID.signingCertificateV2);
export interface Token {
  readonly info: TstInfo;
  readonly signer: KnownCertificate;
  readonly others: readonly KnownCertificate[];
  /** The one value of each signed attribute, by the hex of its type's encoding. */
  readonly attributes: ReadonlyMap<string, DER.Der>;
  /** Whether the signed attributes have the digest of the content, and the signer's key has signed them. */
  readonly isSigned: () => Promise<boolean>;
  /** The token with only the certificates of this chain, and nothing that is not signed. */
  keeping(chain: readonly KnownCertificate[]): Uint8Array;
}

/** Takes a token apart without believing any of it yet. Refuses TIME_STAMP_INVALID. */
export function openToken(der: Uint8Array): Token {
  try {
    return opened(der);
  } catch (error) {
    throw new Refusal('TIME_STAMP_INVALID', {
      detail: error instanceof Error ? error.message : String(error),
    });
  }
}

/** A granted response around a token: status 0 and nothing else. */
export function granted(token: Uint8Array): Uint8Array {
  return DER.sequence(DER.sequence(DER.small(0)), token);
}

function opened(der: Uint8Array): Token {
  const frame = frameOf(der);
  const { hash, signature, attributes, encapsulated } = frame;
  const content = contentOfStamp(encapsulated);
  const all = frame.certificates.map(KnownCertificate.read);
  const signer = signerAmong(all, frame.sid);
  requireAlgorithm(frame, signer.key.kind);
  const values = attributesOf(attributes);
  if (hexOf(values.get(contentType)?.whole ?? NONE) !== tstInfo) throw new Error('content type');
  const digest = DER.contentOf(values.get(messageDigest), DER.TAG.octets);
  return {
    ...{ info: infoOf(content), signer, attributes: values },
    others: all.filter((one) => one !== signer),
    isSigned: async () => {
      if (!DER.isSame(digest, await digestOf(hash, content))) return false;
      // What is signed is the SET OF itself, in the order it was sent in (RFC 5652 §5.4).
      return signer.key.holds(hash, DER.der(DER.TAG.set, attributes?.content ?? NONE), signature);
    },
    keeping: (chain) => reduced(frame, chain),
  };
}

/** The parts of a token that {@link reduced} puts together again; everything about them has one encoding. */
interface Frame {
  readonly version: DER.Der | undefined;
  readonly digests: DER.Der | undefined;
  readonly encapsulated: DER.Der | undefined;
  /** Each once. */
  readonly certificates: readonly Uint8Array[];
  readonly one: DER.Der | undefined;
  readonly sid: DER.Der | undefined;
  readonly digestAlgorithm: DER.Der | undefined;
  readonly attributes: DER.Der | undefined;
  readonly signatureAlgorithm: DER.Der | undefined;
  readonly signature: Uint8Array;
  readonly hash: HashName;
}

/** Versions and algorithms as RFC 3161 and RFC 5652 have them: nothing here is left to chance. */
function frameOf(der: Uint8Array): Frame {
  const { partsOf, tagged, TAG } = DER;
  const [type, explicit] = DER.exactly(2, partsOf(DER.readDer(der)));
  if (hexOf(type.whole) !== signedData) throw new Error('no signed data');
  // SignedData ::= version, digestAlgorithms, content, [0] certificates, [1] revocation lists, signerInfos
  const [version, digests, encapsulated, ...rest] = partsOf(DER.exactly(1, partsOf(explicit, tagged(0)))[0]);
  const [set, , signers] = DER.optional(rest, [tagged(0), tagged(1), TAG.set]);
  // SignerInfo ::= version, who, digest, [0] attributes, algorithm, signature, [1] attributes that are not signed
  const [one, sid, digestAlgorithm, attributes, signatureAlgorithm, value, ...unsigned] = partsOf(
    DER.exactly(1, partsOf(signers, TAG.set))[0],
  );
  DER.optional(unsigned, [tagged(1)]);
  if (!DER.isSmall(version, 3) || !DER.isSmall(one, 1)) throw new Error('version');
  const digest = algorithmOf(digestAlgorithm);
  const hash = algorithms[digest]?.hash;
  if (!hash || algorithmOf(DER.exactly(1, partsOf(digests, TAG.set))[0]) !== digest)
    throw new Error('algorithm');
  const choices = partsOf(set, tagged(0));
  // Of the other kinds of certificates (RFC 5652 §10.2.2), [0] to [3], none can be of the chain.
  if (choices.some(({ tag }) => tag !== TAG.sequence && (tag < tagged(0) || tag > tagged(3))))
    throw new Error('no certificate');
  const certificates = choices.filter(({ tag }) => tag === TAG.sequence);
  return {
    ...{ version, digests, encapsulated, one, sid, digestAlgorithm, attributes, signatureAlgorithm, hash },
    signature: DER.contentOf(value, TAG.octets),
    certificates: [...new Map(certificates.map(({ whole }) => [hexOf(whole), whole])).values()],
  };
}

function reduced(frame: Frame, chain: readonly KnownCertificate[]): Uint8Array {
  const { der, octets, sequence, tagged, TAG } = DER;
  const { version, digests, encapsulated, one, sid, digestAlgorithm, attributes, signatureAlgorithm } = frame;
  const wholes = (elements: readonly (DER.Der | undefined)[]) =>
    elements.map((element) => element?.whole ?? NONE);
  const kept = frame.certificates.filter((whole) => chain.some((one) => DER.isSame(one.der, whole)));
  const signer = sequence(
    ...wholes([one, sid, digestAlgorithm, attributes, signatureAlgorithm]),
    octets(frame.signature),
  );
  const data = sequence(
    ...wholes([version, digests, encapsulated]),
    der(tagged(0), ...kept),
    der(TAG.set, signer),
  );
  return sequence(signedDataOid, der(tagged(0), data));
}

const NONE = new Uint8Array();

/** The signature's algorithm goes with the digest and with the kind of key. */
function requireAlgorithm({ digestAlgorithm, signatureAlgorithm }: Frame, kind: KeyKind | null): void {
  const named = algorithmOf(signatureAlgorithm);
  const { rsa = [], ecdsa = '' } = algorithms[algorithmOf(digestAlgorithm)] ?? {};
  if (!(kind === 'RSA' ? rsa.includes(named) : kind !== null && named === ecdsa))
    throw new Error('algorithm');
}

/** EncapsulatedContentInfo ::= the type of a time-stamp, [0] OCTET STRING */
function contentOfStamp(encapsulated: DER.Der | undefined): Uint8Array {
  const [type, explicit] = DER.exactly(2, DER.partsOf(encapsulated));
  if (hexOf(type.whole) !== tstInfo) throw new Error('no time-stamp');
  return DER.contentOf(DER.exactly(1, DER.partsOf(explicit, DER.tagged(0)))[0], DER.TAG.octets);
}

/** Type → the one value of each signed attribute: none is there twice, and none has another number of values. */
function attributesOf(attributes: DER.Der | undefined): Map<string, DER.Der> {
  const values = new Map<string, DER.Der>();
  for (const attribute of DER.partsOf(attributes, DER.tagged(0))) {
    const [type, set] = DER.exactly(2, DER.partsOf(attribute));
    const [value] = DER.exactly(1, DER.partsOf(set, DER.TAG.set));
    if (values.has(hexOf(type.whole))) throw new Error('an attribute twice');
    values.set(hexOf(type.whole), value);
  }
  return values;
}
