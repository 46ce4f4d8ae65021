/** The numbers printed in docs/draw.md are those the program gives. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { canonicalBytes, hexOf, hmacSha256 } from '#shared/canonical/index.ts';
import { replacementFor, ticketOf } from '#shared/draw/panel.ts';
import { keyOfSeed } from '#shared/draw/seed.ts';
import { sitesInTicketOrder } from '#shared/draw/sites.ts';
import { replay, type Transcript } from '#shared/draw/transcript.ts';
import { readSources } from './sources.ts';

const docs = join(import.meta.dirname, '..', 'docs');
/** The page, its tables without the spaces that line them up. */
const page = readFileSync(join(docs, 'draw.md'), 'utf8').replaceAll(/ +/g, ' ');
const transcriptOf = (name: string) =>
  JSON.parse(readFileSync(join(docs, 'examples', name), 'utf8')) as Transcript;

describe.each([
  ['panel-draw.json', 7],
  ['seat-draw.json', 7],
  ['sites-draw.json', 8], // its input says whether there is a beacon
])('docs/examples/%s', (name, count) => {
  const transcript = transcriptOf(name);

  test('holds', () => {
    const checks = replay(transcript);
    expect(checks).toHaveLength(count);
    expect(checks.every((check) => check.holds)).toBe(true);
  });

  test('is what the page prints', () => {
    for (const digest of [transcript.inputDigest, transcript.commitmentRoot, transcript.seed])
      expect(page).toContain(`\`${digest}\``);
    expect(page).toContain(`\`${transcript.drawId}\``);
  });
});

test('the tickets of the example, and who would follow whom', () => {
  const { input, seed, result } = transcriptOf('panel-draw.json');
  if (input.kind !== 'panel' || !('panel' in result)) throw new Error('not a panel draw');
  for (const { id } of input.candidates)
    expect(page).toMatch(new RegExp(`\\| ${id} \\| \`${ticketOf(seed, id).slice(0, 16)}\``));
  expect(replacementFor(input, seed, result.panel, 'c3', new Set())?.id).toBe('c5');
  expect(replacementFor(input, seed, result.panel, 'c2', new Set())?.id).toBe('c1');
  expect(page).toContain(`${canonicalBytes(input).length} bytes`);
});

test('the tickets of the sites', () => {
  const { input, seed } = transcriptOf('sites-draw.json');
  if (input.kind !== 'sites') throw new Error('not a draw of sites');
  for (const [place, { id, ticket }] of sitesInTicketOrder(input, seed).entries())
    expect(page).toContain(`| ${place + 1} | ${id} | \`${ticket.slice(0, 16)}\``);
});

test('the numbers of the seat draw', () => {
  const { seed, result } = transcriptOf('seat-draw.json');
  if (!('placement' in result)) throw new Error('not a seat draw');
  const block = (attempt: number) => hmacSha256(keyOfSeed(seed), canonicalBytes(['seats', attempt, 0]));
  for (const attempt of [0, 5]) expect(page).toContain(`| \`${hexOf(block(attempt))}\` |`);
  const seats = page.slice(page.indexOf('## Part 3'));
  for (let attempt = 0; attempt < result.tries; attempt++) {
    const bytes = block(attempt);
    const numbers = new DataView(bytes.buffer, bytes.byteOffset, 32);
    const row = seats.split('\n').find((line) => line.startsWith(`| ${attempt} | `)) ?? '';
    const printed = [...row.matchAll(/(\d+) → (\d)/g)];
    expect(printed.length).toBeGreaterThan(2);
    for (const [k, [, number, rest]] of printed.entries()) {
      expect(numbers.getUint32(4 * k)).toBe(Number(number));
      expect(Number(number) % (5 - k)).toBe(Number(rest));
    }
  }
  expect(
    Object.values(result.placement)
      .map((seat) => seat.slice(2))
      .join(', '),
  ).toBe('0201, 0103, 0102, 0202');
});

test('what the code says of this page is there', () => {
  for (const [path, text] of readSources('shared', 'hub', 'booth-agent')) {
    for (const [, part] of text.matchAll(/docs\/draw\.md, part (\d)/g))
      expect(page, path).toContain(`## Part ${part}:`);
  }
});
