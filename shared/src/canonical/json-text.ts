/** JSON as somebody hands it over, written with any spaces. */
import { Refusal } from '../catalogue/refusal.ts';

/**
 * The value of a JSON text. Refuses FILE_NOT_JSON for any other text, and for one in which an object has a name twice:
 * programs take the last of the two, and whoever reads the file may see the first.
 */
export function parseJson(file: string, text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    if (namesWritten(text) === namesHeld(value)) return value;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
  throw new Refusal('FILE_NOT_JSON', { file });
}

/** How many names stand in a text that is JSON: strings with a colon behind them. */
function namesWritten(text: string): number {
  let count = 0;
  for (let start = text.indexOf('"'); start >= 0; ) {
    let end = text.indexOf('"', start + 1);
    while (isEscaped(text, end)) end = text.indexOf('"', end + 1);
    let next = end + 1;
    while (/\s/.test(text.charAt(next))) next += 1;
    if (text.charAt(next) === ':') count += 1;
    start = text.indexOf('"', next);
  }
  return count;
}

function isEscaped(text: string, quote: number): boolean {
  let first = quote;
  while (text.charAt(first - 1) === '\\') first -= 1;
  return (quote - first) % 2 === 1;
}

/** How many names all objects within a value have. */
function namesHeld(value: unknown): number {
  let count = 0;
  const left = [value];
  for (let one = left.pop(); one !== undefined; one = left.pop()) {
    if (typeof one !== 'object' || one === null) continue;
    if (!Array.isArray(one)) count += Object.keys(one).length;
    for (const inner of Object.values(one)) left.push(inner);
  }
  return count;
}
