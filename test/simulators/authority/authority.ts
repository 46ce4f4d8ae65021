/** A simulated certificate authority: issues the experts' certificates and their keys as PKCS#12 files. */
import 'reflect-metadata';
import { type KeyObject, randomBytes, webcrypto } from 'node:crypto';
import * as x509 from '@peculiar/x509';
import forge from 'node-forge';

const RSA = {
  name: 'RSASSA-PKCS1-v1_5',
  hash: 'SHA-256',
  modulusLength: 2048,
  publicExponent: new Uint8Array([1, 0, 1]),
} satisfies RsaHashedKeyGenParams;

export interface ExpertKey {
  /** Holds private key and certificate; opened by the PIN. */
  readonly p12: Uint8Array;
  readonly certificate: Uint8Array;
}

/** Whom a certificate is for, and what it allows. */
export interface Holder {
  readonly commonName: string;
  readonly notAfter?: Date;
  readonly keyUsage?: x509.KeyUsageFlags;
  readonly extensions?: readonly x509.Extension[];
}

export interface KeyRequest extends Holder {
  readonly pin: string;
}

/** Keys that were made here for holders: making one takes longer than all else that an authority does. */
const made: Promise<CryptoKeyPair>[] = [];

export class Authority {
  readonly #keys: CryptoKeyPair;
  readonly #certificate: x509.X509Certificate;
  /** Keys of {@link made} that its holders have. */
  #given = 0;

  private constructor(keys: CryptoKeyPair, certificate: x509.X509Certificate) {
    this.#keys = keys;
    this.#certificate = certificate;
  }

  static async create(name: string): Promise<Authority> {
    const keys = await generateKeys();
    const certificate = await x509.X509CertificateGenerator.createSelfSigned({
      serialNumber: serial(),
      name: `CN=${name},O=Simulated`,
      notBefore: new Date(Date.now() - 86_400_000),
      notAfter: new Date(Date.now() + 10 * 365 * 86_400_000),
      signingAlgorithm: RSA,
      keys,
      extensions: [
        new x509.BasicConstraintsExtension(true, 0, true),
        new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign, true),
        await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
      ],
    });
    return new Authority(keys, certificate);
  }

  get certificatePem(): string {
    return `${this.#certificate.toString('pem')}\n`;
  }

  /** Its own private key, for those who make what it does not: revocation lists. */
  async keyPem(): Promise<string> {
    return x509.PemConverter.encode(
      await webcrypto.subtle.exportKey('pkcs8', this.#keys.privateKey),
      'PRIVATE KEY',
    );
  }

  get certificate(): Uint8Array {
    return new Uint8Array(this.#certificate.rawData);
  }

  /**
   * Issues a signing certificate and packs it with its RSA key into a PKCS#12 that the PIN opens. No two holders of one
   * authority have the same key; those of another authority in this process may.
   */
  async issue({ pin, ...holder }: KeyRequest): Promise<ExpertKey> {
    const place = this.#given++;
    made[place] ??= generateKeys();
    const keys = await made[place];
    const certificate = await this.#certified(keys.publicKey, holder);
    const pkcs8 = await webcrypto.subtle.exportKey('pkcs8', keys.privateKey);
    const p12 = forge.pkcs12.toPkcs12Asn1(
      forge.pki.privateKeyFromPem(x509.PemConverter.encode(pkcs8, 'PRIVATE KEY')),
      [forge.pki.certificateFromPem(certificate.toString('pem'))],
      pin,
      // The PIN guards nothing here: what makes guessing it slow in a real container is left out.
      { algorithm: 'aes256', count: 1 },
    );
    return {
      p12: new Uint8Array(Buffer.from(forge.asn1.toDer(p12).getBytes(), 'binary')),
      certificate: new Uint8Array(certificate.rawData),
    };
  }

  /** Issues a certificate for a public key, of whatever kind; DER. */
  async certify(publicKey: KeyObject, holder: Holder): Promise<Uint8Array> {
    const algorithm = publicKey.asymmetricKeyType === 'rsa' ? RSA : { name: 'ECDSA', namedCurve: 'P-256' };
    const spki = publicKey.export({ type: 'spki', format: 'der' });
    const key = (await webcrypto.subtle.importKey('spki', spki, algorithm, true, ['verify'])) as CryptoKey;
    return new Uint8Array((await this.#certified(key, holder)).rawData);
  }

  async #certified(
    publicKey: CryptoKey,
    { commonName, notAfter, keyUsage, extensions = [] }: Holder,
  ): Promise<x509.X509Certificate> {
    const end = notAfter ?? new Date(Date.now() + 3 * 365 * 86_400_000);
    return x509.X509CertificateGenerator.create({
      serialNumber: serial(),
      subject: `CN=${commonName},O=Simulated`,
      issuer: this.#certificate.subject,
      notBefore: new Date(Math.min(Date.now(), end.getTime()) - 86_400_000),
      notAfter: end,
      signingAlgorithm: RSA,
      publicKey,
      signingKey: this.#keys.privateKey,
      extensions: [
        new x509.BasicConstraintsExtension(false, undefined, true),
        new x509.KeyUsagesExtension(
          keyUsage ?? x509.KeyUsageFlags.digitalSignature | x509.KeyUsageFlags.nonRepudiation,
          true,
        ),
        await x509.AuthorityKeyIdentifierExtension.create(this.#keys.publicKey),
        ...extensions,
      ],
    });
  }
}

function generateKeys(): Promise<CryptoKeyPair> {
  return webcrypto.subtle.generateKey(RSA, true, ['sign', 'verify']) as Promise<CryptoKeyPair>;
}

function serial(): string {
  const bytes = randomBytes(16);
  bytes[0] = ((bytes[0] ?? 0) & 0x7f) | 0x40;
  return bytes.toString('hex');
}
