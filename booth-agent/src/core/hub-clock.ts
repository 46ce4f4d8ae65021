/** Two estimates that are nearer than this are the same, in milliseconds. */
const TOLERANCE = 250;

/** How far a machine's clock may go back without the hub's time being in doubt, in milliseconds. */
const CLOCK_BACK = 60_000;

/** How far the hub's clock is ahead of this machine's, as its frames tell; their way here is not counted. */
export class HubClock {
  #ahead: number | null = null;

  /** In milliseconds; null while the hub has not been heard. */
  get ahead(): number | null {
    return this.#ahead;
  }

  heard(at: string, now: Date): void {
    const ahead = Math.round(Date.parse(at) - now.getTime());
    if (this.#ahead === null || Math.abs(ahead - this.#ahead) >= TOLERANCE) this.#ahead = ahead;
  }

  /**
   * The hub's time, by what was heard last, if anything: null where this machine's clock has gone back since; where
   * only the hub's was put right, its word holds.
   */
  hubNow(now: Date, heard: { readonly at: string; readonly ahead: number } | null): Date | null {
    if (!heard) return null;
    const time = now.getTime() + (this.#ahead ?? heard.ahead);
    const then = Date.parse(heard.at);
    const hubBack = time < then - CLOCK_BACK;
    const machineBack = now.getTime() < then - heard.ahead - CLOCK_BACK;
    return hubBack && machineBack ? null : new Date(time);
  }
}
