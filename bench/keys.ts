/** An authority and experts' keys of one kind, P-256 or RSA-2048, both for the chain and for the signature. */
import 'reflect-metadata';
import { createPrivateKey, type KeyObject, randomBytes, sign, webcrypto } from 'node:crypto';
import * as x509 from '@peculiar/x509';
import { base64Of, canonicalText } from '#shared/canonical/index.ts';
import type { Signed } from '#shared/protocol/evaluation.ts';
import { certificateFingerprint } from '#shared/signature/certificates.ts';
import { type Binding, prepareSignature } from '#shared/signature/verify.ts';

export type KeyKind = 'p256' | 'rsa2048';

const algorithms = {
  p256: { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' },
  rsa2048: {
    name: 'RSASSA-PKCS1-v1_5',
    hash: 'SHA-256',
    modulusLength: 2048,
    publicExponent: new Uint8Array([1, 0, 1]),
  },
} as const;

const DAY = 86_400_000;

export class BenchAuthority {
  readonly #kind: KeyKind;
  readonly #keys: CryptoKeyPair;
  readonly #certificate: x509.X509Certificate;

  private constructor(kind: KeyKind, keys: CryptoKeyPair, certificate: x509.X509Certificate) {
    this.#kind = kind;
    this.#keys = keys;
    this.#certificate = certificate;
  }

  static async create(kind: KeyKind): Promise<BenchAuthority> {
    const keys = await generate(kind);
    const certificate = await x509.X509CertificateGenerator.createSelfSigned({
      ...common(),
      name: 'CN=Bench Experts CA,O=Simulated',
      signingAlgorithm: algorithms[kind],
      keys,
      extensions: [
        new x509.BasicConstraintsExtension(true, 0, true),
        new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign, true),
      ],
    });
    return new BenchAuthority(kind, keys, certificate);
  }

  get certificate(): Uint8Array {
    return new Uint8Array(this.#certificate.rawData);
  }

  get certificatePem(): string {
    return `${this.#certificate.toString('pem')}\n`;
  }

  async issue(commonName: string): Promise<BenchKey> {
    const keys = await generate(this.#kind);
    const certificate = await x509.X509CertificateGenerator.create({
      ...common(),
      subject: `CN=${commonName},O=Simulated`,
      issuer: this.#certificate.subject,
      signingAlgorithm: algorithms[this.#kind],
      publicKey: keys.publicKey,
      signingKey: this.#keys.privateKey,
      extensions: [
        new x509.BasicConstraintsExtension(false, undefined, true),
        new x509.KeyUsagesExtension(
          x509.KeyUsageFlags.digitalSignature | x509.KeyUsageFlags.nonRepudiation,
          true,
        ),
      ],
    });
    const pkcs8 = Buffer.from(await webcrypto.subtle.exportKey('pkcs8', keys.privateKey));
    const key = createPrivateKey({ key: pkcs8, format: 'der', type: 'pkcs8' });
    return new BenchKey(key, new Uint8Array(certificate.rawData));
  }
}

/** One expert's key. */
export class BenchKey {
  readonly certificate: Uint8Array;
  readonly key: KeyObject;

  constructor(key: KeyObject, certificate: Uint8Array) {
    this.key = key;
    this.certificate = certificate;
  }

  get fingerprint(): string {
    return certificateFingerprint(this.certificate);
  }

  /** Signs a statement as a booth does. */
  sign(binding: Binding, statement: object): Signed {
    const content = canonicalText(statement);
    const prepared = prepareSignature({
      content: new TextEncoder().encode(content),
      certificates: [this.certificate],
      binding,
      signingTime: new Date(),
    });
    return { content, cms: base64Of(prepared.assemble(sign('sha256', prepared.toBeSigned, this.key))) };
  }
}

function common() {
  return {
    serialNumber: randomBytes(15).toString('hex').replace(/^./, '4'),
    notBefore: new Date(Date.now() - DAY),
    notAfter: new Date(Date.now() + 365 * DAY),
  };
}

function generate(kind: KeyKind): Promise<CryptoKeyPair> {
  return webcrypto.subtle.generateKey(algorithms[kind], true, ['sign', 'verify']) as Promise<CryptoKeyPair>;
}
