interface Place {
  readonly value: unknown;
  /** The place that holds this one, and under which name; null at the top. */
  readonly within: Place | null;
  readonly name: string | number;
}

/**
 * The way to a text with half a character: the escape of one UTF-16 surrogate without the other, which JSON lets anybody
 * write. It has no UTF-8 and so no canonical form (RFC 8785) and no digest. Null where every text is whole. However deep
 * the value is nested: it may be anybody's.
 */
export function brokenText(value: unknown): readonly (string | number)[] | null {
  const left: Place[] = [{ value, within: null, name: '' }];
  for (let place = left.pop(); place; place = left.pop()) {
    const inner = place.value;
    if (typeof inner === 'string' && !inner.isWellFormed()) return wayTo(place);
    if (typeof inner !== 'object' || inner === null) continue;
    const held = placesIn(place, inner);
    if (held === null) return wayTo(place);
    // One by one: a list may be longer than what a call takes.
    for (const one of held.reverse()) left.push(one);
  }
  return null;
}

/** Null where a name itself is broken. */
function placesIn(within: Place, value: object): Place[] | null {
  if (Array.isArray(value)) return value.map((element, name) => ({ value: element, within, name }));
  const fields = Object.entries(value);
  if (fields.some(([name]) => !name.isWellFormed())) return null;
  return fields.map(([name, inner]) => ({ value: inner, within, name }));
}

function wayTo(place: Place): (string | number)[] {
  const way: (string | number)[] = [];
  for (let at = place; at.within !== null; at = at.within) way.unshift(at.name);
  return way;
}
