import { describe, expect, test } from 'vitest';
import { digestOf } from '../../canonical/index.ts';
import type { SeatsInput } from '../input.ts';
import { byChain, byCounting, drawSeats, isExactlyUniform, type SeatsResult } from './draw-seats.ts';
import { hallOf } from './hall.ts';
import { requireRoom } from './room.ts';

type Occupants = SeatsInput['occupants'];

const occupantsOf = (groups: string): Occupants =>
  [...groups].map((group, index) => ({ id: `o${String(index).padStart(2, '0')}`, group }));

/** Seats in rows, each beside the next in its row and the one behind it. */
function grid(rows: number, columns: number, groups: string): SeatsInput {
  const seat = (row: number, column: number) => `${row}-${String(column).padStart(2, '0')}`;
  const all = Array.from({ length: rows }, (_, row) =>
    Array.from({ length: columns }, (_, c) => [row, c] as const),
  ).flat();
  return {
    kind: 'seats',
    hall: 'H',
    rules: 'kawei/seats@1',
    seats: all.map(([row, column]) => seat(row, column)),
    adjacent: all.flatMap(([row, column]): [string, string][] => [
      ...(column + 1 < columns ? [[seat(row, column), seat(row, column + 1)] as [string, string]] : []),
      ...(row + 1 < rows ? [[seat(row, column), seat(row + 1, column)] as [string, string]] : []),
    ]),
    occupants: occupantsOf(groups),
  };
}

/** Every placement that keeps the rule, by trying all. */
function placements(input: SeatsInput): string[] {
  const near = new Set(input.adjacent.flatMap(([a, b]) => [`${a} ${b}`, `${b} ${a}`]));
  const found: string[] = [];
  const seat = (placed: readonly { seat: string; group: string }[]) => {
    const next = input.occupants[placed.length];
    if (!next) {
      found.push(placed.map((entry) => entry.seat).join());
      return;
    }
    for (const one of input.seats) {
      if (placed.some((entry) => entry.seat === one)) continue;
      const beside = [...placed, ...(input.taken ?? [])].some(
        (entry) => entry.group === next.group && near.has(`${entry.seat} ${one}`),
      );
      if (!beside) seat([...placed, { seat: one, group: next.group }]);
    }
  };
  seat([]);
  return found;
}

const textOf = (input: SeatsInput, { placement }: SeatsResult) =>
  input.occupants.map(({ id }) => placement[id]).join();

/** χ² of so many draws against equal chances, over its 99.9 % quantile (Wilson and Hilferty). */
function excess(input: SeatsInput, seed: number, draw: (seed: string) => SeatsResult): number {
  const all = placements(input);
  const draws = 12 * all.length;
  const counts = new Map(all.map((placement) => [placement, 0]));
  for (let n = 0; n < draws; n++) {
    const placement = textOf(input, draw(digestOf(['seats', seed, n])));
    const known = counts.get(placement);
    if (known === undefined) throw new Error(`${placement} does not keep the rule`);
    counts.set(placement, known + 1);
  }
  const chiSquare = [...counts.values()].reduce((sum, count) => sum + (count - 12) ** 2 / 12, 0);
  const freedom = all.length - 1;
  const z = 3.0902;
  const quantile = freedom * (1 - 2 / (9 * freedom) + z * Math.sqrt(2 / (9 * freedom))) ** 3;
  return chiSquare / quantile;
}

function counted(input: SeatsInput, seed: string): SeatsResult {
  const result = byCounting(hallOf(input), seed, 0);
  if (!result) throw new Error('too wide');
  return result;
}

const seeds = Array.from({ length: 20 }, (_, seed) => seed);

describe('every placement of a small hall is equally likely', () => {
  const square = grid(2, 3, 'aab');
  const taken: SeatsInput = {
    ...grid(1, 5, 'aab'),
    seats: ['0-00', '0-01', '0-03', '0-04'],
    taken: [{ seat: '0-02', group: 'b' }],
  };

  test.each([
    ['by trying', square, (input: SeatsInput) => (seed: string) => drawSeats(input, seed)],
    ['by trying beside taken seats', taken, (input: SeatsInput) => (seed: string) => drawSeats(input, seed)],
    ['by counting', square, (input: SeatsInput) => (seed: string) => counted(input, seed)],
    ['by counting beside taken seats', taken, (input: SeatsInput) => (seed: string) => counted(input, seed)],
    ['by a chain', square, (input: SeatsInput) => (seed: string) => byChain(hallOf(input), seed, 0, 60)],
  ])('%s: not rejected at 0.001 for twenty seeds', (_name, input, drawing) => {
    for (const seed of seeds) expect(excess(input, seed, drawing(input)), `seed ${seed}`).toBeLessThan(1);
  });

  test('a planted bias is rejected', () => {
    const draws: ((seed: string) => SeatsResult)[] = [
      (seed) => byChain(hallOf(square), seed, 0, 3),
      // Every eighth time one and the same seed is used again.
      (seed) => drawSeats(square, seed.startsWith('0') || seed.startsWith('8') ? digestOf('planted') : seed),
    ];
    for (const draw of draws)
      for (const seed of seeds.slice(0, 5)) expect(excess(square, seed, draw)).toBeGreaterThan(1);
  });
});

