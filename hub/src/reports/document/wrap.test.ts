import fc from 'fast-check';
import { expect, test } from 'vitest';
import { wrapText } from './wrap.ts';

/** Chinese characters are two units wide, all others one. */
const measure = (text: string) => [...text].reduce((sum, one) => sum + (one > '\u2e80' ? 2 : 1), 0);

test('breaks Chinese between characters and words between words', () => {
  expect(wrapText('评标委员会成员', 6, measure)).toEqual(['评标委', '员会成', '员']);
  expect(wrapText('the quick fox', 9, measure)).toEqual(['the quick', 'fox']);
});

test('no line begins with a closing mark or ends with an opening one', () => {
  expect(wrapText('一二三，四', 6, measure)).toEqual(['一二', '三，四']);
  expect(wrapText('一二（三）', 6, measure)).toEqual(['一二', '（三）']);
});

test('a word too long for a line is broken inside', () => {
  expect(wrapText('a 0123456789', 4, measure)).toEqual(['a', '0123', '4567', '89']);
});

test('a line break in the text is kept, an empty text is one empty line', () => {
  expect(wrapText('一\n\n二', 6, measure)).toEqual(['一', '', '二']);
  expect(wrapText('', 6, measure)).toEqual(['']);
});

test('nothing is lost but spaces, and no line is too wide', () => {
  const piece = fc.constantFrom('评', '标', '，', '（', '）', ' ', 'word', '12.5', '”', '“');
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 60 }), fc.integer({ min: 4, max: 20 }), (pieces, width) => {
      const text = pieces.join('');
      const lines = wrapText(text, width, measure);
      expect(lines.join('').replaceAll(' ', '')).toBe(text.replaceAll(' ', ''));
      for (const line of lines) expect(measure(line)).toBeLessThanOrEqual(width);
    }),
  );
});
