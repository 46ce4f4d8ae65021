/**
 * The way to a text with half a character: the escape of one UTF-16 surrogate without the other, which JSON lets anybody
 * write. It has no UTF-8 and so no canonical form (RFC 8785) and no digest. Null where every text is whole.
 */
export function brokenText(value: unknown): readonly (string | number)[] | null {
  if (typeof value === 'string') return value.isWellFormed() ? null : [];
  if (typeof value !== 'object' || value === null) return null;
  if (Array.isArray(value)) return brokenElement(value);
  for (const name in value) {
    if (!name.isWellFormed()) return [];
    const way = brokenText((value as Record<string, unknown>)[name]);
    if (way) return [name, ...way];
  }
  return null;
}

function brokenElement(values: readonly unknown[]): readonly (string | number)[] | null {
  for (let index = 0; index < values.length; index++) {
    const way = brokenText(values[index]);
    if (way) return [index, ...way];
  }
  return null;
}
