import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { explainCandidate, explainDraw, explainOccupant } from './explain.ts';
import { replacementFor } from './panel.ts';
import type { Transcript } from './transcript.ts';

const example = (name: string) =>
  JSON.parse(readFileSync(new URL(`../../../docs/examples/${name}`, import.meta.url), 'utf8')) as Transcript;

describe('why a candidate was or was not taken', () => {
  const transcript = example('panel-draw.json');
  const of = (id: string, left: string[] = []) => {
    const { standing, order, reserve, text } = explainCandidate(transcript, id, left);
    return {
      standing,
      order,
      reserve,
      zh: text.map((line) => line.zh).join(''),
      en: text.map((line) => line.en).join(' '),
    };
  };

  test('each in words, as docs/draw.md tells the example', () => {
    expect(of('c2')).toMatchObject({
      standing: 'taken',
      order: 1,
      zh: expect.stringContaining('专业“civil”'),
    });
    expect(of('c1')).toMatchObject({
      standing: 'no-full-panel',
      order: 3,
      reserve: { civil: 1 },
      zh: expect.stringContaining('同一单位至多 1 人'),
      en: expect.stringContaining('c2, c3'),
    });
    expect(of('c5')).toMatchObject({ standing: 'panel-was-full', order: 5, reserve: { cost: 1 } });
    expect(of('c6')).toMatchObject({ standing: 'excluded', order: null });
    expect(() => of('c9')).toThrow(expect.objectContaining({ code: 'DRAW_CANDIDATE_UNKNOWN' }));
  });

  test('who followed whom', () => {
    expect(of('c5', ['c3']).en).toContain('When c3 left');
    expect(of('c3', ['c3']).en).toContain('Left later; c5 took the place');
    expect(() => of('c3', ['c5'])).toThrow(expect.objectContaining({ code: 'DRAW_NOT_A_MEMBER' }));
  });

  test('a site that is not listed', () => {
    if (transcript.input.kind !== 'panel') throw new Error('not a panel');
    const sites = transcript.input.sites.filter(({ id }) => id !== 'west');
    const without = { ...transcript, input: { ...transcript.input, sites } };
    expect(explainCandidate(without, 'c3').standing).toBe('site-not-listed');
  });

  test('every candidate of the vectors has a story that agrees with the result', () => {
    const vectors = JSON.parse(
      readFileSync(new URL('./vectors/draw-vectors.json', import.meta.url), 'utf8'),
    ) as Transcript[];
    for (const vector of vectors) {
      if (vector.input.kind !== 'panel' || !('panel' in vector.result)) continue;
      const { panel } = vector.result;
      for (const { id } of vector.input.candidates)
        expect(explainCandidate(vector, id).standing === 'taken').toBe(
          panel.some((member) => member.id === id),
        );
      const first = panel[0]?.id ?? '';
      const next = replacementFor(vector.input, vector.seed, panel, first, new Set());
      if (next)
        expect(explainCandidate(vector, next.id, [first]).text.at(-1)?.en).toContain(`When ${first} left`);
    }
  });
});

test('how the draw and a seat came about', () => {
  const transcript = example('seat-draw.json');
  const whole = explainDraw(transcript).map(({ en }) => en);
  expect(whole.join(' ')).toMatch(/no public beacon.*try 6 was the first/);
  const story = explainOccupant(transcript, 'o1');
  expect(story.seat).toBe('H-0201');
  expect(story.text.map(({ zh }) => zh).join('')).toContain('第 6 次试排');
  expect(() => explainOccupant(transcript, 'nobody')).toThrow();
});
