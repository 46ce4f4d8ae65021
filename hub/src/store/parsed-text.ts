/** How many are kept: the documents and sheets of a busy morning. */
const KEPT = 1000;

/**
 * Parses a text once and keeps what it says, for the texts of the tables that are read again and again and change
 * seldom. Found by the whole text, so that nothing outdated is ever given; whoever gets it cannot change it.
 */
export function parsedOnce<T>(parse: (text: string) => T): (text: string) => T {
  const kept = new Map<string, T>();
  return (text) => {
    const known = kept.get(text);
    if (known !== undefined) return known;
    const made = frozen(parse(text));
    const [oldest] = kept.size >= KEPT ? kept.keys() : [];
    if (oldest !== undefined) kept.delete(oldest);
    kept.set(text, made);
    return made;
  };
}

/** The value with all its parts, which nobody can change any more. */
export function frozen<T>(value: T): T {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value;
  for (const part of Object.values(value)) frozen(part);
  return Object.freeze(value);
}
