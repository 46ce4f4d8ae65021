import { expect, test } from 'vitest';
import { parsedOnce } from './parsed-text.ts';

test('is parsed once, kept by its whole text, and nobody can change it', () => {
  let made = 0;
  const parse = parsedOnce((text: string) => {
    made++;
    return JSON.parse(text) as { marks: { B1: number } };
  });
  const first = parse('{"marks":{"B1":1}}');
  expect(parse('{"marks":{"B1":1}}')).toBe(first);
  expect(parse('{"marks":{"B1":2}}').marks.B1).toBe(2);
  expect(made).toBe(2);
  expect(() => {
    first.marks.B1 = 3;
  }).toThrow(TypeError);
});

test('keeps no more than so many, and nothing of what cannot be parsed', () => {
  let made = 0;
  const parse = parsedOnce((text: string) => {
    made++;
    return JSON.parse(text) as { n: number };
  });
  for (let n = 0; n <= 1000; n++) parse(`{"n":${n}}`);
  parse('{"n":0}');
  expect(made).toBe(1002);
  expect(() => parse('{')).toThrow(SyntaxError);
  expect(() => parse('{')).toThrow(SyntaxError);
});
