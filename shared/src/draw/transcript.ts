/** The transcript of a draw, `kawei/draw@1`, and its replay by anyone from the file alone. */
import { type Static, type TProperties, Type } from 'typebox';
import { canonicalText, digestOf } from '../canonical/index.ts';
import { Refusal } from '../catalogue/refusal.ts';
import type { Text } from '../catalogue/text.ts';
import { parse } from '../protocol/parse.ts';
import { closed, DrawId, Hex32, keyed } from '../protocol/primitives.ts';
import { checkInput, type DrawInput, PanelInput, SeatsInput } from './input.ts';
import { drawPanel, type PanelResult } from './panel.ts';
import { drawSeats, type SeatsResult } from './seats/draw-seats.ts';
import { byCodeUnit, commitmentOf, commitmentRootOf, type Reveal, seedOf } from './seed.ts';

const Party = Type.String({ minLength: 1, maxLength: 200 });

export const Beacon = Type.Object(
  { source: Type.String(), round: Type.String(), value: Type.String() },
  closed,
);
export type Beacon = Static<typeof Beacon>;

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
    commitments: Type.Array(Type.Object({ party: Party, commitment: Hex32 }, closed)),
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

/** Makes the seed and the result. The reveals have been checked against their commitments before. */
export function runDraw(ceremony: Ceremony): Transcript {
  const { drawId, input, commitments, reveals, withheld, beacon } = ceremony;
  if (reveals.length === 0) throw new Refusal('DRAW_NO_REVEAL');
  const inputDigest = digestOf(input);
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

/** The result of an input under a seed: the rule with exactly one right answer. */
export function resultOf(input: DrawInput, seed: string): PanelResult | SeatsResult {
  return input.kind === 'panel' ? drawPanel(input, seed) : drawSeats(input, seed);
}

/** One thing a replay derives again, and whether the transcript says the same. */
export interface ReplayCheck {
  readonly name: 'input' | 'commitments' | 'root' | 'parties' | 'seed' | 'result';
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
  const derived = seedOf(drawId, inputDigest, commitmentRoot, reveals, beacon?.value ?? '');
  yield check('seed', derived === seed, '种子由各方随机数共同生成', 'the seed follows from the nonces');
  const same = canonicalText(resultOf(input, seed)) === canonicalText(transcript.result);
  yield check('result', same, '结果由种子和规则唯一确定', 'the result follows from the seed and the rule');
}

function check(name: ReplayCheck['name'], holds: boolean, zh: string, en: string): ReplayCheck {
  return { name, holds, text: { zh, en } };
}

function sortedByParty<T extends { readonly party: string }>(entries: readonly T[]): T[] {
  return entries.toSorted((a, b) => byCodeUnit(a.party, b.party));
}
