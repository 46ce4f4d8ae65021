import { expect, test } from 'vitest';
import { longestOf, patternOf, rangeOf, shortestOf } from './limits.ts';
import { Badge, Instant, Prose, Thousandths } from './primitives.ts';
import { ChangePassword, CheckIn } from './requests.ts';

test('the limits of a field are those of its schema, also where it may be left out', () => {
  expect([shortestOf(Prose), longestOf(Prose)]).toEqual([1, 4000]);
  expect(rangeOf(Thousandths)).toEqual({ min: 0, max: 1_000_000 });
  expect(patternOf(Badge).test('B-1')).toBe(true);
  expect(longestOf(ChangePassword.properties.next)).toBe(128);
});

test('a schema without such a limit gives none to follow', () => {
  expect(() => longestOf(Instant)).toThrow('the schema has no maxLength');
  expect(() => patternOf(Thousandths)).toThrow('the schema has no pattern');
  expect(() => rangeOf(CheckIn.properties.badge)).toThrow('the schema has no minimum');
});
