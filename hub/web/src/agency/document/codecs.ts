/** How a number of the document is shown in its field, and what is typed becomes a number again. */
import { pointsText, thousandthsOf } from '#shared/scoring/exact.ts';
import { fenOf, yuanText } from '../../projects/numbers.ts';

export interface Codec {
  text(value: number): string;
  /** Null for what is not such a number: the document then holds it as typed, and the check says what is wrong. */
  value(text: string): number | null;
}

/** Points of a score; thousandths in the document. */
export const points: Codec = { text: ofWhole(pointsText), value: thousandthsOf };
/** Yuan; fen in the document. */
export const yuan: Codec = { text: ofWhole(yuanText), value: fenOf };
/** Whole numbers. */
export const whole: Codec = {
  text: String,
  value: (text) => (/^\d{1,9}$/.test(text.trim()) ? Number(text) : null),
};
/** A share such as 0.01. */
export const share: Codec = {
  text: String,
  value: (text) => (/^\d(\.\d{1,6})?$/.test(text.trim()) ? Number(text) : null),
};

/** A number the format does not allow is shown as it stands; the check names it. */
function ofWhole(text: (value: number) => string): (value: number) => string {
  return (value) => (Number.isSafeInteger(value) && value >= 0 ? text(value) : String(value));
}
