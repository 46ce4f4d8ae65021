import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { digestOf } from '../canonical/index.ts';
import { Refusal } from '../catalogue/refusal.ts';
import type { PanelInput, SeatsInput } from './input.ts';
import { drawPanel, replacementFor, ticketOf } from './panel.ts';
import { drawSeats } from './seats/draw-seats.ts';
import { requireRoom } from './seats/room.ts';
import { replay, runDraw, type Transcript } from './transcript.ts';

const vectors = JSON.parse(
  readFileSync(new URL('./vectors/draw-vectors.json', import.meta.url), 'utf8'),
) as Transcript[];

test.each(vectors.map((vector) => [vector.drawId, vector] as const))('vector %s replays', (_id, vector) => {
  const checks = replay(vector);
  expect(checks.map((check) => check.holds)).toEqual([true, true, true, true, true, true, true]);
  expect(runDraw({ ...vector, withheld: vector.withheld })).toEqual(vector);
});

test('one changed character anywhere in a transcript does not replay', () => {
  const vector = vectors[0] as Transcript;
  const text = JSON.stringify(vector);
  for (let at = 0; at < text.length; at += 13) {
    const changed = `${text.slice(0, at)}${text[at] === '7' ? '8' : '7'}${text.slice(at + 1)}`;
    let holds = false;
    try {
      holds = replay(JSON.parse(changed)).every((check) => check.holds);
    } catch (error) {
      expect(error instanceof Refusal || error instanceof SyntaxError).toBe(true);
    }
    expect(holds, `character ${at}`).toBe(false);
  }
});

/** Small random inputs on which everything can be tried. */
const smallInput = fc
  .record({
    people: fc.array(
      fc.record({
        categories: fc.uniqueArray(fc.constantFrom('a', 'b', 'c'), { minLength: 1, maxLength: 2 }),
        site: fc.constantFrom('S', 'T', 'U'),
        employer: fc.constantFrom('e', 'f', 'g', 'h'),
      }),
      { minLength: 3, maxLength: 9 },
    ),
    counts: fc.tuple(
      fc.integer({ min: 0, max: 2 }),
      fc.integer({ min: 0, max: 2 }),
      fc.integer({ min: 0, max: 1 }),
    ),
    bounds: fc.tuple(
      fc.integer({ min: 0, max: 2 }),
      fc.integer({ min: 0, max: 3 }),
      fc.integer({ min: 0, max: 1 }),
    ),
    maxPerEmployer: fc.integer({ min: 1, max: 2 }),
    seed: fc.integer(),
  })
  .filter(({ counts }) => counts[0] + counts[1] + counts[2] > 0)
  .map(({ people, counts, bounds, maxPerEmployer, seed }) => ({
    seed: digestOf(['seed', seed]),
    input: {
      kind: 'panel',
      project: 'P',
      rules: 'kawei/panel@1',
      categories: ['a', 'b', 'c'].map((id, index) => ({ id, count: counts[index] ?? 0 })),
      sites: [
        { id: 'S', min: bounds[0], max: Math.max(bounds[0], bounds[1]) },
        { id: 'T', min: bounds[2], max: 3 },
      ],
      maxPerEmployer,
      reserves: 2,
      candidates: people.map((person, index) => ({ id: `x${index}`, ...person })),
      excluded: [],
    } satisfies PanelInput,
  }));

/** Says by trying everything whether some full panel holds all of `taken`. */
function someFullPanel(input: PanelInput, taken: readonly string[]): boolean {
  const places = input.categories.flatMap(({ id, count }) => Array.from({ length: count }, () => id));
  const fill = (place: number, used: readonly number[]): boolean => {
    if (place === places.length) {
      const chosen = used
        .map((index) => input.candidates[index])
        .filter((candidate) => candidate !== undefined);
      const count = (test: (candidate: (typeof chosen)[number]) => boolean) => chosen.filter(test).length;
      return (
        taken.every((id) => chosen.some((candidate) => candidate.id === id)) &&
        input.sites.every(({ id, min, max }) => {
          const here = count((candidate) => candidate.site === id);
          return here >= min && here <= max;
        }) &&
        chosen.every(({ employer }) => count((other) => other.employer === employer) <= input.maxPerEmployer)
      );
    }
    return input.candidates.some(
      (candidate, index) =>
        !used.includes(index) &&
        candidate.categories.includes(places[place] ?? '') &&
        input.sites.some((site) => site.id === candidate.site) &&
        fill(place + 1, [...used, index]),
    );
  };
  return fill(0, []);
}

