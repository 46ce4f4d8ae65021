/**
 * The smallest part of a list that cannot hold together, by the duality of conflicts and repairs: every conflict
 * shares a member with every *repair* (a set whose removal makes the rest possible). So a smallest set that meets all
 * repairs known is the answer if it cannot hold; if it can, it is grown until nothing more can be added, and what is
 * left out then is a new repair. Exact in the number of members; among several smallest the answer is always the
 * same one.
 *
 * `possible` must say yes of every part of what it says yes of, and no of the whole list.
 */
export function smallestConflict<T>(all: readonly T[], possible: (kept: readonly T[]) => boolean): T[] {
  const pick = (indexes: Iterable<number>) => {
    const chosen = new Set(indexes);
    return all.filter((_, index) => chosen.has(index));
  };
  const repairs: number[][] = [];
  for (;;) {
    const hitting = smallestHitting(repairs);
    if (!possible(pick(hitting))) return pick(hitting);
    const kept = new Set(hitting);
    for (const index of all.keys()) {
      if (kept.has(index)) continue;
      kept.add(index);
      if (!possible(pick(kept))) kept.delete(index);
    }
    if (kept.size === all.length) throw new Error('the whole list is possible');
    repairs.push([...all.keys()].filter((index) => !kept.has(index)));
  }
}

/** A smallest set of numbers that shares one with each of the sets. */
function smallestHitting(sets: readonly (readonly number[])[]): number[] {
  const search = (chosen: readonly number[], most: number): number[] | null => {
    const missed = sets.filter((set) => !set.some((member) => chosen.includes(member)));
    const [first] = missed.toSorted((a, b) => a.length - b.length);
    if (!first) return [...chosen];
    if (apart(missed) > most - chosen.length) return null;
    for (const member of first) {
      const found = search([...chosen, member], most);
      if (found) return found;
    }
    return null;
  };
  for (let most = apart(sets); ; most++) {
    const found = search([], most);
    if (found) return found;
  }
}

/** Sets no two of which share a number, taken greedily: at least as many numbers are needed. */
function apart(sets: readonly (readonly number[])[]): number {
  const used = new Set<number>();
  let number = 0;
  for (const set of sets) {
    if (set.some((member) => used.has(member))) continue;
    for (const member of set) used.add(member);
    number++;
  }
  return number;
}
