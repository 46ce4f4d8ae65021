import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { smallPanel } from '#test/oracle/inputs.ts';
import { type OraclePanelInput, ordered } from '#test/oracle/recompute.ts';
import type { Refusal } from '../catalogue/refusal.ts';
import { conflictOf, smallestRequirements } from './conflict.ts';
import type { PanelInput } from './input.ts';
import { eligible } from './panel.ts';
import { smallestConflict } from './smallest.ts';

/** The requirements of an input that are kept, as bits, and whether some panel keeps them: by trying all. */
function byTrying(input: OraclePanelInput) {
  const size = input.categories.reduce((sum, { count }) => sum + count, 0);
  const people = ordered(input, Buffer.alloc(32));
  const named = [
    ...input.categories.filter(({ count }) => count > 0).map(({ id }) => `category ${id}`),
    ...input.sites.filter(({ min }) => min > 0).map(({ id }) => `site-min ${id}`),
    ...input.sites.map(({ id }) => `site-max ${id}`),
    'employer ',
  ];
  const places = (kept: ReadonlySet<string>) =>
    input.categories.flatMap(({ id, count }) =>
      Array.from({ length: count }, () => (kept.has(`category ${id}`) ? id : null)),
    );
  const possible = (kept: ReadonlySet<string>): boolean => {
    const wanted = places(kept).sort((a, b) => (a === null ? 1 : 0) - (b === null ? 1 : 0));
    const fill = (chosen: readonly (typeof people)[number][]): boolean => {
      const within = (id: string, what: string, bad: (count: number) => boolean) =>
        !kept.has(`${what} ${id}`) || !bad(chosen.filter(({ site }) => site === id).length);
      const most = Math.max(
        0,
        ...people.map(({ employer }) => chosen.filter((one) => one.employer === employer).length),
      );
      if (kept.has('employer ') && most > input.maxPerEmployer) return false;
      if (!input.sites.every(({ id, max }) => within(id, 'site-max', (count) => count > max))) return false;
      if (chosen.length === size)
        return input.sites.every(({ id, min }) => within(id, 'site-min', (count) => count < min));
      const place = wanted[chosen.length] ?? null;
      return people.some(
        (one) =>
          !chosen.includes(one) &&
          (place === null || one.categories.includes(place)) &&
          fill([...chosen, one]),
      );
    };
    return fill([]);
  };
  return { named, possible };
}

function subsets<T>(of: readonly T[], size: number): T[][] {
  if (size === 0) return [[]];
  return of.flatMap((first, index) => subsets(of.slice(index + 1), size - 1).map((rest) => [first, ...rest]));
}

describe('the requirements named', () => {
  test('cannot hold together, and no fewer cannot', () => {
    let refused = 0;
    fc.assert(
      fc.property(smallPanel, (given) => {
        const input = given as PanelInput;
        const smallest = smallestRequirements(input, eligible(input));
        const { named, possible } = byTrying(given);
        if (smallest === null) {
          expect(possible(new Set(named))).toBe(true);
          return;
        }
        refused++;
        expect(possible(new Set(smallest.map(({ about, id }) => `${about} ${id}`)))).toBe(false);
        if (smallest.length > 0)
          for (const fewer of subsets(named, smallest.length - 1))
            expect(possible(new Set(fewer))).toBe(true);
      }),
      { numRuns: 150 },
    );
    expect(refused).toBeGreaterThan(20);
  });

  test('say to what each would have to be relaxed', () => {
    const person = (id: string, category: string, site: string) => ({
      id,
      categories: [category],
      site,
      employer: id,
    });
    const input: PanelInput = {
      kind: 'panel',
      project: 'P',
      rules: 'kawei/panel@1',
      categories: [
        { id: 'civil', count: 3 },
        { id: 'cost', count: 2 },
      ],
      sites: [
        { id: 'S', min: 0, max: 5 },
        { id: 'T', min: 3, max: 5 },
      ],
      maxPerEmployer: 1,
      reserves: 0,
      candidates: [...'abcd']
        .map((id) => person(id, 'civil', 'S'))
        .concat([...'efgh'].map((id) => person(id, 'cost', 'T'))),
      excluded: [],
    };
    const message = (conflictOf(input, input.candidates) as Refusal).toMessage();
    expect(message.message.zh).toContain('评标委员会共 5 人');
    expect(message.faults.map((fault) => fault.place)).toEqual(['categories.civil', 'sites.T']);
    expect(message.faults.map((fault) => fault.message.zh)).toEqual([
      '专业“civil”需 3 人（仅放宽此项仍不够）',
      '场所“T”至少 3 人（改为 2 人即可）',
    ]);
  });
});

test('the smallest conflict of any family of conflicts', () => {
  fc.assert(
    fc.property(
      fc.array(fc.uniqueArray(fc.nat(7), { minLength: 1, maxLength: 5 }), { minLength: 1, maxLength: 6 }),
      (conflicts) => {
        const all = [0, 1, 2, 3, 4, 5, 6, 7];
        const found = smallestConflict(
          all,
          (kept) => !conflicts.some((one) => one.every((n) => kept.includes(n))),
        );
        expect(conflicts.some((one) => one.every((n) => found.includes(n)))).toBe(true);
        expect(found).toHaveLength(Math.min(...conflicts.map((one) => one.length)));
      },
    ),
  );
});
