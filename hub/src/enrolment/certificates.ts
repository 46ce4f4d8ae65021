/** Certificates of the booths' authority: of booths, for what they ask, and the hub's own at the booths' port. */
import 'reflect-metadata';
import { createPublicKey, randomBytes, webcrypto } from 'node:crypto';
import * as x509 from '@peculiar/x509';
import { base64Of, sha256Hex } from '#shared/canonical/index.ts';
import { Refusal } from '#shared/catalogue/refusal.ts';
import { HUB_NAME } from '#shared/protocol/enrolment.ts';
import { type BoothAuthority, P256 } from './authority.ts';
import type { Issued } from './decide.ts';

/** RFC 5280, 4.2.1.6. */
const SUBJECT_ALTERNATIVE_NAME = '2.5.29.17';
const DAY = 86_400_000;
/** The hub's own is made at each start; no hub runs for longer. */
const HUB_DAYS = 3650;

/** What a request asks for: a certificate for this key, on this machine. */
export interface CertificateRequest {
  readonly publicKey: x509.PublicKey;
  /** SHA-256 of the public key (SubjectPublicKeyInfo). */
  readonly key: string;
  /** URIs it asks to have named. */
  readonly uris: readonly string[];
}

/** Reads a request (PKCS #10, DER). Refuses ENROLMENT_REQUEST_INVALID: not P-256, or its signature does not hold. */
export async function readRequest(der: Uint8Array): Promise<CertificateRequest> {
  try {
    const request = new x509.Pkcs10CertificateRequest(new Uint8Array(der));
    const spki = new Uint8Array(request.publicKey.rawData);
    const key = createPublicKey({ key: Buffer.from(spki), format: 'der', type: 'spki' });
    if (key.asymmetricKeyDetails?.namedCurve !== 'prime256v1') throw new Refusal('ENROLMENT_REQUEST_INVALID');
    if (!(await request.verify())) throw new Refusal('ENROLMENT_REQUEST_INVALID');
    return { publicKey: request.publicKey, key: sha256Hex(spki), uris: urisOf(request) };
  } catch {
    throw new Refusal('ENROLMENT_REQUEST_INVALID'); // whatever the parser found
  }
}

function urisOf(request: x509.Pkcs10CertificateRequest): string[] {
  const names = request.getExtension(SUBJECT_ALTERNATIVE_NAME);
  if (!(names instanceof x509.SubjectAlternativeNameExtension)) return [];
  return names.names.items.filter(({ type }) => type === 'url').map(({ value }) => value);
}

/** A certificate for a booth: its id and nothing else that it says counts. */
export async function issueForBooth(
  authority: BoothAuthority,
  { booth, request, now, days }: { booth: string; request: CertificateRequest; now: Date; days: number },
): Promise<Issued> {
  const until = new Date(now.getTime() + days * DAY);
  until.setUTCMilliseconds(0); // a certificate has whole seconds
  const names = request.uris.slice(0, 1).map((value) => ({ type: 'url' as const, value }));
  const certificate = await issue(authority, {
    subject: `CN=${booth},O=Kawei Booths`,
    publicKey: request.publicKey,
    usage: x509.ExtendedKeyUsage.clientAuth,
    names,
    now,
    until,
  });
  const der = new Uint8Array(certificate.rawData);
  return { certificate: base64Of(der), digest: sha256Hex(der), key: request.key, until: until.toISOString() };
}

/** The hub's own key and certificate at the booths' port, PEM; made anew at each start and kept nowhere. */
export async function issueForHub(
  authority: BoothAuthority,
  now: Date,
): Promise<{ key: string; cert: string }> {
  const keys = (await webcrypto.subtle.generateKey(P256, true, ['sign', 'verify'])) as CryptoKeyPair;
  const certificate = await issue(authority, {
    subject: 'CN=Kawei Hub,O=Kawei',
    publicKey: keys.publicKey,
    usage: x509.ExtendedKeyUsage.serverAuth,
    names: [{ type: 'dns', value: HUB_NAME }],
    now,
    until: new Date(now.getTime() + HUB_DAYS * DAY),
  });
  const pkcs8 = await webcrypto.subtle.exportKey('pkcs8', keys.privateKey);
  return { key: x509.PemConverter.encode(pkcs8, 'PRIVATE KEY'), cert: certificate.toString('pem') };
}

interface Wanted {
  readonly subject: string;
  readonly publicKey: x509.PublicKeyType;
  readonly usage: x509.ExtendedKeyUsage;
  readonly names: x509.JsonGeneralNames;
  readonly now: Date;
  readonly until: Date;
}

async function issue({ key, certificate }: BoothAuthority, wanted: Wanted): Promise<x509.X509Certificate> {
  const { subject, publicKey, usage, names, now, until } = wanted;
  const pkcs8 = key.export({ format: 'der', type: 'pkcs8' });
  const signingKey = (await webcrypto.subtle.importKey('pkcs8', pkcs8, P256, false, ['sign'])) as CryptoKey;
  const authority = new x509.X509Certificate(new Uint8Array(certificate));
  return x509.X509CertificateGenerator.create({
    serialNumber: serialNumber(),
    subject,
    issuer: authority.subject,
    notBefore: new Date(now.getTime() - DAY), // for clocks that are behind
    notAfter: until,
    signingAlgorithm: P256,
    publicKey,
    signingKey,
    extensions: [
      new x509.BasicConstraintsExtension(false, undefined, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
      new x509.ExtendedKeyUsageExtension([usage], true),
      await x509.AuthorityKeyIdentifierExtension.create(authority.publicKey),
      ...(names.length > 0 ? [new x509.SubjectAlternativeNameExtension(names)] : []),
    ],
  });
}

/** 16 random bytes, positive and never shorter. */
export function serialNumber(): string {
  const serial = randomBytes(16);
  serial[0] = ((serial[0] ?? 0) & 0x7f) | 0x40;
  return serial.toString('hex');
}
