import { expect, test } from 'vitest';
import { clockInChina, isInstant, minuteInChina } from './instant.ts';

test('an instant is told to the minute, in the time of China', () => {
  expect(minuteInChina('2026-11-23T02:30:59.999Z')).toEqual({
    zh: '2026年11月23日 10:30（北京时间）',
    en: '2026-11-23 10:30 (UTC+8)',
  });
});

test('the day in China begins eight hours before that of UTC', () => {
  expect(clockInChina('2026-12-31T16:00:00Z')).toBe('2027-01-01T00:00:00.000');
});

test('only a whole instant that exists is one', () => {
  expect(isInstant('2026-11-23T02:30:00.000Z')).toBe(true);
  for (const other of [
    '2026-11-23',
    '2026-11-23T02:30:00+08:00',
    'at 2026-11-23T02:30:00Z',
    '2026-13-23T02:30:00Z',
  ])
    expect(isInstant(other), other).toBe(false);
});
