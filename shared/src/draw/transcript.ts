/** The transcript of a draw, `kawei/draw@1`, and its replay by anyone from the file alone. */
import { type Static, type TProperties, Type } from 'typebox';
import { canonicalText, digestOf } from '../canonical/index.ts';
import { Refusal } from '../catalogue/refusal.ts';
import type { Text } from '../catalogue/text.ts';
import { parse } from '../protocol/parse.ts';
import { closed, DrawId, Hex32, keyed } from '../protocol/primitives.ts';
import { readDraw } from '../reader/index.ts';
import { Beacon, beaconFault, DRAND_QUICKNET, requireNamedBeacon, standingOf } from './beacon.ts';
import { Countersignature, isCountersignature } from './countersignature.ts';
import { beaconIn, checkInput, DrawInput } from './input.ts';
import { drawPanel, type PanelResult } from './panel.ts';
import { drawSeats, type SeatsResult } from './seats/draw-seats.ts';
import { byCodeUnit, commitmentOf, commitmentRootOf, type Reveal, requireMatching, seedOf } from './seed.ts';
import { drawSites, type SitesResult } from './sites.ts';

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

const DrawnSite = Type.Object(
  {
    id: Type.String(),
    role: Type.Union([Type.Literal('main'), Type.Literal('side')]),
    ticket: Hex32,
    min: Type.Integer(),
    max: Type.Integer(),
  },
  closed,
);

export const Transcript = Type.Object(
  {
    format: Type.Literal('kawei/draw@1'),
    drawId: DrawId,
    input: DrawInput,
    inputDigest: Hex32,
    /** By whom the input was countersigned before anyone committed; not in transcripts of before there were any. */
    countersignatures: Type.Optional(Type.Array(Countersignature, { maxItems: 1000 })),
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
      Type.Object({ sites: Type.Array(DrawnSite) }, closed),
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
  readonly countersignatures?: readonly Countersignature[];
  /** Commitments of all parties, those who withheld their reveal included. */
  readonly commitments: readonly { party: string; commitment: string }[];
  readonly reveals: readonly Reveal[];
  readonly withheld: readonly { party: string; reason: string }[];
  readonly beacon: Beacon | null;
}

/** Makes the seed and the result. Refuses reveals that do not match their commitments, and what requireNamedBeacon refuses. */
export function runDraw(ceremony: Ceremony): Transcript {
  const { drawId, input, countersignatures, commitments, reveals, withheld, beacon } = ceremony;
  if (reveals.length === 0) throw new Refusal('DRAW_NO_REVEAL');
  const inputDigest = digestOf(input);
  requireNamedBeacon(beaconIn(input), beacon);
  requireMatching(drawId, inputDigest, commitments, reveals);
  const commitmentRoot = commitmentRootOf(commitments);
  const seed = seedOf(drawId, inputDigest, commitmentRoot, reveals, beacon?.value ?? '');
  return {
    format: 'kawei/draw@1',
    drawId,
    input,
    inputDigest,
    ...(countersignatures && {
      countersignatures: countersignatures.toSorted((a, b) => byCodeUnit(a.site, b.site)),
    }),
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
 * The transcript with its own digest where the rule leaves something unbound: why a party withheld, the source and
 * round of a beacon, and that there were countersignatures at all. It shows a slip or a careless hand; who knows the rule can make it again, so that against more only
 * the ledger helps, which holds the digest of the whole record.
 */
export function sealed(transcript: Transcript): Transcript {
  const { digest: _, ...rest } = transcript;
  if (rest.beacon === null && rest.withheld.length === 0 && !rest.countersignatures) return rest;
  return { ...rest, digest: digestOf(rest) };
}

/** The result of an input under a seed: the rule with exactly one right answer. */
export function resultOf(input: DrawInput, seed: string): PanelResult | SeatsResult | SitesResult {
  if (input.kind === 'sites') return drawSites(input, seed);
  return input.kind === 'panel' ? drawPanel(input, seed) : drawSeats(input, seed);
}

/** One thing a replay derives again, and whether the transcript says the same. */
export interface ReplayCheck {
  readonly name:
    | 'digest'
    | 'input'
    | 'countersignatures'
    | 'commitments'
    | 'root'
    | 'parties'
    | 'beacon-named'
    | 'beacon'
    | 'seed'
    | 'result'
    | 'second';
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
  if (transcript.countersignatures) yield countersignatureCheck(transcript, transcript.countersignatures);
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
  if (beaconIn(input) !== undefined) yield namedCheck(input, beacon);
  if (beacon && (beacon.source === DRAND_QUICKNET || beacon.signature !== undefined))
    yield beaconCheck(beacon, beaconIn(input) !== undefined);
  const derived = seedOf(drawId, inputDigest, commitmentRoot, reveals, beacon?.value ?? '');
  yield check('seed', derived === seed, '种子由各方随机数共同生成', 'the seed follows from the nonces');
  yield check(
    'result',
    isResultOf(transcript),
    '结果由种子和规则唯一确定',
    'the result follows from the seed and the rule',
  );
  yield secondCheck(transcript);
}

/** By a program that has nothing in common with this one but the rule. */
function secondCheck(transcript: Transcript): ReplayCheck {
  const reading = readDraw(transcript);
  return reading === 'undecided'
    ? check(
        'second',
        true,
        '要求过多，另行编写的第二个程序没有逐一试完，未作判断',
        'the requirements are too many for the second program, written separately, to try everything: it does not say',
      )
    : check(
        'second',
        reading === 'agrees',
        '另行编写、不与抽取程序共用代码的第二个程序得出同样的结果',
        'a second program, written separately and sharing no code with the one that draws, comes to the same',
      );
}

/** Each is its site's under this draw and input, none stands twice, and nobody committed without. */
function countersignatureCheck(
  { drawId, inputDigest, commitments }: Transcript,
  countersignatures: readonly Countersignature[],
): ReplayCheck {
  const sites = new Set(countersignatures.map(({ site }) => site));
  const wrong =
    countersignatures.find((one) => !isCountersignature(drawId, inputDigest, one))?.site ??
    commitments.find(({ party }) => !sites.has(party))?.party;
  const who = wrong === undefined ? '' : `（${wrong}）`;
  return check(
    'countersignatures',
    wrong === undefined && sites.size === countersignatures.length,
    `各场所在承诺前会签了冻结的输入，签名有效${who}`,
    `every site countersigned the frozen input before it committed, and the signatures are valid${who}`,
  );
}

function namedCheck(input: DrawInput, beacon: Beacon | null): ReplayCheck {
  const named = beaconIn(input);
  return named
    ? check(
        'beacon-named',
        beaconFault(named, beacon) === null,
        `信标就是冻结的输入中事先指定的 ${named.source} ${named.round}`,
        `the beacon is the one that the frozen input had named, ${named.source} ${named.round}`,
      )
    : check(
        'beacon-named',
        beaconFault(named, beacon) === null,
        '冻结的输入写明不用信标，记录中也没有信标',
        'the frozen input says that there is no beacon, and there is none',
      );
}

/** A round that was named in the input has its signature with it: the value counts by that alone. */
function beaconCheck(beacon: Beacon, named: boolean): ReplayCheck {
  const standing = standingOf(beacon);
  if (standing === 'unverifiable' && !named)
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
