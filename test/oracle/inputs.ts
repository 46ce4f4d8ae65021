/** Small random inputs of both draws, on which everything can be tried. */
import fc from 'fast-check';
import type { OraclePanelInput, OracleSeatsInput } from './recompute.ts';

const hex = fc
  .uint8Array({ minLength: 32, maxLength: 32 })
  .map((bytes) => Buffer.from(bytes).toString('hex'));

export const smallReveals = fc
  .uniqueArray(fc.constantFrom('east', 'west', '北京', '\u{1f600}', '\uffee', 'x"y'), {
    minLength: 1,
    maxLength: 4,
  })
  .chain((parties) =>
    fc.tuple(...parties.map((party) => fc.record({ party: fc.constant(party), nonce: hex, salt: hex }))),
  );

/** Few employers, most of them at several sites; people of several categories; some at a site not listed. */
export const smallPanel: fc.Arbitrary<OraclePanelInput> = fc
  .record({
    people: fc.array(
      fc.record({
        id: fc.constantFrom('', '专家', '"', '\u{1f600}', '\uffee'),
        categories: fc.uniqueArray(fc.constantFrom('a', 'b', 'c', 'd'), { minLength: 0, maxLength: 3 }),
        site: fc.constantFrom('S', 'S', 'T', 'U', 'V'),
        employer: fc.constantFrom('e', 'f', 'g', 'h', 'i'),
      }),
      { minLength: 4, maxLength: 11 },
    ),
    counts: fc.tuple(...['a', 'b', 'c'].map(() => fc.integer({ min: 0, max: 2 }))),
    bounds: fc.array(fc.tuple(fc.constantFrom(0, 0, 0, 1, 1, 2), fc.integer({ min: 0, max: 3 })), {
      minLength: 1,
      maxLength: 3,
    }),
    maxPerEmployer: fc.integer({ min: 1, max: 3 }),
    reserves: fc.integer({ min: 0, max: 3 }),
    out: fc.array(fc.nat(10), { maxLength: 2 }),
  })
  .map(({ people, counts, bounds, maxPerEmployer, reserves, out }) => {
    const candidates = people.map(({ id, ...person }, index) => ({ id: `${index}${id}`, ...person }));
    const excluded = [...new Set(out)].flatMap((index) => candidates[index] ?? []);
    return {
      kind: 'panel',
      project: 'P-1',
      rules: 'kawei/panel@1',
      categories: ['a', 'b', 'c'].map((id, index) => ({ id, count: counts[index] ?? 0 })),
      sites: bounds.map(([min, more], index) => ({ id: 'STU'.charAt(index), min, max: min + more })),
      maxPerEmployer,
      reserves,
      candidates,
      excluded: excluded.map(({ id }) => ({ id, reason: '同一单位' })),
    };
  });

/** Halls of up to eight seats with any adjacency, some seats taken already. */
export const smallSeats: fc.Arbitrary<OracleSeatsInput> = fc
  .record({
    seats: fc.uniqueArray(fc.constantFrom('1', '10', '2', 'A', 'a', '座', '\u{1f600}', '\uffee'), {
      maxLength: 8,
    }),
    pairs: fc.array(fc.tuple(fc.nat(9), fc.nat(9)), { maxLength: 9 }),
    groups: fc.array(fc.constantFrom('x', 'y', 'z'), { maxLength: 8 }),
    taken: fc.option(fc.array(fc.constantFrom('x', 'y'), { maxLength: 2 }), { nil: undefined }),
  })
  .map(({ seats, pairs, groups, taken }) => {
    const all = [...seats, 'taken-0', 'taken-1'];
    return {
      kind: 'seats',
      hall: 'H',
      rules: 'kawei/seats@1',
      seats,
      adjacent: pairs.map(([a, b]): [string, string] => [
        all[a % all.length] ?? '',
        all[b % all.length] ?? '',
      ]),
      occupants: groups.slice(0, seats.length).map((group, index) => ({ id: `o${index}`, group })),
      ...(taken && { taken: taken.map((group, index) => ({ seat: `taken-${index}`, group })) }),
    };
  });
