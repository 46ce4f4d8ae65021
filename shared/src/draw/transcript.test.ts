import { readFileSync } from 'node:fs';
import { ed25519 } from '@noble/curves/ed25519.js';
import { describe, expect, test } from 'vitest';
import { digestOf, hexOf } from '../canonical/index.ts';
import { Refusal } from '../catalogue/refusal.ts';
import { drandBeacon } from './beacon.ts';
import { type Countersignature, freezeMessage } from './countersignature.ts';
import type { SeatsInput } from './input.ts';
import { commitmentOf } from './seed.ts';
import { replay, runDraw, sealed, type Transcript } from './transcript.ts';

const vectors = JSON.parse(
  readFileSync(new URL('./vectors/draw-vectors.json', import.meta.url), 'utf8'),
) as Transcript[];

const panelVector = vectors[0] as Transcript;
const corridor: SeatsInput = {
  kind: 'seats',
  hall: 'H',
  rules: 'kawei/seats@1',
  seats: ['1', '2', '3', '4', '6'],
  adjacent: [
    ['1', '2'],
    ['2', '3'],
    ['3', '4'],
    ['4', '5'],
    ['5', '6'],
  ],
  occupants: [
    { id: 'x', group: 'a' },
    { id: 'y', group: 'a' },
    { id: 'z', group: 'b' },
  ],
  taken: [{ seat: '5', group: 'b' }],
};

/** A ceremony in which `east` revealed, `west` did not, and `north` did not even commit. */
function ceremony(drawId: string, input: Transcript['input'], beacon: Transcript['beacon']): Transcript {
  const inputDigest = digestOf(input);
  const reveals = [
    { party: 'east', nonce: '1'.repeat(64), salt: '2'.repeat(64) },
    { party: 'west', nonce: '3'.repeat(64), salt: '4'.repeat(64) },
  ];
  const commitments = reveals.map((reveal) => ({
    party: reveal.party,
    commitment: commitmentOf(drawId, inputDigest, reveal),
  }));
  const withheld = [
    { party: 'west', reason: 'no reveal in time' },
    { party: 'north', reason: 'no commitment in time' },
  ];
  return runDraw({ drawId, input, commitments, reveals: reveals.slice(0, 1), withheld, beacon });
}

type Path = readonly (string | number)[];

function leaves(value: unknown, path: Path = []): Path[] {
  if (value === null || typeof value !== 'object') return [path];
  return Object.entries(value).flatMap(([key, inner]) => leaves(inner, [...path, key]));
}

/** The same with one leaf changed, as it still looks right. */
function altered(value: unknown, path: Path): unknown {
  const [key, ...rest] = path;
  if (key === undefined) {
    if (typeof value === 'number') return value + 1;
    if (typeof value !== 'string') return { source: 'lottery', round: '1', value: '1' };
    const last = value.at(-1);
    return `${value.slice(0, -1)}${last === '0' ? '1' : '0'}`;
  }
  const copy = structuredClone(value) as Record<string, unknown>;
  copy[key] = altered(copy[key], rest);
  return copy;
}

function holds(value: unknown): boolean {
  try {
    return replay(value).every((check) => check.holds);
  } catch (error) {
    if (error instanceof Refusal) return false;
    throw error;
  }
}

/** A leaf the rule itself does not bind. */
const loose = (path: Path) =>
  (path[0] === 'withheld' && (path[2] === 'reason' || path[1] === '0')) ||
  (path[0] === 'beacon' && (path[1] === 'source' || path[1] === 'round'));

describe('one leaf of a transcript altered does not replay', () => {
  const lottery = { source: 'lottery', round: '2026131', value: '02 08 11' };
  const drand = drandBeacon(
    1000,
    'b44679b9a59af2ec876b1a6b1ad52ea9b1615fc3982b19576350f93447cb1125e342b73a8dd2bacbe47e4b6b63ed5e39',
  );

  test.each([
    ['a panel', vectors[1] as Transcript],
    ['seats', vectors[3] as Transcript],
    ['seats with taken ones, parties that withheld, a lottery', sealed(ceremony('H-1#1', corridor, lottery))],
    ['a panel of its own with parties that withheld', sealed(ceremony('P-1#1', panelVector.input, null))],
  ])('%s', (_name, transcript) => {
    expect(holds(transcript)).toBe(true);
    const all = leaves(transcript);
    for (const path of all) {
      if (transcript.digest === undefined && loose(path)) continue;
      expect(holds(altered(transcript, path)), path.join('.')).toBe(false);
    }
  });

  test('with a drand round, source and round are bound by its signature', () => {
    const transcript = ceremony('H-1#1', corridor, drand);
    expect(replay(transcript).map((check) => check.name)).toContain('beacon');
    expect(holds(transcript)).toBe(true);
    for (const leaf of ['source', 'round', 'value', 'signature'])
      expect(holds(altered(transcript, ['beacon', leaf])), leaf).toBe(false);
  });

  test('without its own digest, words that nothing is made of are not bound', () => {
    const transcript = ceremony('H-1#1', corridor, lottery);
    expect(holds(altered(transcript, ['beacon', 'round']))).toBe(true);
    expect(holds(altered(sealed(transcript), ['beacon', 'round']))).toBe(false);
  });
});

