/**
 * Proof that somebody has read the ID number of a badge's holder, which a desk can keep while the hub cannot be reached:
 * the hub alone can check it, and nobody can find the number from it, the desk that made it included.
 */
import { x25519 } from '@noble/curves/ed25519.js';
import { type Static, Type } from 'typebox';
import { bytesOfHex, hexOf, hmacSha256 } from '../canonical/index.ts';
import { closed, Hex32 } from '../protocol/primitives.ts';

/** An X25519 key made for this proof alone, and an HMAC-SHA-256 under the secret it shares with the hub's. */
export const IdProof = Type.Object({ key: Hex32, tag: Hex32 }, closed);
export type IdProof = Static<typeof IdProof>;

/** What is proved: this number was read together with this badge. */
export interface ReadDocuments {
  readonly badge: string;
  readonly idNumber: string;
}

/** The public key, in hex, of a hub's secret of 32 bytes. */
export function idKeyOf(secret: Uint8Array): string {
  return hexOf(x25519.getPublicKey(secret));
}

/** Makes a proof for the hub with this public key. `once` are 32 random bytes, forgotten afterwards. */
export function proveId(hubKey: string, read: ReadDocuments, once: Uint8Array): IdProof {
  const key = hexOf(x25519.getPublicKey(once));
  const shared = x25519.getSharedSecret(once, bytesOfHex(hubKey));
  return { key, tag: tagOf(shared, { key, hubKey }, read) };
}

/** Whether the proof was made with exactly this number and badge. */
export function idProofHolds(secret: Uint8Array, { key, tag }: IdProof, read: ReadDocuments): boolean {
  try {
    const shared = x25519.getSharedSecret(secret, bytesOfHex(key));
    return tagOf(shared, { key, hubKey: idKeyOf(secret) }, read) === tag;
  } catch {
    return false; // not a key from which a secret follows (RFC 7748, 6.1)
  }
}

function tagOf(
  shared: Uint8Array,
  { key, hubKey }: { key: string; hubKey: string },
  { badge, idNumber }: ReadDocuments,
): string {
  const said = `kawei/id-proof@1\n${key}\n${hubKey}\n${badge}\n${idNumber}`;
  return hexOf(hmacSha256(shared, new TextEncoder().encode(said)));
}
