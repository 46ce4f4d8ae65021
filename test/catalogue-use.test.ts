import { describe, expect, test } from 'vitest';
import { alerts } from '#shared/catalogue/alerts/index.ts';
import { events } from '#shared/catalogue/events/index.ts';
import { refusals } from '#shared/catalogue/refusals/index.ts';
import { isTest, readSources, type Sources } from './sources.ts';

const everything = readSources('shared', 'hub', 'booth-agent', 'witness', 'test');
const isCatalogue = (path: string) => path.startsWith('shared/src/catalogue/');
const ships = new Map([...everything].filter(([path]) => !isTest(path) && !isCatalogue(path)));
const notTests = new Map(
  [...everything].filter(([path]) => !/\.test\.tsx?$/.test(path) && !isCatalogue(path)),
);
const catalogue = new Map([...everything].filter(([path]) => isCatalogue(path) && !isTest(path)));

/** Codes that stand in more than one list of a catalogue. */
function repeatedCodes(sources: Sources, folder: string): string[] {
  const seen = new Map<string, string>();
  const repeated: string[] = [];
  for (const [path, text] of sources) {
    if (!path.startsWith(folder)) continue;
    for (const [, code = ''] of text.matchAll(/^ {2}'?([A-Za-z][\w.-]*)'?: \{/gm)) {
      const before = seen.get(code);
      if (before) repeated.push(`${code}: ${before}, ${path}`);
      seen.set(code, path);
    }
  }
  return repeated;
}

/** Codes of `new Refusal('CODE'` that no catalogue knows. */
function unknownRefusals(sources: Sources): string[] {
  return [...sources].flatMap(([path, text]) =>
    [...text.matchAll(/new Refusal\(\s*'([^']*)'/g)]
      .map((match) => match[1] ?? '')
      .filter((code) => !(code in refusals))
      .map((code) => `${path}: ${code}`),
  );
}

/** Entries that no source names. */
function unusedEntries(sources: Sources, entries: object): string[] {
  const texts = [...sources.values()].join('\n');
  const literals = new Set([...texts.matchAll(/'([A-Za-z][\w.-]*)'/g)].map((match) => match[1]));
  return Object.keys(entries).filter((code) => !literals.has(code));
}

/**
 * Refusals thrown without a value their sentence asks for. Sees what stands in the source as a literal; values
 * spread in or made elsewhere are trusted.
 */
function missingValues(sources: Sources): string[] {
  return [...sources].flatMap(([path, text]) =>
    [...text.matchAll(/new Refusal\(\s*'([^']*)'\s*(\)|,\s*\{)/g)].flatMap((match) => {
      const [whole, code = '', next] = match;
      const entry = refusals[code as keyof typeof refusals];
      if (!entry) return [];
      const given = next === ')' ? [] : fieldsOf(text, match.index + whole.length);
      const asked = [...entry.en.matchAll(/\{(\w+)\}/g)].map((place) => place[1] ?? '');
      return given
        ? asked.filter((one) => !given.includes(one)).map((one) => `${path}: ${code} {${one}}`)
        : [];
    }),
  );
}

/** Field names of an object literal whose brace was just opened; null when something is spread into it. */
function fieldsOf(text: string, start: number): string[] | null {
  let depth = 1;
  let entry = '';
  const entries: string[] = [];
  for (let at = start; depth > 0 && at < text.length; at++) {
    const character = text[at] ?? '';
    if ('{[('.includes(character)) depth += 1;
    if ('}])'.includes(character)) depth -= 1;
    if (depth === 0 || (depth === 1 && character === ',')) {
      entries.push(entry.trim());
      entry = '';
    } else entry += character;
  }
  if (entries.some((one) => one.startsWith('...'))) return null;
  return entries.map((one) => /^\w+/.exec(one)?.[0] ?? '');
}

describe('the catalogue and the code', () => {
  test.each(['refusals', 'alerts', 'events'])('no code of %s stands in two lists', (name) => {
    expect(repeatedCodes(catalogue, `shared/src/catalogue/${name}/`)).toEqual([]);
  });

  test('every refusal that is thrown is in the catalogue', () => {
    expect(unknownRefusals(ships)).toEqual([]);
  });

  test('nothing in the catalogue is dead', () => {
    expect(unusedEntries(notTests, refusals)).toEqual([]);
    expect(unusedEntries(ships, alerts)).toEqual([]);
    expect(unusedEntries(ships, events)).toEqual([]);
  });

  test('every refusal gives the values its sentence asks for', () => {
    expect(missingValues(notTests)).toEqual([]);
  });

  test('a planted fault of each kind is found', () => {
    const planted = (text: string): Sources => new Map([['shared/src/catalogue/refusals/x.ts', text]]);
    const twice = new Map([...planted('  A_CODE: {'), ['shared/src/catalogue/refusals/y.ts', '  A_CODE: {']]);
    expect(repeatedCodes(twice, 'shared/src/catalogue/refusals/')).toHaveLength(1);
    expect(unknownRefusals(planted("new Refusal('NO_SUCH_CODE')"))).toHaveLength(1);
    expect(unusedEntries(planted("'NOT_FOUND'"), { NOT_FOUND: 1, CROSS_SITE: 1 })).toEqual(['CROSS_SITE']);
    expect(missingValues(planted("new Refusal('INPUT_TOO_LARGE')"))).toHaveLength(1);
    expect(missingValues(planted("new Refusal('INPUT_TOO_LARGE', { size })"))).toHaveLength(1);
    expect(missingValues(planted("new Refusal('INPUT_TOO_LARGE', { limit: f({ a, b }) })"))).toEqual([]);
    expect(missingValues(planted("new Refusal('INPUT_TOO_LARGE', { ...rest })"))).toEqual([]);
  });
});
