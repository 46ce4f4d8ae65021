/**
 * The countersignature of a frozen input: every site that takes part signs the digest with the key of its desk before
 * anyone commits, so that the input of a draw cannot be exchanged under them (docs/draw.md, part 1). Ed25519, RFC 8032.
 */
import { ed25519 } from '@noble/curves/ed25519.js';
import { type Static, Type } from 'typebox';
import { bytesOfHex, canonicalBytes } from '../canonical/index.ts';
import { closed, Hex32 } from '../protocol/primitives.ts';

/** An Ed25519 signature: 64 bytes in hex. */
export const Signature64 = Type.String({ pattern: '^[0-9a-f]{128}$' });

/** `key`: the public key of the desk, 32 bytes in hex. */
export const Countersignature = Type.Object(
  { site: Type.String({ minLength: 1, maxLength: 200 }), key: Hex32, signature: Signature64 },
  closed,
);
export type Countersignature = Static<typeof Countersignature>;

/** What a site signs of a draw: `J(["kawei/freeze@1", drawId, inputDigest, site])`. */
export function freezeMessage(drawId: string, inputDigest: string, site: string): Uint8Array {
  return canonicalBytes(['kawei/freeze@1', drawId, inputDigest, site]);
}

/** What shows that who registers a key holds it: `J(["kawei/site-key@1", site, key])`. */
export function keyMessage(site: string, key: string): Uint8Array {
  return canonicalBytes(['kawei/site-key@1', site, key]);
}

/** Whether `signature` (hex) is that of `key` (hex) under the message; false for what is no key or no signature. */
export function isSignedBy(key: string, signature: string, message: Uint8Array): boolean {
  try {
    return ed25519.verify(bytesOfHex(signature), message, bytesOfHex(key), { zip215: false });
  } catch {
    return false; // bytes that are no point of the curve make the library throw
  }
}

/** Whether a countersignature is that of its site's key for this very draw and input. */
export function isCountersignature(
  drawId: string,
  inputDigest: string,
  { site, key, signature }: Countersignature,
): boolean {
  return isSignedBy(key, signature, freezeMessage(drawId, inputDigest, site));
}
