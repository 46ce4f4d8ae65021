import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ownSlips } from './own-slips.ts';

const items = [
  { id: 'T1', max: 40_000, step: 500, kind: 'subjective' as const },
  { id: 'O1', max: 40_000, step: 500, kind: 'objective' as const },
];
const bidders = ['B1', 'B2', 'B3', 'B4', 'B5'];
const marksOf = (t1: readonly number[]) =>
  Object.fromEntries(t1.map((mark, n) => [bidders[n] ?? '', { T1: mark, O1: mark }]));
const found = (...t1: number[]) => ownSlips(items, bidders, marksOf(t1));

describe('a slip in one’s own marks', () => {
  test('the point one place too far left', () => {
    expect(found(30_000, 33_000, 3000, 31_500)).toEqual([
      { bidder: 'B3', item: 'T1', mark: 3000, meant: 30_000, lowest: 30_000, highest: 33_000 },
    ]);
  });

  test('two digits exchanged', () => {
    expect(found(31_000, 33_000, 13_000, 30_500)).toMatchObject([{ bidder: 'B3', meant: 31_000 }]);
  });

  test('a low mark that no slip explains is a judgement, and so is one among marks that spread', () => {
    expect(found(30_000, 33_000, 12_000, 31_500)).toEqual([]);
    expect(found(35_000, 20_000, 3000, 30_000, 12_000)).toEqual([]);
  });

  test('with two other bidders nothing is asked', () => {
    expect(found(30_000, 33_000, 3000)).toEqual([]);
  });

  test('marks within a fifth of the item of each other are never asked about', () => {
    const mark = fc.integer({ min: 40, max: 56 }).map((half) => half * 500);
    fc.assert(
      fc.property(fc.array(mark, { minLength: 4, maxLength: 5 }), (given) => {
        expect(found(...given)).toEqual([]);
      }),
    );
  });
});
