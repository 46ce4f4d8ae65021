/** A terminal's key (EC P-256) and its request for a certificate. */
import 'reflect-metadata';
import {
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  webcrypto,
} from 'node:crypto';
import * as x509 from '@peculiar/x509';
import { base64Of, digestOf } from '#shared/canonical/index.ts';
import type { Fingerprint } from '#shared/protocol/booth-frames.ts';
import { machineUri } from '#shared/protocol/enrolment.ts';

const P256 = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const;

/** A new key, PKCS #8 in PEM. */
export function makeKey(): string {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
  return privateKey.export({ format: 'pem', type: 'pkcs8' }).toString();
}

/** A request (PKCS #10, DER in base64) that names the machine by its fingerprint; whose seat it is, the hub knows. */
export async function makeRequest(key: string, fingerprint: Fingerprint): Promise<string> {
  const request = await x509.Pkcs10CertificateRequestGenerator.create({
    name: 'CN=Kawei Booth',
    keys: await pairOf(createPrivateKey(key)),
    signingAlgorithm: P256,
    extensions: [
      new x509.SubjectAlternativeNameExtension([{ type: 'url', value: machineUri(digestOf(fingerprint)) }]),
    ],
  });
  return base64Of(new Uint8Array(request.rawData));
}

async function pairOf(key: KeyObject): Promise<CryptoKeyPair> {
  const pkcs8 = key.export({ format: 'der', type: 'pkcs8' });
  const spki = createPublicKey(key).export({ format: 'der', type: 'spki' });
  const { subtle } = webcrypto;
  return {
    privateKey: await subtle.importKey('pkcs8', pkcs8, P256, false, ['sign']),
    publicKey: await subtle.importKey('spki', spki, P256, true, ['verify']),
  } as CryptoKeyPair;
}
