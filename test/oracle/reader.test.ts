/** The second program of whoever makes a draw again: it agrees with the one that draws, and finds what was altered. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { digestOf } from '#shared/canonical/index.ts';
import { Refusal } from '#shared/catalogue/refusal.ts';
import { checkInput } from '#shared/draw/input.ts';
import { commitmentOf } from '#shared/draw/seed.ts';
import { runDraw, sealed, type Transcript } from '#shared/draw/transcript.ts';
import { type Read, readDraw } from '#shared/reader/index.ts';
import { smallPanel, smallReveals, smallSeats } from './inputs.ts';
import type { OracleInput, OraclePanelInput, OracleReveal } from './recompute.ts';

const beacon = { source: 'lottery', round: '1', value: '07 08 开奖' };

function run(
  given: OracleInput | object,
  reveals: readonly OracleReveal[],
  named: boolean,
): Transcript | null {
  const input = checkInput(named ? { ...given, beacon: { source: 'lottery', round: '1' } } : given);
  const inputDigest = digestOf(input);
  const commitments = reveals.map((reveal) => ({
    party: reveal.party,
    commitment: commitmentOf('P-1#1', inputDigest, reveal),
  }));
  try {
    const parts = { commitments, reveals, withheld: [{ party: 'south', reason: 'late' }] };
    return sealed(runDraw({ drawId: 'P-1#1', input, ...parts, beacon: named ? beacon : null }));
  } catch (error) {
    if (error instanceof Refusal) return null;
    throw error;
  }
}

const read = (transcript: Transcript) => readDraw(transcript as unknown as Read);

/** Pools in which some kinds have employers enough and some have not. */
const largePanel: fc.Arbitrary<OraclePanelInput> = fc
  .record({
    people: fc.array(
      fc.record({
        categories: fc.uniqueArray(fc.constantFrom('a', 'b', 'c'), { minLength: 1, maxLength: 2 }),
        site: fc.constantFrom('S', 'S', 'S', 'T', 'U'),
        employer: fc.oneof(fc.constantFrom('e', 'f', 'g'), fc.nat(40).map(String)),
      }),
      { minLength: 15, maxLength: 60 },
    ),
    counts: fc.tuple(...['a', 'b', 'c'].map(() => fc.integer({ min: 1, max: 3 }))),
    mins: fc.tuple(...['S', 'T', 'U'].map(() => fc.integer({ min: 0, max: 3 }))),
    maxPerEmployer: fc.integer({ min: 1, max: 2 }),
  })
  .map(({ people, counts, mins, maxPerEmployer }) => ({
    kind: 'panel',
    project: 'P-1',
    rules: 'kawei/panel@1',
    categories: ['a', 'b', 'c'].map((id, index) => ({ id, count: counts[index] ?? 0 })),
    sites: ['S', 'T', 'U'].map((id, index) => ({ id, min: mins[index] ?? 0, max: (mins[index] ?? 0) + 2 })),
    maxPerEmployer,
    reserves: 2,
    candidates: people.map((person, index) => ({ id: `c${index}`, ...person })),
    excluded: [{ id: 'c3', reason: '同一单位' }],
  }));

test('both programs make the same of a panel, and neither of one member changed for another', () => {
  let drawn = 0;
  fc.assert(
    fc.property(
      fc.oneof(smallPanel, largePanel),
      smallReveals,
      fc.boolean(),
      fc.nat(),
      (input, reveals, named, pick) => {
        const transcript = run(input, reveals, named);
        if (!transcript || !('panel' in transcript.result)) return;
        drawn++;
        expect(read(transcript)).toBe('agrees');
        const { panel, reserves } = transcript.result;
        const next = Object.values(reserves).flat()[0];
        const place = pick % Math.max(1, panel.length);
        if (next === undefined || panel.length === 0) return;
        const swapped = panel.map((member, index) => (index === place ? { ...member, id: next } : member));
        expect(read(sealed({ ...transcript, result: { panel: swapped, reserves } }))).toBe('result');
      },
    ),
    { numRuns: 600 },
  );
  expect(drawn).toBeGreaterThan(150);
});

test('a full panel that is not the first one is found to be wrong', () => {
  let tried = 0;
  fc.assert(
    fc.property(largePanel, smallReveals, (input, reveals) => {
      const transcript = run(input, reveals, false);
      if (!transcript || !('panel' in transcript.result)) return;
      // Without its first member the draw gives another panel, which is full under the true input as well.
      const [first] = transcript.result.panel;
      const excluded = [...input.excluded, { id: first?.id ?? '', reason: 'x' }];
      const other = run({ ...input, excluded }, reveals, false);
      if (!other || !('panel' in other.result)) return;
      const tickets = new Map(transcript.result.panel.map(({ id, ticket }) => [id, ticket]));
      tried++;
      const members = other.result.panel.map((member) => ({
        ...member,
        ticket: tickets.get(member.id) ?? member.ticket,
      }));
      expect(read(sealed({ ...transcript, result: { ...other.result, panel: members } }))).toBe('result');
    }),
    { numRuns: 150 },
  );
  expect(tried).toBeGreaterThan(20);
});

