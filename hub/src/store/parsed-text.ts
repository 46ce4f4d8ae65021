/** How many are kept: the documents and sheets of a busy morning. */
const KEPT = 1000;

/**
 * Parses a text once and keeps what it says, for the texts of the tables that are read again and again and change
 * seldom. Found by the whole text, so that nothing outdated is ever given; whoever gets it cannot change it.
 */
export function parsedOnce<T>(parse: (text: string) => T): ParsedOnce<T> {
  const kept = new Map<string, T>();
  const keep = (text: string, value: T): T => {
    const made = frozen(value);
    const [oldest] = kept.keys();
    if (kept.size >= KEPT && oldest !== undefined) kept.delete(oldest);
    kept.set(text, made);
    return made;
  };
  return Object.assign((text: string) => kept.get(text) ?? keep(text, parse(text)), { keep });
}

export interface ParsedOnce<T> {
  (text: string): T;
  /** For who has just made the text of a value: it need not be parsed again. */
  keep(text: string, value: T): T;
}

function frozen<T>(value: T): T {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value;
  for (const part of Object.values(value)) frozen(part);
  return Object.freeze(value);
}
