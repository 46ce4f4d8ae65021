/**
 * An SM2 key in an encrypted file, until an SKF library (GM/T 0016) stands behind the port: the PIN opens it, and the
 * file counts wrong PINs as a key does (SKF_VerifyPIN tells them the same way). A copy of the file forgets its count:
 * this is no hardware, and guards only against whoever has the terminal alone.
 */
import { createCipheriv, createDecipheriv, randomBytes, scryptSync } from 'node:crypto';
import { closeSync, fsyncSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs';
import { sm2 } from 'sm-crypto-v2';
import { type Static, Type } from 'typebox';
import { base64Of, bytesOfBase64 } from '#shared/canonical/index.ts';
import { parse } from '#shared/protocol/parse.ts';
import { closed } from '#shared/protocol/primitives.ts';
import { KnownCertificate } from '#shared/signature/certificates.ts';
import * as DER from '#shared/signature/der.ts';

/** Wrong PINs in a row after which the file locks itself for good. */
export const PIN_TRIES = 6;

const Base64 = Type.String({ pattern: '^[A-Za-z0-9+/]*=*$', maxLength: 16_384 });
const Container = Type.Object(
  {
    format: Type.Literal('kawei/sm2-container@1'),
    certificate: Base64,
    salt: Base64,
    nonce: Base64,
    sealed: Base64,
    tag: Base64,
    triesLeft: Type.Integer({ minimum: 0, maximum: PIN_TRIES }),
  },
  closed,
);
export type Container = Static<typeof Container>;

const SCRYPT = { N: 2 ** 15, r: 8, p: 1, maxmem: 64 * 2 ** 20 } as const;

/** Puts a private key (32 bytes) and its certificate (DER) into a new container. */
export function sealContainer(key: Uint8Array, certificate: Uint8Array, pin: string): Container {
  const [salt, nonce] = [randomBytes(16), randomBytes(12)];
  const cipher = createCipheriv('aes-256-gcm', scryptSync(pin, salt, 32, SCRYPT), nonce);
  cipher.setAAD(certificate);
  const sealed = Buffer.concat([cipher.update(key), cipher.final()]);
  return {
    format: 'kawei/sm2-container@1',
    certificate: base64Of(certificate),
    salt: base64Of(salt),
    nonce: base64Of(nonce),
    sealed: base64Of(sealed),
    tag: base64Of(cipher.getAuthTag()),
    triesLeft: PIN_TRIES,
  };
}

/** The private key in hex; null where the PIN is wrong. */
export function openContainer(container: Container, pin: string): string | null {
  const bytes = (name: 'salt' | 'nonce' | 'sealed' | 'tag' | 'certificate') => bytesOfBase64(container[name]);
  const decipher = createDecipheriv(
    'aes-256-gcm',
    scryptSync(pin, bytes('salt'), 32, SCRYPT),
    bytes('nonce'),
  );
  decipher.setAAD(bytes('certificate')).setAuthTag(bytes('tag'));
  try {
    return Buffer.concat([decipher.update(bytes('sealed')), decipher.final()]).toString('hex');
  } catch {
    return null;
  }
}

/** SM2 over SM3 with the signer's usual id; DER. */
export function signSm2(key: string, bytes: Uint8Array): Uint8Array {
  return new Uint8Array(Buffer.from(sm2.doSignature(bytes, key, { hash: true, der: true }), 'hex'));
}

/** The private key in a PKCS#8 PEM, if it is SM2's and the certificate's; else null. */
export function sm2KeyIn(pem: string, certificate: Uint8Array): Uint8Array | null {
  try {
    const [, text = ''] = /-----BEGIN PRIVATE KEY-----([^-]*)-----END/.exec(pem) ?? [];
    // PrivateKeyInfo: version, algorithm, an octet string around ECPrivateKey: version, the number (RFC 5915)
    const [, , outer] = DER.partsOf(DER.readDer(bytesOfBase64(text.replace(/\s+/g, ''))));
    const [, number] = DER.partsOf(DER.readDer(DER.contentOf(outer, DER.TAG.octets)));
    const key = DER.contentOf(number, DER.TAG.octets);
    const tried = new Uint8Array(randomBytes(32));
    const signature = signSm2(Buffer.from(key).toString('hex'), tried);
    return KnownCertificate.read(certificate).key.holdsSm2(tried, signature) ? new Uint8Array(key) : null;
  } catch {
    return null;
  }
}

/** Null where there is no container, or not a whole one. */
export function readContainer(path: string): Container | null {
  try {
    return parse(Container, JSON.parse(readFileSync(path, 'utf8')));
  } catch {
    return null;
  }
}

/** On disk when it returns, and never half: a count of wrong PINs must not be lost by pulling the key out. */
export function writeContainer(path: string, container: Container): void {
  const file = openSync(`${path}.new`, 'w', 0o600);
  try {
    writeSync(file, JSON.stringify(container));
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  renameSync(`${path}.new`, path);
}
