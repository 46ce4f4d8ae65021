/**
 * The hub's own identity: a root authority, a time-stamping key and the seal of reports. Made once, at the first
 * start, in a directory only the hub's user may read.
 */
import 'reflect-metadata';
import { createPrivateKey, type KeyObject, randomBytes, webcrypto, X509Certificate } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import * as x509 from '@peculiar/x509';
import { Refusal } from '#shared/catalogue/refusal.ts';
import { HUB_ROOT } from '#shared/signature/hub-root.ts';
import { verifyTimeStamp } from '#shared/signature/time-stamp.ts';
import type { Db } from '../store/database.ts';
import { makeDirectory, renameDurably, writeDurably } from '../store/durable-file.ts';
import { latestStamped } from './reads.ts';

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
/** For time-stamps, of which every signed sheet asks one: P-256 signs ten times as fast as RSA. */
const P256: EcKeyGenParams = { name: 'ECDSA', namedCurve: 'P-256' };
const YEARS_VALID = 20;

/**
 * Loads the identity from `directory`. Made where there is none, but only for a hub that has recorded nothing yet
 * (`fresh`): what another has stamped and sealed would not chain to a new root. Refuses IDENTITY_MISSING by the file,
 * IDENTITY_UNFIT where a key, its certificate and the root do not belong together.
 */
export async function openIdentity(directory: string, now: Date, fresh = true): Promise<HubIdentity> {
  if (!existsSync(directory)) {
    if (!fresh) throw new Refusal('IDENTITY_MISSING', { file: directory });
    await makeIdentity(directory, now);
  }
  const rootPem = read(directory, 'root.crt');
  const root = parsed(directory, 'root.crt', rootPem);
  const hubKey = (name: string): HubKey => {
    const certificate = parsed(directory, `${name}.crt`, read(directory, `${name}.crt`));
    const key = privateKey(directory, `${name}.key`);
    if (!certificate.checkPrivateKey(key) || !certificate.verify(root.publicKey))
      throw unfit(directory, `${name}.crt`);
    return { key, certificate: new Uint8Array(certificate.raw) };
  };
  const [timeStamp, seal] = [hubKey('time-stamp'), hubKey('seal')];
  return { root: new Uint8Array(root.raw), rootPem, timeStamp, seal };
}

function read(directory: string, name: string): string {
  try {
    return readFileSync(join(directory, name), 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    throw new Refusal('IDENTITY_MISSING', { file: join(directory, name) });
  }
}

function parsed(directory: string, name: string, pem: string): X509Certificate {
  try {
    return new X509Certificate(pem);
  } catch {
    throw unfit(directory, name);
  }
}

function privateKey(directory: string, name: string): KeyObject {
  const pem = read(directory, name);
  try {
    return createPrivateKey(pem);
  } catch {
    throw unfit(directory, name);
  }
}

function unfit(directory: string, name: string): Refusal {
  return new Refusal('IDENTITY_UNFIT', { file: join(directory, name) });
}

/**
 * Checks that the hub's latest time-stamp chains to this root: the keys of another hub do not continue it. Refuses
 * IDENTITY_OTHER.
 */
export async function requireOwnIdentity(db: Db, { root }: HubIdentity, directory: string): Promise<void> {
  const last = await latestStamped(db);
  if (!last) return;
  try {
    const { tsr, data } = last;
    await verifyTimeStamp({ tsr, data, anchors: [root] });
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    throw new Refusal('IDENTITY_OTHER', { file: directory });
  }
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
    name: `CN=${HUB_ROOT},O=Kawei`,
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
