import * as pkijs from 'pkijs';
import { bytesOfBase64, hexOf, sha256, sha256Hex } from '../canonical/index.ts';
import { Refusal } from '../catalogue/refusal.ts';
import * as DER from './der.ts';

/** Certificates that are kept as read: those of the experts of a day, and of the hub itself. */
const KNOWN_AT_MOST = 1024;
/** rsaEncryption (RFC 8017), as an OBJECT IDENTIFIER. */
const RSA_KEY = DER.oid('1.2.840.113549.1.1.1');

/** A certificate as far as signatures need it, by its own bytes. Read once: the same bytes give the same object. */
export class KnownCertificate {
  readonly der: Uint8Array;
  /** SHA-256 of the whole. */
  readonly digest: Uint8Array;
  /** Issuer, serial number and public key, each as it is encoded. */
  readonly issuer: Uint8Array;
  readonly serialNumber: Uint8Array;
  readonly spki: Uint8Array;
  readonly isRsa: boolean;
  #parsed: pkijs.Certificate | null = null;

  static readonly #known = new Map<string, KnownCertificate>();

  private constructor(der: Uint8Array, digest: Uint8Array) {
    const [tbs] = DER.partsOf(DER.readDer(der));
    const fields = DER.partsOf(tbs);
    // version [0], serialNumber, signature, issuer, validity, subject, subjectPublicKeyInfo (RFC 5280 §4.1)
    if (fields[0]?.tag !== DER.tagged(0)) fields.unshift({ ...DER.readDer(DER.derNull) });
    const [, serialNumber, , issuer, , , spki] = fields;
    if (!serialNumber || !issuer || !spki) throw new Error('not a certificate');
    const [algorithm] = DER.partsOf(spki);
    const [keyKind] = DER.partsOf(algorithm);
    this.der = der;
    this.digest = digest;
    this.serialNumber = serialNumber.whole;
    this.issuer = issuer.whole;
    this.spki = spki.whole;
    this.isRsa = keyKind !== undefined && DER.compareBytes(keyKind.whole, RSA_KEY) === 0;
  }

  /** Throws on bytes that are no certificate. */
  static read(bytes: Uint8Array): KnownCertificate {
    const digest = sha256(bytes);
    const name = hexOf(digest);
    const known = KnownCertificate.#known.get(name);
    if (known) return known;
    const read = new KnownCertificate(new Uint8Array(bytes), digest);
    const [oldest] = KnownCertificate.#known.keys();
    if (oldest && KnownCertificate.#known.size >= KNOWN_AT_MOST) KnownCertificate.#known.delete(oldest);
    KnownCertificate.#known.set(name, read);
    return read;
  }

  get fingerprint(): string {
    return hexOf(this.digest);
  }

  /** All of it, for what is asked seldom. Throws where it is malformed. */
  get parsed(): pkijs.Certificate {
    this.#parsed ??= pkijs.Certificate.fromBER(new Uint8Array(this.der).buffer);
    return this.#parsed;
  }
}

/** Certificates in DER, as they stand in a PEM text; a block that is not base64 is none. */
export function readCertificates(pem: string): Uint8Array[] {
  const blocks = pem.matchAll(/-----BEGIN CERTIFICATE-----([A-Za-z0-9+/=\s]*)-----END CERTIFICATE-----/g);
  return [...blocks].flatMap((block) => {
    try {
      return [bytesOfBase64((block[1] ?? '').replace(/\s+/g, ''))];
    } catch {
      return [];
    }
  });
}

/** SHA-256 of the DER certificate, in hex: what binds a USB key to its expert. */
export function certificateFingerprint(der: Uint8Array): string {
  return sha256Hex(der);
}

/** Common name in a certificate's subject; '' when it has none. */
export function commonName(certificate: pkijs.Certificate): string {
  const entry = certificate.subject.typesAndValues.find(({ type }) => type === '2.5.4.3');
  return entry ? String(entry.value.valueBlock.value) : '';
}

/** Serial number in hex, as `openssl x509 -serial` prints it. */
export function serialNumber(certificate: pkijs.Certificate): string {
  const bytes = new Uint8Array(certificate.serialNumber.valueBlock.valueHexView);
  return [...bytes]
    .map((byte) => byte.toString(16).padStart(2, '0'))
    .join('')
    .replace(/^(00)+(?=.)/, '');
}

/** From when until when something holds; both are within. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/**
 * Checks that a certificate was issued, through `others`, by one of the trusted `anchors`, that it is valid at
 * `at`, and that it may be used for digital signatures (RFC 5280 §6). Gives the span of time around `at` in which
 * the same certificates give the same answer.
 */
export async function requireTrusted(
  certificate: KnownCertificate,
  others: readonly KnownCertificate[],
  anchors: readonly Uint8Array[],
  at: Date,
): Promise<Span> {
  const leaf = parsedOrMalformed(certificate);
  if (at < leaf.notBefore.value || at > leaf.notAfter.value) throw new Refusal('CERTIFICATE_EXPIRED');
  const chain = new pkijs.CertificateChainValidationEngine({
    trustedCerts: anchors.map((der) => KnownCertificate.read(der).parsed),
    certs: [...others.map(parsedOrMalformed), leaf],
    checkDate: at,
  });
  const { result, certificatePath = [] } = await chain.verify();
  if (!result) throw new Refusal('CERTIFICATE_UNTRUSTED');
  const usage = leaf.extensions?.find((extension) => extension.extnID === '2.5.29.15')?.parsedValue as
    | { valueBlock: { valueHexView: Uint8Array } }
    | undefined;
  const digitalSignature = 0x80;
  if (usage && ((usage.valueBlock.valueHexView[0] ?? 0) & digitalSignature) === 0)
    throw new Refusal('CERTIFICATE_PURPOSE');
  const path = [leaf, ...certificatePath];
  return {
    from: Math.max(...path.map((one) => one.notBefore.value.getTime())),
    to: Math.min(...path.map((one) => one.notAfter.value.getTime())),
  };
}

function parsedOrMalformed(certificate: KnownCertificate): pkijs.Certificate {
  try {
    return certificate.parsed;
  } catch (error) {
    throw new Refusal('SIGNATURE_MALFORMED', { detail: (error as Error).message });
  }
}
