/** How long the refusals of an address are counted together, in milliseconds. */
const PERIOD = 3_600_000;
/** Most addresses that are counted; beyond, the one whose period began first is forgotten. */
const MOST_ADDRESSES = 10_000;

/** How often each address was refused lately. Kept in memory: after a restart the counting begins anew. */
export class RefusedSignIns {
  /** In the order in which their periods began. */
  readonly #counts = new Map<string, { readonly since: number; count: number }>();

  /** Counts one more, and says which of its address it is in this period, from 1 on. */
  next(address: string, now: Date): number {
    const since = now.getTime();
    const counted = this.#counts.get(address);
    if (counted && since - counted.since < PERIOD) return ++counted.count;
    this.#counts.delete(address);
    const [oldest] = this.#counts.keys();
    if (oldest !== undefined && this.#counts.size >= MOST_ADDRESSES) this.#counts.delete(oldest);
    this.#counts.set(address, { since, count: 1 });
    return 1;
  }
}
