import { describe, expect, test } from 'vitest';
import { alerts } from './alerts/index.ts';
import { events } from './events/index.ts';
import { refusals } from './refusals/index.ts';
import type { Text } from './text.ts';

/** Chinese, or a whole sentence that is given in Chinese. */
const chinese = /\p{Script=Han}|\{zh\}/u;

/** Names of the `{places}` of a template, sorted. */
function placesOf(template: string): string[] {
  return [...new Set([...template.matchAll(/\{(\w+)\}/g)].map((match) => match[1] ?? ''))].sort();
}

/** A sentence given in both languages fills `{zh}` in the one and `{en}` in the other. */
const sameInBoth = (places: string[]) => places.map((place) => (place === 'zh' ? 'en' : place));

const catalogues: [string, Readonly<Record<string, Text>>][] = [
  ['refusals', refusals],
  ['alerts', alerts],
  ['events', events],
];

describe.each(catalogues)('%s', (_name, entries) => {
  const texts = Object.entries(entries);

  test('there are some, each in both languages', () => {
    expect(texts.length).toBeGreaterThan(5);
    for (const [code, { zh, en }] of texts) {
      expect(zh, code).toMatch(chinese);
      expect(en.trim(), code).not.toBe('');
      expect(en, code).not.toMatch(/\p{Script=Han}|[，。；：！？“”（）]/u);
    }
  });

  test('both languages say the same values', () => {
    for (const [code, { zh, en }] of texts)
      expect(sameInBoth(placesOf(zh)).sort(), code).toEqual(placesOf(en));
  });
});

test('what a sentence of an event says is a plain field of its payload', () => {
  for (const [type, { zh, payload }] of Object.entries(events)) {
    const fields = payload.properties as Readonly<Record<string, object>>;
    for (const place of placesOf(zh)) {
      const field = fields[place];
      expect(field, `${type}: ${place}`).toBeDefined();
      expect(JSON.stringify(field), `${type}: ${place}`).not.toMatch(/"type":"(object|array|null)"/);
    }
  }
});

test('a refusal has a status of the 4xx, or says that the hub is busy', () => {
  for (const [code, { status }] of Object.entries(refusals))
    expect((status >= 400 && status < 500) || status === 503, code).toBe(true);
});
