/** Keys and certificates of a bench's experts, of both kinds that are measured. */
import 'reflect-metadata';
import { createPublicKey, generateKeyPairSync, type KeyObject, randomBytes, webcrypto } from 'node:crypto';
import * as x509 from '@peculiar/x509';

export type KeyKind = 'p-256' | 'rsa-2048';
export const keyKinds: readonly KeyKind[] = ['p-256', 'rsa-2048'];

export interface BenchKey {
  /** PKCS #8 in PEM. */
  readonly key: string;
  /** DER in base64. */
  readonly certificate: string;
}

const P256 = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const;
const DAY = 86_400_000;

/** RSA key pairs that are made; the experts' certificates share them, since fifty would take longer than the bench. */
const RSA_PAIRS = 4;

export class BenchAuthority {
  readonly #keys: CryptoKeyPair;
  readonly #certificate: x509.X509Certificate;
  readonly #pairs = new Map<KeyKind, KeyObject[]>();

  private constructor(keys: CryptoKeyPair, certificate: x509.X509Certificate) {
    this.#keys = keys;
    this.#certificate = certificate;
  }

  static async create(): Promise<BenchAuthority> {
    const keys = (await webcrypto.subtle.generateKey(P256, true, ['sign', 'verify'])) as CryptoKeyPair;
    const certificate = await x509.X509CertificateGenerator.createSelfSigned({
      serialNumber: '01',
      name: 'CN=Bench CA',
      notBefore: new Date(Date.now() - DAY),
      notAfter: new Date(Date.now() + 365 * DAY),
      signingAlgorithm: P256,
      keys,
      extensions: [
        new x509.BasicConstraintsExtension(true, 0, true),
        new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign, true),
      ],
    });
    return new BenchAuthority(keys, certificate);
  }

  get pem(): string {
    return `${this.#certificate.toString('pem')}\n`;
  }

  get certificate(): Uint8Array {
    return new Uint8Array(this.#certificate.rawData);
  }

  /** Issues a certificate of its own for the holder number `n`. */
  async issue(kind: KeyKind, n: number): Promise<BenchKey> {
    const pair = this.#pair(kind, n);
    const key = pair.export({ format: 'pem', type: 'pkcs8' }) as string;
    const spki = new Uint8Array(createPublicKey(pair).export({ format: 'der', type: 'spki' }));
    const certificate = await x509.X509CertificateGenerator.create({
      serialNumber: `40${randomBytes(8).toString('hex')}`,
      subject: `CN=Expert ${kind} ${n}`,
      issuer: this.#certificate.subject,
      notBefore: new Date(Date.now() - DAY),
      notAfter: new Date(Date.now() + 365 * DAY),
      signingAlgorithm: P256,
      publicKey: new x509.PublicKey(spki),
      signingKey: this.#keys.privateKey,
      extensions: [new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true)],
    });
    return { key, certificate: Buffer.from(certificate.rawData).toString('base64') };
  }

  #pair(kind: KeyKind, n: number): KeyObject {
    const pairs = this.#pairs.get(kind) ?? [];
    this.#pairs.set(kind, pairs);
    const place = kind === 'p-256' ? n : n % RSA_PAIRS;
    pairs[place] ??=
      kind === 'p-256'
        ? generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey
        : generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
    return pairs[place];
  }
}
