import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fenOf, scoreText, yuanText } from './numbers.ts';

test('scores keep three decimals', () => {
  expect(scoreText(88_500)).toBe('88.500');
  expect(scoreText(91_237)).toBe('91.237');
  expect(scoreText(0)).toBe('0.000');
});

test('yuan with thousands apart and fen kept', () => {
  expect(yuanText(1_338_640_050)).toBe('13,386,400.50');
  expect(yuanText(5)).toBe('0.05');
});

test('what is typed as yuan', () => {
  expect(fenOf('13,386,400.5')).toBe(1_338_640_050);
  expect(fenOf('１')).toBeNull();
  expect(fenOf('1.005')).toBeNull();
  expect(fenOf('-1')).toBeNull();
  expect(fenOf('')).toBeNull();
});

test('fen survive the way through yuan, up to the largest price there may be', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 9_000_000_000_000_000 }), (fen) => {
      expect(fenOf(yuanText(fen))).toBe(fen);
    }),
  );
});
