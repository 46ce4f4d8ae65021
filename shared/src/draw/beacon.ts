/**
 * Public values nobody could know when the reveals closed: drand's network "quicknet", checked offline by its
 * signature (scheme `bls-unchained-g1-rfc9380`: BLS12-381, signatures in G1, message = SHA-256 of the round as eight
 * big-endian bytes), and everything else (a lottery's numbers) as text that two people have read and nobody can check
 * from the file.
 */
import { bls12_381 } from '@noble/curves/bls12-381.js';
import { type Static, Type } from 'typebox';
import { bytesOfHex, sha256, sha256Hex } from '../canonical/index.ts';
import { Refusal } from '../catalogue/refusal.ts';
import { closed, Instant } from '../protocol/primitives.ts';

export const Beacon = Type.Object(
  {
    source: Type.String(),
    round: Type.String(),
    value: Type.String(),
    /** drand: the round's signature in hex, 48 bytes, from which everything else follows. */
    signature: Type.Optional(Type.String({ pattern: '^[0-9a-f]{96}$' })),
  },
  closed,
);
export type Beacon = Static<typeof Beacon>;

/** Which public value is meant, as a frozen input names it. */
export const BeaconName = Type.Object(
  {
    source: Type.String({ minLength: 1, maxLength: 100 }),
    round: Type.String({ minLength: 1, maxLength: 100 }),
  },
  closed,
);
export type BeaconName = Static<typeof BeaconName>;

/** A beacon that was named before anybody could know its value. */
export const NamedBeacon = Type.Object(
  {
    ...BeaconName.properties,
    /** When its value is published, not before. */
    published: Instant,
  },
  closed,
);
export type NamedBeacon = Static<typeof NamedBeacon>;

/** The source under which a quicknet round stands in a transcript. */
export const DRAND_QUICKNET = 'drand quicknet';

/** drand's network quicknet, as its nodes publish it at `/CHAIN-HASH/info`. */
export const quicknet = {
  chainHash: '52db9ba70e0cc0f6eaf7803dd07447a1f5477735fd3f661792ba94600c84e971',
  publicKey:
    '83cf0f2896adee7eb8b5f01fcad3912212c437e0073e911fb90022d3e760183c8c4b450b6a0a6c3ac6a5776a2d1064510d1fec758c921cc22b0e17e63aaf4bcb5ed66304de9cf809bd274ca73bab4af5a6e9c76a4bc09e76eae8991ef5ece45a',
  /** Publication of round 1, in milliseconds of Unix time. */
  genesis: 1_692_803_367_000,
  /** Milliseconds from one round to the next. */
  period: 3000,
  domain: 'BLS_SIG_BLS12381G1_XMD:SHA-256_SSWU_RO_NUL_',
} as const;

/** When a round is published, in milliseconds of Unix time. */
export function timeOfRound(round: number): number {
  return quicknet.genesis + (round - 1) * quicknet.period;
}

/** The first round published after an instant (milliseconds of Unix time): the one to name for reveals closing then. */
export function roundAfter(time: number): number {
  return Math.max(1, Math.floor((time - quicknet.genesis) / quicknet.period) + 2);
}

/** Whether a signature (hex) is that of quicknet's round. */
export function isRoundSignature(round: number, signature: string): boolean {
  if (!Number.isSafeInteger(round) || round < 1) return false;
  const message = new Uint8Array(8);
  new DataView(message.buffer).setBigUint64(0, BigInt(round));
  const { shortSignatures } = bls12_381;
  try {
    const point = shortSignatures.hash(sha256(message), quicknet.domain);
    return shortSignatures.verify(bytesOfHex(signature), point, bytesOfHex(quicknet.publicKey));
  } catch {
    // Bytes that are no point of the curve make the library throw.
    return false;
  }
}

/** A quicknet round as the beacon of a transcript. Refuses a signature that is not that round's. */
export function drandBeacon(round: number, signature: string): Beacon {
  if (!isRoundSignature(round, signature)) throw new Refusal('DRAW_BEACON_WRONG', { round });
  return {
    source: DRAND_QUICKNET,
    round: `${round}`,
    value: sha256Hex(bytesOfHex(signature)),
    signature,
  };
}

/** What is known of a beacon from the transcript alone. */
export type BeaconStanding = 'verified' | 'wrong' | 'unverifiable';

/** Checks a beacon as far as it can be: a quicknet round with its signature wholly, all else not at all. */
export function standingOf({ source, round, value, signature }: Beacon): BeaconStanding {
  if (source !== DRAND_QUICKNET) return signature === undefined ? 'unverifiable' : 'wrong';
  if (!isRound(round) || !/^[0-9a-f]{64}$/.test(value)) return 'wrong';
  if (signature === undefined) return 'unverifiable';
  const matches = sha256Hex(bytesOfHex(signature)) === value && isRoundSignature(Number(round), signature);
  return matches ? 'verified' : 'wrong';
}

/**
 * Refuses a beacon that could have been known before the reveals closed (an instant, ISO 8601): a quicknet round by its
 * time, any other by the time at which it was published, as the people who enter it say (ISO 8601).
 */
export function requireLaterBeacon(
  { source, round }: BeaconName,
  revealsClosed: string,
  published?: string,
): void {
  const time = source === DRAND_QUICKNET ? timeOfWrittenRound(round) : Date.parse(published ?? '');
  if (time > Date.parse(revealsClosed)) return;
  throw new Refusal('DRAW_BEACON_EARLY', {
    ...{ source, round, closed: revealsClosed },
    published: Number.isNaN(time) ? '?' : new Date(time).toISOString(),
  });
}

const isRound = (round: string) => /^[1-9][0-9]{0,10}$/.test(round);

/** When a round is published that is written as in a transcript; NaN for what is no round. */
function timeOfWrittenRound(round: string): number {
  return isRound(round) ? timeOfRound(Number(round)) : Number.NaN;
}

/** What is wrong with the beacon of a ceremony whose frozen input has named one, or has said that there is none. */
export type BeaconFault = 'DRAW_BEACON_MISSING' | 'DRAW_BEACON_OTHER' | 'DRAW_BEACON_UNNAMED';

/** Null where it is the one that was named, and where the input (of before beacons were named in it) says nothing. */
export function beaconFault(
  named: BeaconName | null | undefined,
  beacon: BeaconName | null,
): BeaconFault | null {
  if (named === undefined) return null;
  if (named === null) return beacon === null ? null : 'DRAW_BEACON_UNNAMED';
  if (beacon === null) return 'DRAW_BEACON_MISSING';
  return beacon.source === named.source && beacon.round === named.round ? null : 'DRAW_BEACON_OTHER';
}

/**
 * Refuses the beacon of a ceremony that is not the one its frozen input names: DRAW_BEACON_MISSING, DRAW_BEACON_OTHER,
 * DRAW_BEACON_UNNAMED; and DRAW_BEACON_WRONG where a quicknet round that was named has no valid signature with it.
 */
export function requireNamedBeacon(named: BeaconName | null | undefined, beacon: Beacon | null): void {
  const fault = beaconFault(named, beacon);
  if (fault) {
    const [wanted, found] = [nameOf(named), nameOf(beacon)];
    throw new Refusal(fault, { wanted, found });
  }
  if (named?.source === DRAND_QUICKNET && beacon && standingOf(beacon) !== 'verified')
    throw new Refusal('DRAW_BEACON_WRONG', { round: named.round });
}

const nameOf = (beacon: BeaconName | null | undefined) => (beacon ? `${beacon.source} ${beacon.round}` : '');
