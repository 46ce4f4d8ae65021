/** Public keys that verify signatures, in Node and in a browser: RSA (PKCS #1 v1.5) and ECDSA in DER by WebCrypto, SM2. */
import { hexOf, sha256 } from '../canonical/index.ts';
import * as DER from './der.ts';
import { sm2Holds } from './sm2.ts';

export type HashName = 'SHA-256' | 'SHA-384' | 'SHA-512';
export type KeyKind = 'RSA' | 'P-256' | 'P-384' | 'P-521' | 'SM2';

const RSA = hexOf(DER.oid('1.2.840.113549.1.1.1'));
const EC = hexOf(DER.oid('1.2.840.10045.2.1'));
const curves: Readonly<Record<string, Exclude<KeyKind, 'RSA'>>> = {
  [hexOf(DER.oid('1.2.840.10045.3.1.7'))]: 'P-256',
  [hexOf(DER.oid('1.3.132.0.34'))]: 'P-384',
  [hexOf(DER.oid('1.3.132.0.35'))]: 'P-521',
  [hexOf(DER.oid('1.2.156.10197.1.301'))]: 'SM2',
};
/** Bytes of one of the two numbers of an ECDSA signature. */
const HALF = { 'P-256': 32, 'P-384': 48, 'P-521': 66 } as const;

/** The digest of bytes. */
export async function digestOf(hash: HashName | 'SHA-1', data: Uint8Array): Promise<Uint8Array> {
  if (hash === 'SHA-256') return sha256(data);
  return new Uint8Array(await globalThis.crypto.subtle.digest(hash, DER.bufferOf(data)));
}

/** A public key (SubjectPublicKeyInfo in DER), handed to WebCrypto once for each hash it is used with. */
export class PublicKey {
  /** Null for a kind that is not taken: such a key has signed nothing. */
  readonly kind: KeyKind | null;
  readonly #spki: Uint8Array;
  readonly #imported = new Map<HashName, Promise<CryptoKey>>();

  /** Throws on what is no SubjectPublicKeyInfo. */
  constructor(spki: Uint8Array) {
    this.kind = kindOf(spki);
    this.#spki = spki;
  }

  /** Whether its holder has signed these bytes, by this hash. */
  async holds(hash: HashName, data: Uint8Array, signature: Uint8Array): Promise<boolean> {
    const { kind } = this;
    if (kind === null || kind === 'SM2') return false;
    const value = kind === 'RSA' ? signature : rawEcdsa(ecdsaNumbers(signature), HALF[kind]);
    if (!value) return false;
    const how = kind === 'RSA' ? { name: 'RSASSA-PKCS1-v1_5' } : { name: 'ECDSA', hash };
    try {
      const key = await this.#open(kind, hash);
      return await globalThis.crypto.subtle.verify(how, key, DER.bufferOf(value), DER.bufferOf(data));
    } catch {
      return false; // no key of this kind after all
    }
  }

  /** Whether its holder has signed these bytes by SM2 with SM3; only an SM2 key has. */
  holdsSm2(data: Uint8Array, signature: Uint8Array): boolean {
    if (this.kind !== 'SM2') return false;
    const [, point] = DER.partsOf(DER.readDer(this.#spki));
    const [unusedBits, ...bytes] = DER.contentOf(point, DER.TAG.bits);
    return unusedBits === 0 && sm2Holds(hexOf(Uint8Array.from(bytes)), data, signature);
  }

  #open(kind: Exclude<KeyKind, 'SM2'>, hash: HashName): Promise<CryptoKey> {
    const how =
      kind === 'RSA' ? { name: 'RSASSA-PKCS1-v1_5', hash } : { name: 'ECDSA', namedCurve: kind, hash };
    const known = this.#imported.get(hash);
    if (known) return known;
    const key = globalThis.crypto.subtle.importKey('spki', DER.bufferOf(this.#spki), how, false, ['verify']);
    this.#imported.set(hash, key);
    return key;
  }
}

function kindOf(spki: Uint8Array): KeyKind | null {
  const [algorithm] = DER.partsOf(DER.readDer(spki));
  const [kind, parameters] = DER.partsOf(algorithm);
  const name = kind && hexOf(kind.whole);
  if (name === RSA) return 'RSA';
  return name === EC && parameters ? (curves[hexOf(parameters.whole)] ?? null) : null;
}

/** The two numbers of an ECDSA signature (RFC 3279 §2.2.3); null for what is not their DER. */
export function ecdsaNumbers(signature: Uint8Array): readonly Uint8Array[] | null {
  try {
    return DER.exactly(2, DER.partsOf(DER.readDer(signature))).map(DER.unsignedOf);
  } catch {
    return null;
  }
}

/** As the two halves WebCrypto takes; null for what is too large. */
function rawEcdsa(numbers: readonly Uint8Array[] | null, half: number): Uint8Array | null {
  if (!numbers || numbers.some(({ length }) => length > half)) return null;
  const raw = new Uint8Array(2 * half);
  for (const [index, number] of numbers.entries()) raw.set(number, (index + 1) * half - number.length);
  return raw;
}
