/** The transcript of a draw, `kawei/draw@1`, and its replay by anyone from the file alone. */
import { type Static, type TProperties, Type } from 'typebox';
import { canonicalText, digestOf } from '../canonical/index.ts';
import { Refusal } from '../catalogue/refusal.ts';
import type { Text } from '../catalogue/text.ts';
import { parse } from '../protocol/parse.ts';
import { closed, DrawId, Hex32, keyed } from '../protocol/primitives.ts';
import { Beacon, DRAND_QUICKNET, standingOf } from './beacon.ts';
import { checkInput, type DrawInput, PanelInput, SeatsInput } from './input.ts';
import { drawPanel, type PanelResult } from './panel.ts';
import { drawSeats, type SeatsResult } from './seats/draw-seats.ts';
import { byCodeUnit, commitmentOf, commitmentRootOf, type Reveal, requireMatching, seedOf } from './seed.ts';

const Party = Type.String({ minLength: 1, maxLength: 200 });

export const CommitmentList = Type.Array(Type.Object({ party: Party, commitment: Hex32 }, closed), {
  maxItems: 1000,
});

export const RevealList = Type.Array(Type.Object({ party: Party, nonce: Hex32, salt: Hex32 }, closed), {
  minItems: 1,
  maxItems: 1000,
});

function seatsResult<const M extends string, const P extends TProperties>(method: M, parameters: P) {
  return Type.Object(
    {
      method: Type.Literal(method),
      tries: Type.Integer({ minimum: 0 }),
      ...parameters,
      placement: keyed(Type.String()),
    },
    closed,
  );
}

export const Transcript = Type.Object(
  {
    format: Type.Literal('kawei/draw@1'),
    drawId: DrawId,
    input: Type.Union([PanelInput, SeatsInput]),
    inputDigest: Hex32,
    commitments: CommitmentList,
    commitmentRoot: Hex32,
    reveals: RevealList,
    withheld: Type.Array(Type.Object({ party: Party, reason: Type.String() }, closed)),
    beacon: Type.Union([Type.Null(), Beacon]),
    seed: Hex32,
    result: Type.Union([
      Type.Object(
        {
          panel: Type.Array(
            Type.Object({ id: Type.String(), category: Type.String(), ticket: Hex32 }, closed),
          ),
          reserves: keyed(Type.Array(Type.String())),
        },
        closed,
      ),
      seatsResult('rejection', {}),
      seatsResult('counting', { parameters: Type.Object({ placements: Type.String() }, closed) }),
      seatsResult('swap-chain', { parameters: Type.Object({ steps: Type.Integer({ minimum: 0 }) }, closed) }),
    ]),
    /** `H(J(transcript without this field))`: see {@link sealed}. */
    digest: Type.Optional(Hex32),
  },
  closed,
);
export type Transcript = Static<typeof Transcript>;

/** What a ceremony has gathered by the time the seed can be made. */
export interface Ceremony {
  readonly drawId: string;
  readonly input: DrawInput;
  /** Commitments of all parties, those who withheld their reveal included. */
  readonly commitments: readonly { party: string; commitment: string }[];
  readonly reveals: readonly Reveal[];
  readonly withheld: readonly { party: string; reason: string }[];
  readonly beacon: Beacon | null;
}

/** Makes the seed and the result. Refuses reveals that do not match their commitments. */
export function runDraw(ceremony: Ceremony): Transcript {
  const { drawId, input, commitments, reveals, withheld, beacon } = ceremony;
  if (reveals.length === 0) throw new Refusal('DRAW_NO_REVEAL');
  const inputDigest = digestOf(input);
  requireMatching(drawId, inputDigest, commitments, reveals);
  const commitmentRoot = commitmentRootOf(commitments);
  const seed = seedOf(drawId, inputDigest, commitmentRoot, reveals, beacon?.value ?? '');
  return {
    format: 'kawei/draw@1',
    drawId,
    input,
    inputDigest,
    commitments: sortedByParty(commitments),
    commitmentRoot,
    reveals: sortedByParty(reveals),
    withheld: sortedByParty(withheld),
    beacon,
    seed,
    result: resultOf(input, seed),
  } as Transcript;
}

/**
 * The transcript with its own digest where the rule leaves words unbound: why a party withheld, and the source and
 * round of a beacon. It shows a slip or a careless hand; who knows the rule can make it again, so that against more only
 * the ledger helps, which holds the digest of the whole record.
 */
