/** A stand-in for the desk of a hub: issues seat slips and what lies in the booth for them, right or wrong ones. */
import { ed25519 } from '@noble/curves/ed25519.js';
import { hexOf } from '#shared/canonical/index.ts';
import type { BoothView } from '#shared/protocol/booth-frames.ts';
import type { ExpertView } from '#shared/protocol/evaluation.ts';
import { sealPackage } from '#shared/slips/package.ts';
import { holderTag, type SeatSlip, slipDigest, slipSigningInput, slipText } from '#shared/slips/slip.ts';

export interface Holder {
  readonly badge: string;
  /** SHA-256 of the certificate of their key. */
  readonly key: string;
}

export interface TestSlip {
  readonly slip: SeatSlip;
  /** What a scanner types. */
  readonly text: string;
  /** What the hub's view tells the booth of it. */
  readonly told: NonNullable<BoothView['slip']>;
}

export class SlipDesk {
  readonly #key = new Uint8Array(32).map(() => Math.floor(Math.random() * 256));
  #issued = 0;

  get slipKey(): string {
    return hexOf(ed25519.getPublicKey(this.#key));
  }

  /** A slip for seat H-0101, issued a minute ago and good for a day, where nothing else is said. */
  issue(
    { badge, key }: Holder,
    changes: Partial<SeatSlip> = {},
    session: ExpertView | null = null,
  ): TestSlip {
    this.#issued += 1;
    const secret = String(this.#issued).padStart(32, '0');
    const slip: SeatSlip = {
      ...{ format: 'kawei/slip@1', seat: 'H-0101', code: '204680', issue: 10, secret },
      from: Math.floor(Date.now() / 1000) - 60,
      seconds: 24 * 3600,
      badge: holderTag(secret, 'badge', badge),
      key: holderTag(secret, 'key', key),
      ...changes,
    };
    const text = slipText(slip, ed25519.sign(slipSigningInput(slip), this.#key));
    const sealed = session && sealPackage(slip.secret, session);
    return { slip, text, told: { digest: slipDigest(text), sealed } };
  }
}
