import type { VirtualClock } from './clock.ts';

/** Somebody waits until something has changed, or a time is over. */
export class Bell {
  #waiting: (() => void)[] = [];

  ring(): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const go of waiting) go();
  }

  /** Settles at the next ring, or after so many milliseconds. */
  wait(clock: VirtualClock, milliseconds: number): Promise<void> {
    return new Promise((resolve) => {
      const stop = clock.after(milliseconds, resolve);
      this.#waiting.push(() => {
        stop();
        resolve();
      });
    });
  }
}

/** Lets so many milliseconds pass. */
export function pause(clock: VirtualClock, milliseconds: number): Promise<void> {
  return new Promise((resolve) => void clock.after(milliseconds, resolve));
}
