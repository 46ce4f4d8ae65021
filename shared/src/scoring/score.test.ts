import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Refusal } from '../catalogue/refusal.ts';
import type { Project } from '../projects/project.ts';
import { aggregate } from './aggregate.ts';
import { pointsText, roundHalfUp, thousandthsOf } from './exact.ts';
import { priceScores } from './price.ts';
import { score } from './score.ts';
import { checkSheet, checkSheets, type MarkSheet } from './sheet.ts';

const project: Project = {
  format: 'kawei/project@1',
  id: 'P1',
  title: '试验项目',
  regime: 'bidding',
  items: [
    { id: 'T1', section: 'technical', title: '施工方案', max: 15000, step: 500, kind: 'subjective' },
    { id: 'O1', section: 'commercial', title: '业绩', max: 5000, step: 1000, kind: 'objective' },
  ],
  price: { max: 30000, decimals: 2, formula: { kind: 'lowest-first' } },
  aggregation: { kind: 'mean', decimals: 3 },
  bidders: [
    { id: 'B1', name: '甲公司', party: '1', price: 100_00 },
    { id: 'B2', name: '乙公司', party: '2', price: 120_00 },
    { id: 'B3', name: '丙公司', party: '3', price: 150_00 },
  ],
  panel: { categories: [], sites: [], maxPerEmployer: 1, reserves: 0 },
  lookback: { percent: 30, basis: 'others', falseAlarm: 0.01 },
};

const sheet = (expert: string, t1: readonly number[], o1 = [5000, 4000, 3000]): MarkSheet => ({
  expert,
  ticket: expert,
  marks: Object.fromEntries(['B1', 'B2', 'B3'].map((id, k) => [id, { T1: t1[k] ?? 0, O1: o1[k] ?? 0 }])),
});

describe('price formulas', () => {
  test('lowest first: lowest ÷ price × points, rounded once', () => {
    expect([...priceScores(project.price, project.bidders).values()]).toEqual([30000, 25000, 20000]);
    const prices = [
      { id: 'B1', name: 'a', party: '1', price: 3 },
      { id: 'B2', name: 'b', party: '2', price: 7 },
    ];
    expect(priceScores(project.price, prices).get('B2')).toBe(12860); // 90/7 = 12.857…
  });

  test('benchmark mean: worked by hand, dropping one highest and one lowest of five', () => {
    const formula = {
      kind: 'benchmark-mean',
      trim: 'auto',
      factor: 1000,
      perPercentAbove: 200,
      perPercentBelow: 100,
      floor: 0,
    } as const;
    const bidders = [80, 95, 100, 105, 200].map((price, k) => ({
      id: `B${k}`,
      name: 'x',
      party: 'x',
      price: price * 100,
    }));
    // mean of 95, 100, 105 = 100: −20 % loses 2, −5 % loses 0.5, +5 % loses 1, +100 % loses 20
    expect([...priceScores({ max: 30000, decimals: 2, formula }, bidders).values()]).toEqual([
      28000, 29500, 30000, 29000, 10000,
    ]);
    const floored = { ...formula, floor: 15000 };
    expect(priceScores({ max: 30000, decimals: 2, formula: floored }, bidders).get('B4')).toBe(15000);
  });
});

