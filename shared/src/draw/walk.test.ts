import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { PanelInput } from './input.ts';
import { drawPanel, type PanelResult, ticketOf } from './panel.ts';
import { byCodeUnit } from './seed.ts';
import type { Transcript } from './transcript.ts';
import { walkPanel } from './walk.ts';

const example = JSON.parse(
  readFileSync(new URL('../../../docs/examples/panel-draw.json', import.meta.url), 'utf8'),
) as Transcript;

test('walks the example as the document tells it: two taken, one passed for their employer, one taken', () => {
  const walked = walkPanel(example.input as PanelInput, example.seed, example.result as PanelResult);
  expect(walked.map(({ order, id, reason, category }) => [order, id, reason?.standing, category])).toEqual([
    [1, 'c2', 'taken', 'civil'],
    [2, 'c3', 'taken', 'cost'],
    [3, 'c1', 'no-full-panel', null],
    [4, 'c4', 'taken', 'civil'],
  ]);
  expect(walked[0]?.ticket.startsWith('1541bb50dcdd0fff')).toBe(true);
  expect(walked[2]?.reason?.text.zh).toContain('c2、c3');
});

test('tells no more reasons than it has to, and yet everybody who was looked at', () => {
  const ids = Array.from({ length: 300 }, (_, n) => `c${n}`);
  const [last = ''] = ids.toSorted((a, b) =>
    byCodeUnit(ticketOf(example.seed, b), ticketOf(example.seed, a)),
  );
  // One place for a category that only the last of all has: everybody else is passed over first.
  const input = {
    ...(example.input as PanelInput),
    categories: [{ id: 'rare', count: 1 }],
    sites: [{ id: 'east', min: 0, max: 1 }],
    candidates: ids.map((id) => ({
      ...{ id, site: 'east', employer: id },
      categories: [id === last ? 'rare' : 'civil'],
    })),
    excluded: [],
  };
  const walked = walkPanel(input, example.seed, drawPanel(input, example.seed));
  expect(walked).toHaveLength(300);
  expect(walked.at(-1)).toMatchObject({ id: last, category: 'rare', reason: { standing: 'taken' } });
  expect(walked.filter(({ reason }) => reason !== null)).toHaveLength(101);
});