describe('the panel draw', () => {
  test('is the lexicographically first full panel, as found by trying everything', () => {
    fc.assert(
      fc.property(smallInput, ({ input, seed }) => {
        const expected: string[] = [];
        if (someFullPanel(input, [])) {
          const order = input.candidates
            .map(({ id }) => id)
            .sort((a, b) => (ticketOf(seed, a) < ticketOf(seed, b) ? -1 : 1));
          for (const id of order) if (someFullPanel(input, [...expected, id])) expected.push(id);
          expect(drawPanel(input, seed).panel.map((member) => member.id)).toEqual(expected);
        } else {
          expect(() => drawPanel(input, seed)).toThrow(Refusal);
        }
      }),
      { numRuns: 400 },
    );
  });

  test('a replacement makes the panel full again, and nobody is called twice', () => {
    fc.assert(
      fc.property(smallInput, ({ input, seed }) => {
        if (!someFullPanel(input, [])) return;
        const { panel } = drawPanel(input, seed);
        const leaving = panel[0];
        if (!leaving) return;
        const next = replacementFor(input, seed, panel, leaving.id, new Set());
        if (!next) return;
        const rest = panel.slice(1).map((member) => member.id);
        expect(someFullPanel(input, [...rest, next.id])).toBe(true);
        expect(replacementFor(input, seed, panel, leaving.id, new Set([next.id]))?.id).not.toBe(next.id);
      }),
      { numRuns: 200 },
    );
  });
});

describe('the seat draw', () => {
  const row = (seats: number, groups: string): SeatsInput => ({
    kind: 'seats',
    hall: 'H',
    rules: 'kawei/seats@1',
    seats: Array.from({ length: seats }, (_, index) => `s${index}`),
    adjacent: Array.from(
      { length: seats - 1 },
      (_, index) => [`s${index}`, `s${index + 1}`] as [string, string],
    ),
    occupants: [...groups].map((group, index) => ({ id: `o${index}`, group })),
  });

  test('keeps groups apart, and each placement that does is equally likely', () => {
    const input = row(4, 'aab');
    const counts = new Map<string, number>();
    const draws = 6000;
    for (let n = 0; n < draws; n++) {
      const { placement } = drawSeats(input, digestOf(['seat', n]));
      const key = ['o0', 'o1', 'o2'].map((id) => placement[id]).join();
      expect(Math.abs(Number(placement.o0?.slice(1)) - Number(placement.o1?.slice(1)))).toBeGreaterThan(1);
      counts.set(key, (counts.get(key) ?? 0) + 1);
    }
    // a at {0,2}, {0,3} or {1,3}, either way round, b on one of the two seats left: 12 placements.
    expect(counts.size).toBe(12);
    const expected = draws / 12;
    const chiSquare = [...counts.values()].reduce(
      (sum, count) => sum + (count - expected) ** 2 / expected,
      0,
    );
    expect(chiSquare).toBeLessThan(31.3); // 99.9 % quantile at 11 degrees of freedom; the seeds are fixed
  });

  test('what cannot fit is refused before the draw, naming the group', () => {
    expect(() => requireRoom(row(2, 'abc'))).toThrow(expect.objectContaining({ code: 'DRAW_SEATS_TOO_FEW' }));
    expect(() => requireRoom(row(4, 'aaa'))).toThrow(
      expect.objectContaining({ code: 'DRAW_SEATS_GROUP', values: { group: 'a', size: 3, apart: 2 } }),
    );
  });
});