export function sealed(transcript: Transcript): Transcript {
  const { digest: _, ...rest } = transcript;
  if (rest.beacon === null && rest.withheld.length === 0) return rest;
  return { ...rest, digest: digestOf(rest) };
}

/** The result of an input under a seed: the rule with exactly one right answer. */
export function resultOf(input: DrawInput, seed: string): PanelResult | SeatsResult {
  return input.kind === 'panel' ? drawPanel(input, seed) : drawSeats(input, seed);
}

/** One thing a replay derives again, and whether the transcript says the same. */
export interface ReplayCheck {
  readonly name: 'digest' | 'input' | 'commitments' | 'root' | 'parties' | 'beacon' | 'seed' | 'result';
  readonly holds: boolean;
  readonly text: Text;
}

/**
 * Derives everything of a transcript again and gives the checks in order; those after the first that does not
 * hold are left out. Refuses what is not a transcript at all.
 */
export function replay(value: unknown): ReplayCheck[] {
  const transcript = parse(Transcript, value);
  checkInput(transcript.input);
  const checks: ReplayCheck[] = [];
  for (const check of replaySteps(transcript)) {
    checks.push(check);
    if (!check.holds) break;
  }
  return checks;
}

function* replaySteps(transcript: Transcript): Generator<ReplayCheck> {
  const { digest, ...whole } = transcript;
  if (digest !== undefined)
    yield check(
      'digest',
      digestOf(whole) === digest,
      '记录与其自身摘要一致',
      'the record has its own digest',
    );
  const { drawId, input, inputDigest, commitments, commitmentRoot, reveals, withheld, beacon, seed } =
    transcript;
  yield check(
    'input',
    digestOf(input) === inputDigest,
    '输入与其冻结摘要一致',
    'the input has the digest it was frozen with',
  );
  const committed = new Map(commitments.map((entry) => [entry.party, entry.commitment]));
  const wrong = reveals.find(
    (reveal) => committed.get(reveal.party) !== commitmentOf(drawId, inputDigest, reveal),
  );
  const who = wrong ? `（${wrong.party}）` : '';
  yield check(
    'commitments',
    !wrong,
    `各方揭示与其承诺一致${who}`,
    `every reveal is what its party had committed to${who}`,
  );
  yield check(
    'root',
    commitmentRootOf(commitments) === commitmentRoot,
    '承诺总摘要一致',
    'the commitment root is right',
  );
  const accounted = [...reveals, ...withheld].map((entry) => entry.party).sort(byCodeUnit);
  const all = [...committed.keys()].sort(byCodeUnit);
  // A party that withheld even its commitment is named in `withheld` alone.
  const once =
    new Set(accounted).size === accounted.length && all.every((party) => accounted.includes(party));
  yield check(
    'parties',
    once && committed.size === commitments.length,
    '每一方恰好出现一次',
    'every party is accounted for once',
  );
  if (beacon && (beacon.source === DRAND_QUICKNET || beacon.signature !== undefined))
    yield beaconCheck(beacon);
  const derived = seedOf(drawId, inputDigest, commitmentRoot, reveals, beacon?.value ?? '');
  yield check('seed', derived === seed, '种子由各方随机数共同生成', 'the seed follows from the nonces');
  yield check(
    'result',
    isResultOf(transcript),
    '结果由种子和规则唯一确定',
    'the result follows from the seed and the rule',
  );
}

function beaconCheck(beacon: Beacon): ReplayCheck {
  const standing = standingOf(beacon);
  if (standing === 'unverifiable')
    return check(
      'beacon',
      true,
      '信标没有附签名，须向 drand 查对',
      "the beacon has no signature with it: compare it with drand's own record",
    );
  return check(
    'beacon',
    standing === 'verified',
    '信标是 drand quicknet 该轮签名的摘要，签名有效',
    'the beacon is the digest of its drand quicknet round, whose signature is valid',
  );
}

/** Whether the rule gives this result; it gives none where the draw would have been refused. */
function isResultOf({ input, seed, result }: Transcript): boolean {
  try {
    return canonicalText(resultOf(input, seed)) === canonicalText(result);
  } catch (error) {
    if (error instanceof Refusal) return false;
    throw error;
  }
}

function check(name: ReplayCheck['name'], holds: boolean, zh: string, en: string): ReplayCheck {
  return { name, holds, text: { zh, en } };
}

function sortedByParty<T extends { readonly party: string }>(entries: readonly T[]): T[] {
  return entries.toSorted((a, b) => byCodeUnit(a.party, b.party));
}
