/**
 * The hub's own identity: a root authority, a time-stamping key and the seal of reports. Made once, at the first
 * start, in a directory only the hub's user may read.
 */
import 'reflect-metadata';
import { createPrivateKey, type KeyObject, randomBytes, webcrypto } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import * as x509 from '@peculiar/x509';
import { readCertificates } from '#shared/signature/certificates.ts';
import { makeDirectory, renameDurably, writeDurably } from '../store/durable-file.ts';

/** A key that signs for the hub, with its certificate; parsed once. */
export interface HubKey {
  readonly key: KeyObject;
  /** DER. */
  readonly certificate: Uint8Array;
}

export interface HubIdentity {
  /** DER of the root authority; the trust anchor of seals and time-stamps. */
  readonly root: Uint8Array;
  readonly rootPem: string;
  readonly timeStamp: HubKey;
  readonly seal: HubKey;
}

const RSA: RsaHashedKeyGenParams = {
  name: 'RSASSA-PKCS1-v1_5',
  hash: 'SHA-256',
  modulusLength: 2048,
  publicExponent: new Uint8Array([1, 0, 1]),
};
/** For time-stamps, of which every signed act asks one: P-256 signs ten times as fast as RSA. */
const P256: EcKeyGenParams = { name: 'ECDSA', namedCurve: 'P-256' };
const YEARS_VALID = 20;

/** Loads the identity from `directory`, making it first where there is none. */
export async function openIdentity(directory: string, now: Date): Promise<HubIdentity> {
  if (!existsSync(directory)) await makeIdentity(directory, now);
  const rootPem = readFileSync(join(directory, 'root.crt'), 'utf8');
  const hubKey = (name: string): HubKey => ({
    key: createPrivateKey(readFileSync(join(directory, `${name}.key`), 'utf8')),
    certificate: onlyCertificate(readFileSync(join(directory, `${name}.crt`), 'utf8')),
  });
  return { root: onlyCertificate(rootPem), rootPem, timeStamp: hubKey('time-stamp'), seal: hubKey('seal') };
}

function onlyCertificate(pem: string): Uint8Array {
  const [certificate] = readCertificates(pem);
  if (!certificate) throw new Error('no certificate in the identity directory');
  return certificate;
}

/** Writes a whole identity beside its place and moves it there at once: a crash leaves none or all of it. */
async function makeIdentity(directory: string, now: Date): Promise<void> {
  // One name for every process, so that keys of one that died are not left behind: the database keeps others out.
  const draft = `${directory}.part`;
  rmSync(draft, { recursive: true, force: true });
  makeDirectory(dirname(directory));
  mkdirSync(draft, { mode: 0o700 });
  const rootKeys = await generateKeys(RSA);
  const validity = {
    notBefore: new Date(now.getTime() - 86_400_000),
    notAfter: yearsAfter(now, YEARS_VALID),
  };
  const root = await x509.X509CertificateGenerator.createSelfSigned({
    serialNumber: serial(),
    name: 'CN=Kawei Hub Root,O=Kawei',
    ...validity,
    signingAlgorithm: RSA,
    keys: rootKeys,
    extensions: [
      new x509.BasicConstraintsExtension(true, 0, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign, true),
      await x509.SubjectKeyIdentifierExtension.create(rootKeys.publicKey),
    ],
  });
  await save(draft, 'root', rootKeys.privateKey, root);
  const issue = async (
    name: string,
    commonName: string,
    kind: typeof RSA | typeof P256,
    extensions: x509.Extension[],
  ) => {
    const keys = await generateKeys(kind);
    const certificate = await x509.X509CertificateGenerator.create({
      serialNumber: serial(),
      subject: `CN=${commonName},O=Kawei`,
      issuer: root.subject,
      ...validity,
      signingAlgorithm: RSA,
      publicKey: keys.publicKey,
      signingKey: rootKeys.privateKey,
      extensions: [
        new x509.BasicConstraintsExtension(false, undefined, true),
        new x509.KeyUsagesExtension(
          x509.KeyUsageFlags.digitalSignature | x509.KeyUsageFlags.nonRepudiation,
          true,
        ),
        await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
        await x509.AuthorityKeyIdentifierExtension.create(rootKeys.publicKey),
        ...extensions,
      ],
    });
    await save(draft, name, keys.privateKey, certificate);
  };
  await issue('time-stamp', 'Kawei Time-Stamp', P256, [
    new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.timeStamping], true),
  ]);
  await issue('seal', 'Kawei Report Seal', RSA, []);
  renameDurably(draft, directory);
}

function generateKeys(kind: typeof RSA | typeof P256): Promise<CryptoKeyPair> {
  return webcrypto.subtle.generateKey(kind, true, ['sign', 'verify']) as Promise<CryptoKeyPair>;
}

async function save(
  directory: string,
  name: string,
  key: CryptoKey,
  certificate: x509.X509Certificate,
): Promise<void> {
  const pkcs8 = await webcrypto.subtle.exportKey('pkcs8', key);
  const pem = x509.PemConverter.encode(pkcs8, 'PRIVATE KEY');
  writeDurably(join(directory, `${name}.key`), `${pem}\n`);
  writeDurably(join(directory, `${name}.crt`), `${certificate.toString('pem')}\n`, 0o644);
}

/** A positive serial number of 16 random bytes. */
function serial(): string {
  const bytes = randomBytes(16);
  bytes[0] = ((bytes[0] ?? 0) & 0x7f) | 0x40;
  return bytes.toString('hex');
}

function yearsAfter(date: Date, years: number): Date {
  const later = new Date(date);
  later.setUTCFullYear(later.getUTCFullYear() + years);
  return later;
}
