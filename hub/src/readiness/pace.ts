import type { Hub } from '../gateway/hub.ts';

/**
 * So many reports of one terminal are looked at within a minute; an honest one makes one on each line and one a minute
 * at most where something keeps changing.
 */
const REPORTS_A_MINUTE = 10;
const MINUTE = 60_000;

/** Tells a report that waits that its turn has come, or (false) that a later one stands in its place. */
type Settle = (turn: boolean) => void;

/**
 * Keeps a terminal from having its signatures verified without end. Of reports beyond the limit the latest is held until
 * the minute allows it, the others are passed over: what a terminal says last always arrives, also on a line that flaps.
 */
export class ReadinessPace {
  readonly #hub: Pick<Hub, 'now' | 'timers'>;
  /** When the reports of each booth within the last minute were looked at, in milliseconds. */
  readonly #taken = new Map<string, readonly number[]>();
  readonly #held = new Map<string, Settle>();
  readonly #stops = new Set<() => void>();

  constructor(hub: Pick<Hub, 'now' | 'timers'>) {
    this.#hub = hub;
  }

  /** Does `take` at once, or as soon as it may; not at all when the booth has reported again before that. */
  async pass(booth: string, take: () => Promise<void>): Promise<void> {
    if (this.#held.has(booth) || this.#recent(booth).length >= REPORTS_A_MINUTE) {
      if (!(await this.#hold(booth))) return;
    }
    this.#taken.set(booth, [...this.#recent(booth), this.#now()]);
    await take();
  }

  /** Nothing that waits is looked at any more. */
  close(): void {
    for (const stop of this.#stops) stop();
    for (const settle of this.#held.values()) settle(false);
    this.#held.clear();
  }

  #hold(booth: string): Promise<boolean> {
    const before = this.#held.get(booth);
    if (!before) this.#wake(booth);
    before?.(false);
    return new Promise((settle) => this.#held.set(booth, settle));
  }

  #wake(booth: string): void {
    const [first = this.#now()] = this.#recent(booth);
    const stop = this.#hub.timers.after(Math.max(1, first + MINUTE - this.#now()), () => {
      this.#stops.delete(stop);
      const settle = this.#held.get(booth);
      this.#held.delete(booth);
      settle?.(true);
    });
    this.#stops.add(stop);
  }

  #recent(booth: string): readonly number[] {
    const since = this.#now() - MINUTE;
    return (this.#taken.get(booth) ?? []).filter((at) => at > since);
  }

  #now(): number {
    return this.#hub.now().getTime();
  }
}
