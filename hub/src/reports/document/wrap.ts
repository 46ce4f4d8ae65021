/** Width of a piece of text in points, at the size it will be printed. */
export type Measure = (text: string) => number;

/** Marks that may not begin a line, and those that may not end one (GB/T 15834, 避头尾). */
const notFirst = /^[，。、；：？！）》〉】〕」』”’…—％·\p{M}]/u;
const notLast = /[（《〈【〔「『“‘]$/u;

/**
 * Breaks a text into lines no wider than `width`. Chinese breaks between characters, other scripts between
 * words; punctuation stays where it belongs; a word too long for a line is broken inside. A line break in the
 * text begins a new line. Nothing is dropped but the spaces at a break.
 */
export function wrapText(text: string, width: number, measure: Measure): string[] {
  return text.split(/\r\n|[\n\r\u2028\u2029]/).flatMap((paragraph) => {
    const lines: string[] = [];
    let line = '';
    let used = 0;
    for (const unit of unitsOf(paragraph).flatMap((one) => fitting(one, width, measure))) {
      const size = measure(unit);
      if (line !== '' && used + size > width && unit.trim() !== '') {
        lines.push(line.trimEnd());
        line = '';
        used = 0;
      }
      if (line === '' && lines.length > 0 && unit.trim() === '') continue;
      line += unit;
      used += size;
    }
    return [...lines, line.trimEnd()];
  });
}

/** The pieces of a paragraph that stay together. */
function unitsOf(paragraph: string): string[] {
  const units: string[] = [];
  for (const piece of paragraph.match(/\s+|[!-~\u00a1-\u024f]+|./gu) ?? []) {
    const before = units.at(-1);
    if (before !== undefined && before.trim() !== '' && (notFirst.test(piece) || notLast.test(before)))
      units[units.length - 1] = before + piece;
    else units.push(piece);
  }
  return units;
}

/** A unit as it is when it fits a line, else cut into pieces that do. */
function fitting(unit: string, width: number, measure: Measure): string[] {
  const pieces: string[] = [];
  let rest = [...unit];
  while (rest.length > 1 && measure(rest.join('')) > width) {
    const end = lastFitting(rest, width, measure);
    pieces.push(rest.slice(0, end).join(''));
    rest = rest.slice(end);
  }
  return [...pieces, rest.join('')];
}

/** How many of the first characters fit, but one at least. Halved: to measure is to lay out, which takes long. */
function lastFitting(characters: readonly string[], width: number, measure: Measure): number {
  let [fits, tooMany] = [1, characters.length];
  while (tooMany - fits > 1) {
    const middle = (fits + tooMany) >> 1;
    if (measure(characters.slice(0, middle).join('')) <= width) fits = middle;
    else tooMany = middle;
  }
  return fits;
}
