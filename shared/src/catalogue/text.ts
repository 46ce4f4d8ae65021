import { isInstant, minuteInChina } from '../time/instant.ts';

/** A text people read, in both languages of the screens. `{name}` stands for a value given with it. */
export interface Text {
  readonly zh: string;
  readonly en: string;
}

export type Language = keyof Text;

/** What a value that is a code, or is kept in both languages at once, reads as. */
export type Words = (value: string) => Text;

/** A text with the words for those of its values that people cannot read as they are kept, by their names. */
export interface Sentence extends Text {
  readonly words?: Readonly<Record<string, Words>>;
}

/** The values that fill the `{name}` places of a text. */
export type TextValues = Readonly<Record<string, string | number>>;

/**
 * Fills the `{name}` places of a text in both languages; an instant is told to the minute. A place without a value stays
 * as it is, so that a forgotten value is seen on the screen instead of vanishing.
 */
export function fillText({ zh, en, words = {} }: Sentence, values: TextValues = {}): Text {
  const filled = (template: string, language: Language) =>
    template.replace(/\{(\w+)\}/g, (place, name: string) => {
      const value = values[name] ?? place;
      return typeof value === 'string' ? wordsFor(value, words[name])[language] : String(value);
    });
  return { zh: filled(zh, 'zh'), en: filled(en, 'en') };
}

/** What a text is about, with nothing in its places. */
export function blankText({ zh, en }: Text): Text {
  const blank = (template: string) => template.replace(/\{\w+\}/g, '＊');
  return { zh: blank(zh), en: blank(en) };
}

function wordsFor(value: string, words: Words = inBoth): Text {
  return isInstant(value) ? minuteInChina(value) : words(value);
}

const inBoth: Words = (value) => ({ zh: value, en: value });

/**
 * What a stranger has written can neither command a terminal nor turn a line around: without control characters, and
 * those that set a direction (Unicode Standard Annex 9).
 */
export function inert(text: string): string {
  return text.replace(/[\p{Cc}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu, '\ufffd');
}