test('both programs make the same of seats', () => {
  let drawn = 0;
  fc.assert(
    fc.property(smallSeats, smallReveals, (input, reveals) => {
      const transcript = run(input, reveals, false);
      if (!transcript || !('placement' in transcript.result)) return;
      if (transcript.result.method === 'rejection' && transcript.result.tries > 3000) return;
      drawn++;
      expect(read(transcript)).toBe('agrees');
      if (transcript.result.method !== 'rejection') return;
      const { tries } = transcript.result;
      expect(read(sealed({ ...transcript, result: { ...transcript.result, tries: tries + 1 } }))).toBe(
        'result',
      );
    }),
    { numRuns: 300 },
  );
  expect(drawn).toBeGreaterThan(100);
});

test('both programs make the same of sites', () => {
  const bounds = fc.tuple(fc.nat(3), fc.nat(3)).map(([min, more]) => ({ min, max: min + more }));
  const sites = fc
    .record({
      candidates: fc.uniqueArray(fc.constantFrom('S1', 'S2', 'S10', '东', '\u{1f600}', '\uffee'), {
        minLength: 1,
      }),
      sides: fc.nat(5),
      quotas: fc.record({ main: bounds, side: bounds }),
    })
    .map(({ candidates, sides, quotas }) => ({
      ...{ kind: 'sites', project: 'P-1', rules: 'kawei/sites@1', candidates, quotas },
      sides: sides % candidates.length,
    }));
  fc.assert(
    fc.property(sites, smallReveals, (input, reveals) => {
      const transcript = run(input, reveals, false);
      if (!transcript || !('sites' in transcript.result)) throw new Error('not drawn');
      expect(read(transcript)).toBe('agrees');
      const [main, ...sides] = transcript.result.sites;
      if (!main) throw new Error('no main site');
      const moved = { sites: [...sides, main] };
      if (sides.length > 0) expect(read(sealed({ ...transcript, result: moved }))).toBe('result');
    }),
    { numRuns: 300 },
  );
});

/** Every place of a transcript that holds a text or a number, but for words from which nothing is made. */
function places(value: unknown, path: readonly string[] = []): string[][] {
  if (path[0] === 'withheld' && path[2] === 'reason') return [];
  if (typeof value !== 'object' || value === null) return value === null ? [] : [[...path]];
  return Object.entries(value).flatMap(([key, held]) => places(held, [...path, key]));
}

function altered(value: unknown, [key = '', ...rest]: readonly string[]): unknown {
  if (typeof value === 'number') return value + 1;
  if (typeof value === 'string')
    return /[0-9a-z]$/.test(value) ? value.replace(/.$/, (last) => (last === '0' ? '1' : '0')) : `${value}0`;
  const copy = (Array.isArray(value) ? [...value] : { ...(value as object) }) as Record<string, unknown>;
  copy[key] = altered(copy[key], rest);
  return copy;
}

test('it finds whatever place of a transcript is altered, also where the digest was made again', () => {
  let tried = 0;
  fc.assert(
    fc.property(smallPanel, smallReveals, fc.nat(), (input, reveals, pick) => {
      const transcript = run(input, reveals, true);
      if (!transcript) return;
      const { digest: _, ...bare } = transcript;
      const where = places(bare).filter(
        ([first, , third]) => first !== 'format' && !(first === 'withheld' && third === 'party'),
      );
      const changed = altered(bare, where[pick % where.length] ?? []) as Transcript;
      if (JSON.stringify(changed) === JSON.stringify(bare)) return;
      tried++;
      expect(read(sealed(changed))).not.toBe('agrees');
      expect(read({ ...changed, digest: transcript.digest ?? '' })).toBe('digest');
    }),
    { numRuns: 500 },
  );
  expect(tried).toBeGreaterThan(50);
});

test('requirements too many to try leave it undecided', () => {
  // Whoever wants to know why `x` was passed over has to try: `e` may send one, and only `e` has anybody for `b`.
  const input: OraclePanelInput = {
    ...{
      kind: 'panel',
      project: 'P-1',
      rules: 'kawei/panel@1',
      maxPerEmployer: 1,
      reserves: 0,
      excluded: [],
    },
    categories: ['a', 'b'].map((id) => ({ id, count: 1 })),
    sites: [{ id: 'S', min: 2, max: 2 }],
    candidates: [
      { id: 'x', categories: ['a'], site: 'S', employer: 'e' },
      { id: 'y', categories: ['a'], site: 'S', employer: 'f' },
      { id: 'z', categories: ['b'], site: 'S', employer: 'e' },
    ],
  };
  const draws = fc.sample(smallReveals, 30).map((reveals) => run(input, reveals, false) as unknown as Read);
  expect(draws.map((draw) => readDraw(draw))).toEqual(draws.map(() => 'agrees'));
  expect(new Set(draws.map((draw) => readDraw(draw, 0)))).toEqual(new Set(['agrees', 'undecided']));
});