describe('aggregation', () => {
  test('plain, trimmed only from five on', () => {
    expect(aggregate({ kind: 'mean', decimals: 3 }, [10000, 10000, 10001])).toBe(10000);
    expect(aggregate({ kind: 'trimmed-mean', decimals: 3 }, [0, 9000, 10000, 15000])).toBe(8500);
    expect(aggregate({ kind: 'trimmed-mean', decimals: 1 }, [0, 9000, 10000, 11050, 15000])).toBe(10000);
  });

  test('the widest sheet is struck; ties go inwards, then to the lower ticket', () => {
    const striking = { ...project, aggregation: { kind: 'strike-widest-then-trim', decimals: 3 } as const };
    const calm = ['c', 'd', 'e'].map((id) => sheet(id, [10000, 9500, 9000]));
    const wide = [sheet('b', [15000, 8000, 5000]), sheet('a', [15000, 9000, 5000])];
    expect(score(striking, [...calm, ...wide]).struck).toEqual(['a']); // equal spread all through: lower ticket
    expect(score(striking, [...calm, sheet('z', [15000, 8000, 4000]), wide[1] as MarkSheet]).struck).toEqual([
      'z',
    ]);
    expect(score(striking, [...calm, wide[0] as MarkSheet]).struck).toEqual([]); // four: none
  });
});

test('totals and ranks, ties shown as ties', () => {
  const level = { ...project, price: { ...project.price, max: 0 } };
  const result = score(level, [sheet('a', [10000, 11000, 9000]), sheet('b', [10000, 11000, 15000])]);
  expect(result.bidders.map(({ id, total, rank }) => [id, total, rank])).toEqual([
    ['B1', 15000, 1],
    ['B2', 15000, 1],
    ['B3', 15000, 1],
  ]);
  const apart = score(level, [sheet('a', [10000, 11000, 9000])]);
  expect(apart.bidders.map(({ id, rank }) => [id, rank])).toEqual([
    ['B1', 1],
    ['B2', 1],
    ['B3', 3],
  ]);
});

test('bids that are not valid count neither in the benchmark nor in the ranking', () => {
  const result = score(project, [sheet('a', [10000, 10000, 10000])], ['B2', 'B3']);
  expect(result.bidders.map(({ id, price }) => [id, price])).toEqual([
    ['B2', 30000],
    ['B3', 24000],
  ]);
});

test('every planted fault of a sheet is refused with its place', () => {
  const bidders = ['B1', 'B2', 'B3'];
  const whole = sheet('a', [10000, 10000, 10000]).marks;
  const faulty = (change: (marks: Record<string, Record<string, unknown>>) => void) => {
    const marks = structuredClone(whole) as Record<string, Record<string, unknown>>;
    change(marks);
    return checkSheet(project, marks, bidders).map(({ code, place }) => `${code} ${place}`);
  };
  expect(faulty(() => {})).toEqual([]);
  expect(faulty((marks) => delete marks.B2?.T1)).toEqual(['MARK_MISSING marks.B2.T1']);
  expect(faulty((marks) => delete marks.B2)).toEqual([
    'MARK_MISSING marks.B2.T1',
    'MARK_MISSING marks.B2.O1',
  ]);
  expect(faulty((marks) => Object.assign(marks.B1 ?? {}, { T9: 1 }))).toEqual(['MARK_SURPLUS marks.B1.T9']);
  expect(faulty((marks) => Object.assign(marks.B1 ?? {}, { T1: 15500 }))).toEqual(['MARK_RANGE marks.B1.T1']);
  expect(faulty((marks) => Object.assign(marks.B1 ?? {}, { T1: -500 }))).toEqual(['MARK_RANGE marks.B1.T1']);
  expect(faulty((marks) => Object.assign(marks.B1 ?? {}, { T1: 250 }))).toEqual(['MARK_STEP marks.B1.T1']);
  expect(faulty((marks) => Object.assign(marks.B1 ?? {}, { T1: '500' }))).toEqual(['MARK_RANGE marks.B1.T1']);
});

test('sheets together: repeated experts and objective items that differ', () => {
  const codes = (sheets: unknown) => {
    try {
      checkSheets(project, sheets);
      return [];
    } catch (error) {
      return (error as Refusal).faults.map((fault) => `${fault.code} ${fault.place}`);
    }
  };
  const one = sheet('a', [10000, 10000, 10000]);
  expect(codes([one, sheet('b', [1000, 1000, 1000])])).toEqual([]);
  expect(codes([one, one])).toEqual(['SHEET_REPEATED [1].expert']);
  expect(codes([one, sheet('b', [0, 0, 0], [5000, 5000, 3000])])).toEqual(['MARK_DIFFERS [*].marks.B2.O1']);
  expect(() => checkSheets(project, [])).toThrow(expect.objectContaining({ code: 'SHEETS_EMPTY' }));
});

