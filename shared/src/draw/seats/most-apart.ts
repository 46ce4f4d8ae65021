/**
 * The most of the allowed seats of which no two are neighbours. Exact where neighbours can be told by two colours like
 * the squares of a chessboard (any hall in rows whose diagonals do not count): seats less the pairs of a largest
 * matching, by the theorem of Kőnig. Elsewhere the same number is an upper bound.
 */
export function mostApart(
  neighbours: readonly (readonly number[])[],
  allowed: (seat: number) => boolean,
): number {
  const seats = [...neighbours.keys()].filter(allowed);
  const partner = new Map<number, number>();
  const colour = colours(neighbours, allowed);
  const pair = (seat: number, tried: Set<number>): boolean => {
    for (const neighbour of neighbours[seat] ?? []) {
      if (!allowed(neighbour) || tried.has(neighbour)) continue;
      tried.add(neighbour);
      const other = partner.get(neighbour);
      if (other !== undefined && (!colour || !pair(other, tried))) continue;
      partner.set(neighbour, seat);
      partner.set(seat, neighbour);
      return true;
    }
    return false;
  };
  let pairs = 0;
  for (const seat of seats) {
    if (partner.has(seat) || (colour && colour.get(seat) !== 0)) continue;
    if (pair(seat, new Set())) pairs++;
  }
  return seats.length - pairs;
}

/** The colours 0 and 1 such that no two neighbours have the same; null when there are none. */
function colours(
  neighbours: readonly (readonly number[])[],
  allowed: (seat: number) => boolean,
): Map<number, 0 | 1> | null {
  const colour = new Map<number, 0 | 1>();
  for (const start of neighbours.keys()) {
    if (!allowed(start) || colour.has(start)) continue;
    colour.set(start, 0);
    const part = [start];
    for (const seat of part) {
      const other = colour.get(seat) === 0 ? 1 : 0;
      for (const neighbour of neighbours[seat] ?? []) {
        if (!allowed(neighbour)) continue;
        const known = colour.get(neighbour);
        if (known !== undefined && known !== other) return null;
        if (known === undefined) part.push(neighbour);
        colour.set(neighbour, other);
      }
    }
  }
  return colour;
}
