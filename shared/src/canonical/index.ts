/**
 * Canonical bytes and their digests: RFC 8785 (JCS) JSON, SHA-256 and HMAC-SHA-256 (FIPS 180-4, RFC 2104),
 * synchronous and the same in Node, Electron and a browser.
 */
import { hmac } from '@noble/hashes/hmac.js';
import { sha256 as nobleSha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, hexToBytes, utf8ToBytes } from '@noble/hashes/utils.js';
import canonicalize from 'canonicalize';

/** RFC 8785 text of a JSON value. Throws on what JSON cannot hold (undefined, NaN, functions). */
export function canonicalText(value: unknown): string {
  const text = canonicalize(value);
  if (text === undefined) throw new TypeError('not a JSON value');
  return text;
}

/** Whether two values are the same JSON; what has no canonical form is the same as nothing. */
export function isSameJson(one: unknown, other: unknown): boolean {
  try {
    return canonicalText(one) === canonicalText(other);
  } catch {
    return false; // half a character, an infinite number, or nested deeper than the stack
  }
}

/** RFC 8785 text as UTF-8. */
export function canonicalBytes(value: unknown): Uint8Array {
  return utf8ToBytes(canonicalText(value));
}

/** Node's own SHA-256, a tenth of the time of that in JavaScript; a browser has none that answers at once. */
const native = globalThis.process?.getBuiltinModule?.('node:crypto');

/** SHA-256 of bytes, or of a text as UTF-8. */
export function sha256(data: Uint8Array | string): Uint8Array {
  if (native) return new Uint8Array(native.hash('sha256', data, 'buffer'));
  return nobleSha256(typeof data === 'string' ? utf8ToBytes(data) : data);
}

/** SHA-256 in lower-case hex. */
export function sha256Hex(data: Uint8Array | string): string {
  return bytesToHex(sha256(data));
}

/** `H(J(value))` of docs/draw.md: SHA-256 of the canonical JSON, in lower-case hex. */
export function digestOf(value: unknown): string {
  return sha256Hex(canonicalBytes(value));
}

/** HMAC-SHA-256 of bytes under a key. */
export function hmacSha256(key: Uint8Array, data: Uint8Array): Uint8Array {
  return hmac(nobleSha256, key, data);
}

/** HMAC-SHA-256 under one key, for many messages: the key is hashed once. */
export function hmacUnder(key: Uint8Array): (data: Uint8Array) => Uint8Array {
  const keyed = hmac.create(nobleSha256, key);
  const scratch = keyed.clone();
  return (data) => {
    const digest = new Uint8Array(32);
    keyed._cloneInto(scratch).update(data).digestInto(digest);
    return digest;
  };
}

export const hexOf = bytesToHex;

/** Bytes of a hex text; throws on anything else. */
export const bytesOfHex = hexToBytes;

/** Standard base64 of bytes. */
export function base64Of(bytes: Uint8Array): string {
  if (globalThis.Buffer) return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('base64');
  let binary = '';
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return btoa(binary);
}

/** Bytes of a standard base64 text; throws on anything else. */
export function bytesOfBase64(text: string): Uint8Array<ArrayBuffer> {
  const binary = atob(text);
  const bytes = new Uint8Array(binary.length);
  for (let at = 0; at < binary.length; at++) bytes[at] = binary.charCodeAt(at);
  return bytes;
}

/**
 * The name a person or project goes by while the real one is sealed (docs/draw.md, part 4):
 * `H(J(["kawei/pseudonym@1", drawId, realId, salt]))`.
 */
export function pseudonymOf(drawId: string, realId: string, salt: string): string {
  return digestOf(['kawei/pseudonym@1', drawId, realId, salt]);
}