test('rounding is half up and exact, whatever the size', () => {
  fc.assert(
    fc.property(
      fc.bigInt({ min: 0n, max: 10n ** 15n }),
      fc.bigInt({ min: 1n, max: 10n ** 12n }),
      fc.integer({ min: 0, max: 3 }),
      (above, below, decimals) => {
        const unit = 10n ** BigInt(3 - decimals);
        const rounded = BigInt(roundHalfUp({ above, below }, decimals));
        expect(rounded % unit).toBe(0n);
        // rounded − unit/2 ≤ above/below < rounded + unit/2
        expect((2n * rounded - unit) * below <= 2n * above).toBe(true);
        expect(2n * above < (2n * rounded + unit) * below).toBe(true);
      },
    ),
  );
  expect(roundHalfUp({ above: 25n, below: 10n }, 3)).toBe(3);
});

test('points as people read and type them', () => {
  expect([0, 500, 12500, 12345, 10000].map(pointsText)).toEqual(['0', '0.5', '12.5', '12.345', '10']);
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 1_000_000 }), (mark) => thousandthsOf(pointsText(mark)) === mark),
  );
  expect(['', '-1', '1.2345', '1e3', '１', 'x'].map(thousandthsOf)).toEqual([
    null,
    null,
    null,
    null,
    null,
    null,
  ]);
});

test('marks left out give way to the mean of the others, exactly, under every aggregation', () => {
  const mark = fc.integer({ min: 0, max: 20_000 });
  fc.assert(
    fc.property(fc.array(mark, { minLength: 2, maxLength: 12 }), fc.nat({ max: 4 }), (inside, replaced) => {
      for (const kind of ['mean', 'trimmed-mean'] as const) {
        // With the mean as a fraction over the count: every mark times the count, the replaced ones the sum.
        const count = BigInt(inside.length);
        const sum = inside.reduce((total, one) => total + BigInt(one), 0n);
        const all = [...inside.map((one) => BigInt(one) * count), ...Array(replaced).fill(sum)] as bigint[];
        const sorted = all.toSorted((a, b) => (a < b ? -1 : 1));
        const counted = kind === 'mean' || all.length < 5 ? sorted : sorted.slice(1, -1);
        const above = counted.reduce((total, one) => total + one, 0n);
        const exact = roundHalfUp({ above, below: count * BigInt(counted.length) }, 3);
        expect(aggregate({ kind, decimals: 3 }, inside, replaced)).toBe(exact);
      }
    }),
  );
});

describe('the 20 % rule', () => {
  const struck = {
    ...project,
    lookback: { percent: 20, basis: 'all', falseAlarm: 0.01, consequence: 'strike' },
  };
  const only = (marks: number[]) =>
    marks.map((mark, n) => ({ expert: `E${n}`, ticket: `${n}`, marks: { B1: { T1: mark, O1: 0 } } }));
  const t1 = (marks: number[]) =>
    score(
      { ...struck, aggregation: { kind: 'mean', decimals: 3 } } as unknown as typeof project,
      only(marks),
      ['B1'],
    ).bidders[0]?.items.T1;

  test('more than the percentage is struck, exactly the percentage is not', () => {
    expect(t1([8000, 10_000, 12_000])).toBe(10_000); // 20 % off on either side
    expect(t1([7900, 10_000, 12_100])).toBe(10_000); // both struck: the one inside
    expect(t1([6500, 10_000, 10_500])).toBe(10_250);
  });

  test('all outside: the plain mean', () => {
    expect(t1([4000, 12_000])).toBe(8000);
  });
});
