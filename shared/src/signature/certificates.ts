/** X.509 certificates: as they stand in a PEM text, and as signatures need them, each read once. */
import * as pkijs from 'pkijs';
import { hexOf, sha256, sha256Hex } from '../canonical/index.ts';
import { Refusal } from '../catalogue/refusal.ts';
import { CREDENTIAL_EXTENSION, credentialIn } from './assertion.ts';
import * as DER from './der.ts';
import { ecdsaNumbers, PublicKey } from './keys.ts';
import { Parsed } from './parsed.ts';
import { blockOf, readBlocks } from './pem.ts';

/** Certificates in DER, as they stand in a PEM text; a block that is not base64 is none. */
export function readCertificates(pem: string): Uint8Array[] {
  return readBlocks(pem, 'CERTIFICATE');
}

/** The certificates of a PEM text that are to be trusted. Refuses ANCHORS_INVALID where there are none, or one cannot be read. */
export function readAnchors(pem: string): Uint8Array[] {
  const anchors = readCertificates(pem);
  try {
    if (anchors.map((der) => KnownCertificate.read(der).facts).length > 0) return anchors;
  } catch {
    // no certificate at all: told below
  }
  throw new Refusal('ANCHORS_INVALID');
}

/** A certificate as it stands in a PEM text, with its last line ended. */
export function pemOf(der: Uint8Array): string {
  return blockOf(der, 'CERTIFICATE');
}

/** SHA-256 of the DER certificate, in hex: what binds a USB key to its expert. */
export function certificateFingerprint(der: Uint8Array): string {
  return sha256Hex(der);
}

/** What a certificate says of its holder. */
export interface CertificateFacts {
  /** Common name; '' where there is none. */
  readonly name: string;
  /** Valid from and until; both are within. */
  readonly from: Date;
  readonly to: Date;
  /** First byte of the key usage (RFC 5280 §4.2.1.3); null where it is not limited. */
  readonly usage: number | null;
  /** The key is for time-stamping and for nothing else, and this is said critically (RFC 3161 §2.3). */
  readonly isForTimeStamps: boolean;
  /** The credential of a FIDO2 key, in hex; null for any other key. */
  readonly credential: string | null;
  /** Whether it is an authority's: it may issue certificates (RFC 5280 §4.2.1.9). */
  readonly isAuthority: boolean;
  /** Where its authority publishes revocation lists (RFC 5280 §4.2.1.13): the extension's value in hex; '' for none. */
  readonly points: string;
}

/** Certificates that are kept as read: those of a city's experts, of authorities and of the hub itself. */
const known = new Parsed<KnownCertificate>(4096);

/** A certificate by its own bytes: the same bytes give the same object as long as it is kept. */
export class KnownCertificate {
  readonly der: Uint8Array;
  /** SHA-256 of the whole. */
  readonly digest: Uint8Array;
  /** Subject, issuer and serial number, each as it is encoded. */
  readonly subject: Uint8Array;
  readonly issuer: Uint8Array;
  readonly serialNumber: Uint8Array;
  /** In hex, as `openssl x509 -serial` prints it. */
  readonly serial: string;
  readonly key: PublicKey;
  /**
   * Whether what its signature does not cover says only what the rest says, in the one way there is: then no bit of a
   * certificate that is signed can be changed unseen.
   */
  readonly isOneWay: boolean;
  #facts: CertificateFacts | null = null;
  #parsed: WeakRef<pkijs.Certificate> | null = null;

  /** Certificate ::= tbsCertificate, signatureAlgorithm, signature (RFC 5280 §4.1) */
  private constructor(der: Uint8Array) {
    const [tbs, algorithm, signature, more] = DER.partsOf(DER.readDer(der));
    const fields = DER.partsOf(tbs);
    // version [0], serialNumber, signature, issuer, validity, subject, subjectPublicKeyInfo
    const [serialNumber, signedBy, issuer, , subject, spki] =
      fields[0]?.tag === DER.tagged(0) ? fields.slice(1) : fields;
    if (!serialNumber || !signedBy || !issuer || !subject || !spki || !algorithm || more)
      throw new Error('not a certificate');
    this.der = der;
    this.digest = sha256(der);
    this.serialNumber = serialNumber.whole;
    this.subject = subject.whole;
    this.issuer = issuer.whole;
    this.serial = serialOf(DER.contentOf(serialNumber, DER.TAG.integer));
    this.key = new PublicKey(spki.whole);
    this.isOneWay = DER.isSame(algorithm.whole, signedBy.whole) && isOneValue(algorithm, signature);
  }

