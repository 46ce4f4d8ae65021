import { expect, it } from 'vitest';
import { Refusal } from '../catalogue/refusal.ts';
import { parseJson } from './json-text.ts';

it.each([
  '{"a":1,"b":{"a":[{"a":2},null]}}',
  ' { "a\\"b" :\r\n\t"x: \\\\" , "\\\\" : "\\"c\\":" } ',
  '"a:"',
  '[]',
  '{"__proto__":{"a":1},"":""}',
])('reads %s', (text) => {
  expect(parseJson('a.json', text)).toEqual(JSON.parse(text));
});

it.each([
  '{"a":1,"a":1}',
  '{"a":1,"\\u0061":2}',
  '[{"b":{"a":1, "a" :2}}]',
  '{"__proto__":1,"__proto__":2}',
  '{"a":1}{"a":1}',
  '{"a":1} x',
  '\uFEFF{"a":1}',
  '{"a":1}\0',
  "{'a':1}",
  '',
])('refuses %s', (text) => {
  expect(() => parseJson('a.json', text)).toThrow(new Refusal('FILE_NOT_JSON', { file: 'a.json' }));
});

it('reads what is long or deep', () => {
  const long = JSON.stringify({ long: 'ab"\\'.repeat(1_000_000) });
  expect(parseJson('a.json', long)).toEqual(JSON.parse(long));
  const deep = `${'{"a":'.repeat(50_000)}1${'}'.repeat(50_000)}`;
  expect(parseJson('a.json', deep)).toHaveProperty('a');
});