describe('countersignatures', () => {
  const secret = (byte: number) => new Uint8Array(32).fill(byte);
  const drawId = 'P-1#1';
  const inputDigest = digestOf(panelVector.input);
  const signed = (site: string, byte: number) => ({
    site,
    key: hexOf(ed25519.getPublicKey(secret(byte))),
    signature: hexOf(ed25519.sign(freezeMessage(drawId, inputDigest, site), secret(byte))),
  });
  const { commitments, reveals, withheld } = ceremony(drawId, panelVector.input, null);
  const draw = (countersignatures: readonly Countersignature[]) =>
    sealed(
      runDraw({
        drawId,
        input: panelVector.input,
        countersignatures,
        commitments,
        reveals,
        withheld,
        beacon: null,
      }),
    );
  /** What somebody makes who knows the rule, and so its digest. */
  const checked = (transcript: Transcript) =>
    replay(sealed(transcript)).find(({ name }) => name === 'countersignatures');

  test('of every party that committed hold, and no leaf of them can be altered', () => {
    const transcript = draw([signed('west', 2), signed('east', 1)]);
    expect(transcript.countersignatures?.map(({ site }) => site)).toEqual(['east', 'west']);
    expect(replay(transcript).every(({ holds: is }) => is)).toBe(true);
    for (const path of leaves(transcript))
      expect(holds(altered(transcript, path)), path.join('.')).toBe(false);
    const { countersignatures: _, ...without } = transcript;
    expect(holds(without)).toBe(false);
  });

  test('do not hold when one is missing, stands twice, or is for another site, draw or input', () => {
    const [east, west] = [signed('east', 1), signed('west', 2)];
    expect(checked(draw([east, west]))?.holds).toBe(true);
    for (const wrong of [
      [east],
      [east, west, west],
      [east, { ...west, site: 'north' }],
      [east, { ...east, site: 'west' }],
      [east, { ...west, signature: west.signature.replace(/^./, (digit) => (digit === '0' ? '1' : '0')) }],
      [east, { ...west, key: 'f'.repeat(64) }],
    ])
      expect(checked(draw(wrong))?.holds).toBe(false);
  });
});

test('another method than the rule comes to is no result, however well it looks', () => {
  const transcript = ceremony('H-2#1', corridor, null);
  if (!('placement' in transcript.result)) throw new Error('not a seat draw');
  const { placement, tries } = transcript.result;
  for (const result of [
    { method: 'counting', tries, parameters: { placements: '4' }, placement },
    { method: 'swap-chain', tries, parameters: { steps: 6000 }, placement },
  ])
    expect(replay({ ...transcript, result }).at(-1)).toMatchObject({ name: 'result', holds: false });
});

describe('reveals that do not fit their commitments are refused', () => {
  const { drawId, input, commitments, reveals, withheld, beacon } = panelVector;
  const [reveal] = reveals;
  const draw = (changed: Partial<Transcript>) => () =>
    runDraw({ drawId, input, commitments, reveals, withheld, beacon, ...changed });
  const code = (text: string) => expect.objectContaining({ code: text });

  test('by what is wrong', () => {
    if (!reveal) throw new Error('no reveal');
    expect(draw({ reveals: [{ ...reveal, nonce: '0'.repeat(64) }] })).toThrow(code('DRAW_REVEAL_UNMATCHED'));
    expect(draw({ reveals: [{ ...reveal, party: 'nobody' }] })).toThrow(code('DRAW_REVEAL_UNCOMMITTED'));
    expect(draw({ reveals: [reveal, reveal] })).toThrow(code('DRAW_PARTY_REPEATED'));
    expect(draw({ reveals: [] })).toThrow(code('DRAW_NO_REVEAL'));
    expect(draw({ input: { ...input } as Transcript['input'], drawId: 'P-1#2' })).toThrow(
      code('DRAW_REVEAL_UNMATCHED'),
    );
  });
});
