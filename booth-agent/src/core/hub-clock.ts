/** Two estimates that are nearer than this are the same, in milliseconds. */
const TOLERANCE = 250;

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
}
