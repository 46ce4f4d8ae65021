/** The seed of a draw: freeze, commit, reveal, beacon. The rule is written out in docs/draw.md, part 1. */
import { bytesOfHex, digestOf } from '../canonical/index.ts';
import { Refusal } from '../catalogue/refusal.ts';

export interface Commitment {
  readonly party: string;
  readonly commitment: string;
}

export interface Reveal {
  readonly party: string;
  /** 32 random bytes each, in hex. */
  readonly nonce: string;
  readonly salt: string;
}

/** Strings of a draw sort by UTF-16 code unit, whatever the language of the machine. */
export function byCodeUnit(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** What a party publishes before anyone reveals; it binds them to their nonce for this draw and input alone. */
export function commitmentOf(drawId: string, inputDigest: string, { party, nonce, salt }: Reveal): string {
  return digestOf(['kawei/commit@1', drawId, inputDigest, party, nonce, salt]);
}

/** Refuses reveals that do not stand beside exactly one commitment of the same party, or do not match it. */
export function requireMatching(
  drawId: string,
  inputDigest: string,
  commitments: readonly Commitment[],
  reveals: readonly Reveal[],
): void {
  for (const parties of [commitments, reveals].map((list) => list.map(({ party }) => party))) {
    const twice = parties.find((party, index) => parties.indexOf(party) !== index);
    if (twice !== undefined) throw new Refusal('DRAW_PARTY_REPEATED', { party: twice });
  }
  const committed = new Map(commitments.map(({ party, commitment }) => [party, commitment]));
  for (const reveal of reveals) {
    const { party } = reveal;
    if (!committed.has(party)) throw new Refusal('DRAW_REVEAL_UNCOMMITTED', { party });
    if (committed.get(party) !== commitmentOf(drawId, inputDigest, reveal))
      throw new Refusal('DRAW_REVEAL_UNMATCHED', { party });
  }
}

/** Digest over all commitments, fixed before the first reveal. */
export function commitmentRootOf(commitments: readonly Commitment[]): string {
  const pairs = commitments.map(({ party, commitment }) => [party, commitment] as const);
  return digestOf(pairs.toSorted((a, b) => byCodeUnit(a[0], b[0])));
}

/** The seed, in hex, that the revealed nonces and the beacon (`''` for none) make together. */
export function seedOf(
  drawId: string,
  inputDigest: string,
  commitmentRoot: string,
  reveals: readonly Reveal[],
  beaconValue: string,
): string {
  const nonces = reveals
    .map(({ party, nonce }) => [party, nonce] as const)
    .toSorted((a, b) => byCodeUnit(a[0], b[0]));
  return digestOf(['kawei/seed@1', drawId, inputDigest, commitmentRoot, nonces, beaconValue]);
}

/** A seed as the key of the draw's HMACs: its 32 bytes. */
export function keyOfSeed(seed: string): Uint8Array {
  return bytesOfHex(seed);
}
