import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { digestOf } from '../canonical/index.ts';
import {
  chancesOf,
  countDistribution,
  drawnAgainstChance,
  holm,
  meetingsAgainstChance,
  type PastDraw,
  refusalsAgainstAll,
} from './fairness.ts';
import type { PanelInput } from './input.ts';
import { drawPanel } from './panel.ts';

const inputOf = (people: number, change: Partial<PanelInput> = {}): PanelInput => ({
  kind: 'panel',
  project: 'P',
  rules: 'kawei/panel@1',
  categories: [{ id: 'a', count: 2 }],
  sites: [{ id: 'S', min: 0, max: 5 }],
  maxPerEmployer: 1,
  reserves: 0,
  candidates: Array.from({ length: people }, (_, index) => ({
    id: `x${index}`,
    categories: ['a'],
    site: 'S',
    employer: `e${index}`,
  })),
  excluded: [],
  ...change,
});

/** It makes chances be estimated, and changes none. */
const withAnEmptySite = (input: PanelInput): PanelInput => ({
  ...input,
  sites: [...input.sites, { id: 'T', min: 0, max: 1 }],
});

function past(input: PanelInput, draws: number, panelOf?: (n: number) => string[]): PastDraw[] {
  return Array.from({ length: draws }, (_, n) => {
    const panel = panelOf?.(n) ?? drawPanel(input, digestOf(['fair', n])).panel.map(({ id }) => id);
    const candidates = input.candidates.map(({ id }) => id);
    return { candidates, panel, chances: chancesOf(input, panel, `test ${n}`, 3) };
  });
}

test('the distribution of a count is that of trying all outcomes', () => {
  fc.assert(
    fc.property(fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 8 }), (chances) => {
      const byTrying = chances.map(() => 0).concat(0);
      for (let outcome = 0; outcome < 2 ** chances.length; outcome++) {
        const happens = chances.map((_, index) => ((outcome >> index) & 1) === 1);
        const count = happens.filter(Boolean).length;
        const p = chances.reduce(
          (product, chance, index) => product * (happens[index] ? chance : 1 - chance),
          1,
        );
        byTrying[count] = (byTrying[count] ?? 0) + p;
      }
      for (const [count, p] of countDistribution(chances).entries())
        expect(p).toBeCloseTo(byTrying[count] ?? 0, 10);
    }),
    { numRuns: 50 },
  );
});

test('Holm, as in the textbook: sorted p-values times what is left, never falling', () => {
  expect(holm([0.01, 0.04, 0.03, 0.005])).toEqual([0.03, 0.06, 0.06, 0.02]);
  expect(holm([0.01], 1000)).toEqual([1]);
});

describe('chances', () => {
  test('of a plain draw are exact, and replays agree with them', () => {
    const input = inputOf(8);
    const exact = chancesOf(input, ['x0', 'x1'], 'x');
    expect(exact.method).toBe('exact');
    expect([exact.of('x3'), exact.ofBoth('x1', 'x2'), exact.of('nobody')]).toEqual([2 / 8, 2 / 56, 0]);
    const replayed = chancesOf(withAnEmptySite(input), ['x0', 'x1'], 'x', 3000);
    expect(replayed.method).toBe(3000);
    expect(replayed.of('x3')).toBeCloseTo(2 / 8, 1);
    expect(replayed.ofBoth('x1', 'x2')).toBeCloseTo(2 / 56, 1);
  });

  test('of colleagues, of whom one at most is drawn, are lower', () => {
    const input = inputOf(4);
    const [first, second] = input.candidates;
    if (first && second) second.employer = first.employer;
    const chances = chancesOf(input, ['x2', 'x3'], 'x', 1000);
    // The first drawn of four, then one of those who are no colleague of theirs: 1/4 + 2/4 × 1/3.
    expect(chances.of('x0')).toBeCloseTo(5 / 12, 1);
    expect(chances.ofBoth('x0', 'x1')).toBeLessThan(0.01);
  });
});

describe('drawn against chance', () => {
  test('fair draws flag nobody', () => {
    const tested = drawnAgainstChance(past(inputOf(10), 200));
    expect(tested.size).toBe(10);
    for (const one of tested.values()) {
      expect(one).toMatchObject({ times: 200, expected: expect.closeTo(40, 6) });
      expect(one.corrected).toBeGreaterThan(0.01);
    }
    expect(
      [...meetingsAgainstChance(past(inputOf(10), 200)).values()].every((pair) => pair.corrected > 0.01),
    ).toBe(true);
  });

  test('fair draws flag nobody, however few the replays for so small a chance', () => {
    const draws = past(withAnEmptySite(inputOf(20)), 300);
    expect(draws[0]?.chances.method).toBe(3);
    const tested = [...drawnAgainstChance(draws).values()];
    expect(tested.reduce((sum, { expected }) => sum + expected, 0)).toBeCloseTo(300 * 2, 6);
    expect(tested.filter(({ corrected }) => corrected <= 0.01)).toEqual([]);
  });

  test('a favourite, and two who always meet, are found', () => {
    const draws = past(inputOf(10), 40, (n) =>
      n % 2 ? ['x0', 'x1'] : [`x${2 + (n % 8)}`, `x${2 + ((n + 1) % 8)}`],
    );
    const tested = drawnAgainstChance(draws);
    expect(tested.get('x0')?.happened).toBe(20);
    expect(tested.get('x0')?.corrected).toBeLessThan(0.001);
    expect(tested.get('x5')?.corrected).toBeGreaterThan(0.01);
    const pair = meetingsAgainstChance(draws).get(JSON.stringify(['x0', 'x1']));
    expect(pair).toMatchObject({ times: 40, happened: 20, expected: expect.closeTo(40 / 45, 6) });
    expect(pair?.corrected).toBeLessThan(0.001);
  });

  test('who refuses far more often than the others is found', () => {
    const invitations = Array.from({ length: 200 }, (_, n) => ({
      person: n % 10 === 0 ? 'never' : `x${n % 20}`,
      refused: n % 10 === 0 || n % 9 === 1,
    }));
    const tested = refusalsAgainstAll(invitations);
    expect(tested.get('never')).toMatchObject({ times: 20, happened: 20 });
    expect(tested.get('never')?.corrected).toBeLessThan(0.001);
    expect(tested.get('x1')?.corrected).toBeGreaterThan(0.01);
  });
});
