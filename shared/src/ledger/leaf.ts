/**
 * A leaf of the ledger: what is public of an event. The payload stays in the database; the leaf holds its salted
 * digest, so that a payload can be disclosed and checked one by one and cannot be guessed before.
 */
import { canonicalBytes, hexOf, sha256 } from '../canonical/index.ts';

export interface Leaf {
  /** Hub's UTC time. */
  readonly at: string;
  /** {@link payloadDigest}, lower-case hex. */
  readonly digest: string;
  /** Index in the ledger, from 0. */
  readonly seq: number;
  readonly subject: string;
  readonly type: string;
}

/** `SHA-256(salt ‖ J(payload))` in lower-case hex. */
export function payloadDigest(salt: Uint8Array, payload: unknown): string {
  return hexOf(sha256(joined(salt, canonicalBytes(payload))));
}

/** The bytes of a leaf: canonical JSON of its five fields. */
export function leafBytes({ at, digest, seq, subject, type }: Leaf): Uint8Array {
  return canonicalBytes({ at, digest, seq, subject, type });
}

/** Leaf hash of RFC 6962 §2.1: `SHA-256(0x00 ‖ leaf)`. */
export function leafHash(leaf: Uint8Array): Uint8Array {
  return sha256(joined(Uint8Array.of(0), leaf));
}

function joined(first: Uint8Array, second: Uint8Array): Uint8Array {
  const both = new Uint8Array(first.length + second.length);
  both.set(first);
  both.set(second, first.length);
  return both;
}
