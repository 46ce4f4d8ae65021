/** Public keys that verify signatures with SHA-256: RSA (PKCS #1 v1.5) and P-256 (ECDSA in DER), by WebCrypto. */
import { Refusal } from '../catalogue/refusal.ts';
import { bufferOf } from './cms.ts';
import * as DER from './der.ts';

/** Whether the holder of a key has signed these bytes so. */
export type HoldsFor = (data: Uint8Array, signature: Uint8Array) => boolean | Promise<boolean>;

/** Opens a public key (SubjectPublicKeyInfo in DER). One of a kind that is not known has signed nothing. */
export type OpenKey = (spki: Uint8Array) => HoldsFor | Promise<HoldsFor>;

const RSA = { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' } as const;
const P256 = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const;
const RAW_HALF = 32;

const nothingHolds: HoldsFor = () => false;

/** The kind of a public key; null for one that is not taken. */
export function keyKind(spki: Uint8Array): 'rsa' | 'p-256' | null {
  const [algorithm] = DER.partsOf(DER.readDer(spki));
  const [kind, parameters] = DER.partsOf(algorithm);
  const is = (element: DER.Der | undefined, oid: Uint8Array) =>
    element !== undefined && DER.compareBytes(element.whole, oid) === 0;
  if (is(kind, oids.rsa)) return 'rsa';
  return is(kind, oids.ec) && is(parameters, oids.p256) ? 'p-256' : null;
}

const oids = {
  rsa: DER.oid('1.2.840.113549.1.1.1'),
  ec: DER.oid('1.2.840.10045.2.1'),
  p256: DER.oid('1.2.840.10045.3.1.7'),
};

/** With the platform's WebCrypto, in Node and in a browser. */
export const webKey: OpenKey = async (spki) => {
  const kind = keyKind(spki);
  if (kind === null) return nothingHolds;
  const algorithm = kind === 'rsa' ? RSA : P256;
  const { subtle } = globalThis.crypto;
  try {
    const key = await subtle.importKey('spki', bufferOf(spki), algorithm, false, ['verify']);
    return (data, signature) => {
      const value = bufferOf(kind === 'rsa' ? signature : rawEcdsa(signature));
      return subtle.verify(algorithm, key, value, bufferOf(data));
    };
  } catch {
    return nothingHolds; // no key of this kind
  }
};

/** An ECDSA signature from DER to the 64 bytes WebCrypto takes; refuses what is not DER. */
function rawEcdsa(signature: Uint8Array): Uint8Array {
  const raw = new Uint8Array(2 * RAW_HALF);
  for (const [index, { content }] of ecdsaParts(signature).entries()) {
    const significant = content[0] === 0 ? content.subarray(1) : content;
    raw.set(significant, (index + 1) * RAW_HALF - significant.length);
  }
  return raw;
}

/** The two numbers of an ECDSA signature: positive, without a byte too many. */
function ecdsaParts(signature: Uint8Array): DER.Der[] {
  const malformed = new Refusal('SIGNATURE_MALFORMED', { detail: 'ECDSA value' });
  let parts: DER.Der[];
  try {
    parts = DER.partsOf(DER.readDer(signature));
  } catch {
    throw malformed;
  }
  const isNumber = ({ tag, content: [first = 0x80, second = 0], content }: DER.Der) =>
    tag === DER.TAG.integer &&
    first < 0x80 &&
    (first !== 0 || (content.length > 1 && second >= 0x80)) &&
    content.length <= RAW_HALF + (first === 0 ? 1 : 0);
  if (parts.length !== 2 || !parts.every(isNumber)) throw malformed;
  return parts;
}
