/**
 * The package for a seat: what its booth shows the expert who is admitted there, laid into the booth as soon as the seat
 * is drawn and opened by the secret on the slip alone. AES-256-GCM-SIV (RFC 8452) under a key that follows from the
 * secret (HMAC-SHA-256); the same contents give the same bytes, and the nonce needs not be another each time.
 *
 * Contents of unlike lengths would tell which seats belong to one project: they are filled up to a few sizes.
 */
import { gcmsiv } from '@noble/ciphers/aes.js';
import { base64Of, bytesOfBase64, bytesOfHex, hmacSha256 } from '../canonical/index.ts';
import { ExpertView } from '../protocol/evaluation.ts';
import { parse } from '../protocol/parse.ts';

const FORMAT = 'kawei/seat-package@1';
const SIZES = [8, 16, 32, 48].map((kibibytes) => kibibytes * 1024);
const NONCE = new Uint8Array(12);

/** Seals a view for the slip with this secret (16 bytes, hex): base64; null for one that is longer than any size. */
export function sealPackage(secret: string, view: ExpertView): string | null {
  const text = new TextEncoder().encode(JSON.stringify(view));
  const size = SIZES.find((one) => text.length <= one);
  if (size === undefined) return null;
  const filled = new Uint8Array(size).fill(0x20); // spaces: white space to JSON (RFC 8259)
  filled.set(text);
  return base64Of(cipherOf(secret).encrypt(filled));
}

/** Opens a package; null where this secret is not the one it was sealed for, or it is no view of this version's form. */
export function openPackage(secret: string, sealed: string): ExpertView | null {
  try {
    const text = new TextDecoder().decode(cipherOf(secret).decrypt(bytesOfBase64(sealed)));
    return parse(ExpertView, JSON.parse(text));
  } catch {
    return null;
  }
}

function cipherOf(secret: string) {
  const name = new TextEncoder().encode(FORMAT);
  return gcmsiv(hmacSha256(bytesOfHex(secret), name), NONCE, name);
}
