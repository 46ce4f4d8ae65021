/**
 * A second program for whoever makes a draw again: written from docs/draw.md alone, with nothing of the code that
 * draws, so that a fault there does not agree with itself here. It is given a transcript of the right shape; signatures
 * of sites and of drand are not its affair.
 */
import { H } from './bytes.ts';
import { isPanelOf, type PanelInput } from './panel.ts';
import { TooManyToTry } from './possible.ts';
import { isPlacementOf, type SeatsInput } from './seats.ts';
import { isSitesOf, type SitesInput } from './sites.ts';

interface Named {
  readonly source: string;
  readonly round: string;
}

/** What is read of a transcript. */
export interface Read {
  readonly drawId: string;
  readonly input: (PanelInput | SeatsInput | SitesInput) & { readonly beacon?: Named | null | undefined };
  readonly inputDigest: string;
  readonly commitments: readonly { readonly party: string; readonly commitment: string }[];
  readonly commitmentRoot: string;
  readonly reveals: readonly { readonly party: string; readonly nonce: string; readonly salt: string }[];
  readonly withheld: readonly { readonly party: string }[];
  readonly beacon: null | (Named & { readonly value: string });
  readonly seed: string;
  readonly result: unknown;
  readonly digest?: string | undefined;
}

/** The first part that is not as the rule has it; `undecided`: so many requirements that not all can be tried. */
export type Reading =
  | 'agrees'
  | 'undecided'
  | 'digest'
  | 'input'
  | 'commitments'
  | 'root'
  | 'parties'
  | 'beacon'
  | 'seed'
  | 'result';

/** States of a panel that are gone through before it is left undecided; each takes about a kilobyte. */
const MOST = 200_000;

/** Makes a draw again. */
export function readDraw(transcript: Read, most = MOST): Reading {
  for (const [part, holds] of parts) if (!holds(transcript)) return part;
  try {
    return isResult(transcript, most) ? 'agrees' : 'result';
  } catch (error) {
    if (error instanceof TooManyToTry) return 'undecided';
    throw error;
  }
}

/** Pairs as they stand in root and seed, in order of party. */
function inOrder(pairs: readonly (readonly [string, string])[]) {
  return [...pairs].sort(([a], [b]) => (a < b ? -1 : 1));
}

const parts: readonly (readonly [Reading, (transcript: Read) => boolean])[] = [
  ['digest', ({ digest, ...rest }) => digest === undefined || H(rest) === digest],
  ['input', ({ input, inputDigest }) => H(input) === inputDigest],
  [
    'commitments',
    ({ drawId, inputDigest, commitments, reveals }) =>
      reveals.every(({ party, nonce, salt }) => {
        const own = commitments.find((one) => one.party === party)?.commitment;
        return own === H(['kawei/commit@1', drawId, inputDigest, party, nonce, salt]);
      }),
  ],
  [
    'root',
    ({ commitments, commitmentRoot }) =>
      H(inOrder(commitments.map(({ party, commitment }) => [party, commitment]))) === commitmentRoot,
  ],
  ['parties', ({ commitments, reveals, withheld }) => eachOnce(commitments, [...reveals, ...withheld])],
  [
    'beacon',
    ({ input: { beacon: named }, beacon }) =>
      named === undefined || (named?.source === beacon?.source && named?.round === beacon?.round),
  ],
  [
    'seed',
    ({ drawId, inputDigest, commitmentRoot, reveals, beacon, seed }) => {
      const nonces = inOrder(reveals.map(({ party, nonce }) => [party, nonce]));
      const value = beacon?.value ?? '';
      return H(['kawei/seed@1', drawId, inputDigest, commitmentRoot, nonces, value]) === seed;
    },
  ],
];

type Parties = readonly { readonly party: string }[];

/** Whoever committed revealed or withheld, and nobody stands twice. */
function eachOnce(committed: Parties, accounted: Parties): boolean {
  const names = (parties: Parties) => new Set(parties.map(({ party }) => party));
  return (
    names(committed).size === committed.length &&
    names(accounted).size === accounted.length &&
    committed.every(({ party }) => names(accounted).has(party))
  );
}

function isResult({ input, seed, result }: Read, most: number): boolean {
  if (input.kind === 'sites') return isSitesOf(input, seed, result);
  if (input.kind === 'seats') return isPlacementOf(input, seed, result);
  return isPanelOf(input, seed, result, most);
}
