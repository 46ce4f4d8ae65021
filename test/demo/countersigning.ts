/** The signing key of a test desk: what a browser does with WebCrypto, in the same form. */
import { ed25519 } from '@noble/curves/ed25519.js';
import { hexOf } from '#shared/canonical/index.ts';
import { freezeMessage, keyMessage } from '#shared/draw/countersignature.ts';

export class SiteSigner {
  readonly site: string;
  /** Public key in hex. */
  readonly key: string;
  readonly #secret: Uint8Array;

  /** `secret`: 32 bytes, or new ones. */
  constructor(site: string, secret: Uint8Array = ed25519.utils.randomSecretKey()) {
    this.site = site;
    this.#secret = secret;
    this.key = hexOf(ed25519.getPublicKey(secret));
  }

  /** Body of POST /api/site-keys. */
  registration(label: string): { key: string; label: string; proof: string } {
    return { key: this.key, label, proof: this.sign(keyMessage(this.site, this.key)) };
  }

  /** Body of POST /api/draws/:drawId/countersign. */
  countersignature({ drawId, inputDigest }: { drawId: string; inputDigest: string }): {
    key: string;
    signature: string;
  } {
    return { key: this.key, signature: this.sign(freezeMessage(drawId, inputDigest, this.site)) };
  }

  sign(message: Uint8Array): string {
    return hexOf(ed25519.sign(message, this.#secret));
  }
}