  /** Throws on bytes that are no certificate in DER. */
  static read(bytes: Uint8Array): KnownCertificate {
    return known.of(bytes, () => new KnownCertificate(new Uint8Array(bytes)));
  }

  get fingerprint(): string {
    return hexOf(this.digest);
  }

  /** Refuses SIGNATURE_MALFORMED where they cannot be read. */
  get facts(): CertificateFacts {
    this.#facts ??= factsOf(this.parsed());
    return this.#facts;
  }

  /** The whole of it, which is large and soon let go: for walking a chain. Refuses SIGNATURE_MALFORMED where it cannot be read. */
  parsed(): pkijs.Certificate {
    const before = this.#parsed?.deref();
    if (before) return before;
    try {
      const parsed = pkijs.Certificate.fromBER(DER.bufferOf(this.der));
      this.#parsed = new WeakRef(parsed);
      return parsed;
    } catch (error) {
      throw new Refusal('SIGNATURE_MALFORMED', { detail: (error as Error).message });
    }
  }
}

/** A serial number by the content of its INTEGER. */
export function serialOf(content: Uint8Array): string {
  const hex = hexOf(content);
  return content[0] === 0 ? hex.replace(/^(00)+(?=.)/, '') : hex;
}

/** The types of ECDSA with SHA-1 and with SHA-2 (RFC 5758), without what tells the hash, and of SM2. */
const ecdsaWith = ['1.2.840.10045.4.1', '1.2.840.10045.4.3', '1.2.156.10197.1.501'].map((oid) =>
  DER.oid(oid).subarray(2),
);

/** Whether the value of a signature has no other encoding. */
export function isOneValue(algorithm: DER.Der, signature: DER.Der | undefined): boolean {
  const [unusedBits, ...value] = DER.contentOf(signature, DER.TAG.bits);
  const [type] = DER.partsOf(algorithm);
  const isEcdsa = ecdsaWith.some(
    (start) => type && DER.isSame(type.content.subarray(0, start.length), start),
  );
  return unusedBits === 0 && (!isEcdsa || ecdsaNumbers(Uint8Array.from(value)) !== null);
}

/** The certificate that a signer is named by: its issuer and serial number, by their very bytes. */
export function signerAmong(
  certificates: readonly KnownCertificate[],
  sid: DER.Der | undefined,
): KnownCertificate {
  const [issuer, serialNumber, more] = DER.partsOf(sid);
  if (!issuer || !serialNumber || more) throw new Error('signer not named by issuer and number');
  const signer = certificates.find(
    (one) => DER.isSame(one.issuer, issuer.whole) && DER.isSame(one.serialNumber, serialNumber.whole),
  );
  if (!signer) throw new Error('no certificate of the signer');
  return signer;
}

function factsOf(certificate: pkijs.Certificate): CertificateFacts {
  const { subject, notBefore, notAfter, extensions = [] } = certificate;
  const name = subject.typesAndValues.find(({ type }) => type === '2.5.4.3');
  const extension = (id: string) => extensions.find(({ extnID }) => extnID === id);
  const usage = extension('2.5.29.15');
  const bits = usage?.parsedValue as { valueBlock: { valueHexView: Uint8Array } } | undefined;
  const credential = extension(CREDENTIAL_EXTENSION);
  const purposes = extension('2.5.29.37');
  const { keyPurposes = [] } = (purposes?.parsedValue as pkijs.ExtKeyUsage | undefined) ?? {};
  return {
    name: name ? String(name.value.valueBlock.value) : '',
    from: notBefore.value,
    to: notAfter.value,
    usage: usage ? (bits?.valueBlock.valueHexView[0] ?? 0) : null,
    credential: credential ? credentialIn(credential.extnValue.valueBlock.valueHexView) : null,
    isAuthority: (extension('2.5.29.19')?.parsedValue as pkijs.BasicConstraints | undefined)?.cA === true,
    points: hexOf(extension('2.5.29.31')?.extnValue.valueBlock.valueHexView ?? new Uint8Array()),
    isForTimeStamps: purposes?.critical === true && keyPurposes.join() === '1.3.6.1.5.5.7.3.8',
  };
}
