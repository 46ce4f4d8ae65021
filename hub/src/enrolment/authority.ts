/**
 * The booths' authority: the root of the certificates by which booths and hub know each other. One P-256 key of its own
 * beside the hub's other keys, so that nothing it signs counts as a seal or a time-stamp, and the other way round.
 */
import 'reflect-metadata';
import { createPrivateKey, type KeyObject, randomBytes, webcrypto, X509Certificate } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as x509 from '@peculiar/x509';
import { Refusal } from '#shared/catalogue/refusal.ts';
import { writeDurably } from '../store/durable-file.ts';

export interface BoothAuthority {
  readonly key: KeyObject;
  /** DER. */
  readonly certificate: Uint8Array;
}

export const P256 = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const;
const YEARS_VALID = 20;
const KEY = 'booths.key';
const CERTIFICATE = 'booths.crt';

/**
 * Loads the authority from the directory of the hub's identity, where it is made at the first start. The certificate is
 * written after its key, so that a start cut short leaves no certificate without a key; once it is there, neither is
 * made anew. Refuses IDENTITY_MISSING by the file, IDENTITY_UNFIT where the two do not belong together.
 */
export async function openBoothAuthority(directory: string, now: Date): Promise<BoothAuthority> {
  if (!existsSync(join(directory, CERTIFICATE))) await makeAuthority(directory, now);
  if (!existsSync(join(directory, KEY)))
    throw new Refusal('IDENTITY_MISSING', { file: join(directory, KEY) });
  try {
    const key = createPrivateKey(readFileSync(join(directory, KEY), 'utf8'));
    const certificate = new X509Certificate(readFileSync(join(directory, CERTIFICATE), 'utf8'));
    if (certificate.ca && certificate.checkPrivateKey(key) && certificate.verify(certificate.publicKey))
      return { key, certificate: new Uint8Array(certificate.raw) };
  } catch (error) {
    const { syscall } = error as NodeJS.ErrnoException;
    if (syscall !== undefined) throw error; // the disk's fault, not the file's
  }
  throw new Refusal('IDENTITY_UNFIT', { file: join(directory, CERTIFICATE) });
}

async function makeAuthority(directory: string, now: Date): Promise<void> {
  const keys = (await webcrypto.subtle.generateKey(P256, true, ['sign', 'verify'])) as CryptoKeyPair;
  const notAfter = new Date(now);
  notAfter.setUTCFullYear(notAfter.getUTCFullYear() + YEARS_VALID);
  const serial = randomBytes(16);
  serial[0] = ((serial[0] ?? 0) & 0x7f) | 0x40; // positive, and not shorter
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    serialNumber: serial.toString('hex'),
    name: 'CN=Kawei Booths,O=Kawei',
    notBefore: new Date(now.getTime() - 86_400_000),
    notAfter,
    signingAlgorithm: P256,
    keys,
    extensions: [
      new x509.BasicConstraintsExtension(true, 0, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign, true),
      await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
    ],
  });
  const pkcs8 = await webcrypto.subtle.exportKey('pkcs8', keys.privateKey);
  writeDurably(join(directory, KEY), `${x509.PemConverter.encode(pkcs8, 'PRIVATE KEY')}\n`);
  writeDurably(join(directory, CERTIFICATE), `${certificate.toString('pem')}\n`, 0o644);
}