describe('where tries do not end', () => {
  test('the placements of narrow halls are counted as by trying all', () => {
    const inputs = [
      grid(1, 6, 'aabb'),
      grid(1, 7, 'aaab'),
      grid(2, 4, 'aabbc'),
      grid(3, 3, 'aaabb'),
      grid(1, 3, ''),
      {
        ...grid(1, 6, 'aab'),
        seats: ['0-00', '0-02', '0-03', '0-05'],
        taken: [{ seat: '0-01', group: 'a' }],
      },
    ];
    for (const input of inputs) {
      const result = byCounting(hallOf(input), digestOf('x'), 0);
      expect(result?.method === 'counting' && result.parameters.placements).toBe(
        `${placements(input).length}`,
      );
    }
  });

  test('a full corridor of two groups has its one pattern, either way round', () => {
    const input = grid(1, 40, 'ab'.repeat(20));
    const result = drawSeats(input, digestOf('corridor'), 10);
    expect(result).toMatchObject({ method: 'counting', tries: 10 });
    expect(isExactlyUniform(result)).toBe(true);
    const places = Object.values(result.placement).map((seat) => Number(seat.slice(2)));
    expect(new Set(places).size).toBe(40);
    expect(new Set(places.map((place, index) => (place + index) % 2)).size).toBe(1);
  });

  test('a hall too wide to count takes the chain, and says that it is approximately uniform', () => {
    const input = grid(10, 12, 'abcdefgh'.repeat(14));
    const result = drawSeats(input, digestOf('hall'), 10);
    expect(result).toMatchObject({ method: 'swap-chain', parameters: { steps: 120_000 } });
    expect(isExactlyUniform(result)).toBe(false);
    const groups = new Map(input.occupants.map(({ id, group }) => [result.placement[id], group]));
    expect(groups.size).toBe(112);
    for (const [a, b] of input.adjacent) if (groups.has(a)) expect(groups.get(a)).not.toBe(groups.get(b));
  });
});

describe('what cannot fit is refused before the draw', () => {
  const refusal = (input: SeatsInput) => {
    try {
      requireRoom(input);
      return null;
    } catch (error) {
      return error;
    }
  };

  test('a group larger than the seats that lie apart, exactly', () => {
    expect(refusal(grid(3, 3, 'aaaaa'))).toBe(null);
    expect(refusal(grid(3, 3, 'aaaaaa'))).toMatchObject({ code: 'DRAW_SEATS_GROUP', values: { apart: 5 } });
  });

  test('groups that fit one by one and not together name the one that does not', () => {
    /** One seat in the middle, beside each of four others. */
    const star: SeatsInput = {
      ...grid(1, 5, 'aaabb'),
      adjacent: ['0-00', '0-01', '0-02', '0-03'].map((seat) => [seat, '0-04']),
    };
    expect(refusal(grid(1, 5, 'aaabb'))).toBe(null);
    expect(refusal(star)).toMatchObject({
      code: 'DRAW_SEATS_TOGETHER',
      values: { group: 'b', size: 2, others: 1 },
    });
    expect(refusal({ ...star, occupants: occupantsOf('aaabc') })).toBe(null);
  });

  test('a group beside whose seats of an earlier wave nothing is left', () => {
    const input: SeatsInput = {
      ...grid(1, 3, 'a'),
      seats: ['0-00', '0-02'],
      taken: [{ seat: '0-01', group: 'a' }],
    };
    expect(refusal(input)).toMatchObject({
      code: 'DRAW_SEATS_GROUP',
      values: { group: 'a', size: 1, apart: 0 },
    });
    expect(refusal({ ...input, taken: [{ seat: '0-01', group: 'b' }] })).toBe(null);
  });

  test('agrees with trying all in small halls', () => {
    for (let n = 0; n < 200; n++) {
      const bits = Number.parseInt(digestOf(['room', n]).slice(0, 8), 16);
      const groups = [...(bits % 4096).toString(3)]
        .map((digit) => 'abc'.charAt(Number(digit)))
        .join('')
        .slice(0, 6);
      const input = grid(1 + (n % 3), 2 + (n % 2), groups);
      if (groups.length > input.seats.length) continue;
      expect(refusal(input) === null, groups).toBe(placements(input).length > 0);
    }
  });
});
