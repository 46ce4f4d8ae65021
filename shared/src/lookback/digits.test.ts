import { expect, test } from 'vitest';
import { decimalsOf, divisorOf, meantMarks } from './digits.ts';

const marks = (mark: number, decimals: number, max: number) =>
  meantMarks(mark, decimals, max).map(({ slip, mark: meant }) => `${slip} ${meant}`);

test('one slip back: neighbouring digits exchanged, the point shifted, nothing over the maximum', () => {
  expect(marks(21_750, 2, 30_000)).toEqual([
    'shifted 2175',
    'transposed 21570',
    'transposed 27150',
    'transposed 12750',
  ]);
  expect(marks(2500, 1, 30_000)).toEqual(['shifted 25000', 'shifted 250', 'transposed 5200']);
  expect(marks(0, 1, 30_000)).toEqual([]);
});

test('how many decimals marks are written with, and what divides them', () => {
  expect([decimalsOf([1000, 20_000]), decimalsOf([1500]), decimalsOf([1250, 1000]), decimalsOf([1])]).toEqual(
    [0, 1, 2, 3],
  );
  expect([divisorOf(0, 750), divisorOf(900, 750)]).toEqual([750, 150]);
});
