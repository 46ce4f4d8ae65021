import type { BoothScreen } from '#shared/protocol/bridge.ts';
import type { Timers } from '#shared/time/timers.ts';

/** Those who watch the screen: many changes within one turn of the event loop are one screen. */
export class Audience {
  readonly #screen: () => BoothScreen;
  readonly #timers: Timers;
  readonly #watchers = new Set<(screen: BoothScreen) => void>();
  #due = false;
  #closed = false;

  constructor(screen: () => BoothScreen, timers: Timers) {
    this.#screen = screen;
    this.#timers = timers;
  }

  /** Shows the screen now and after each change. Gives back how to stop. */
  add(show: (screen: BoothScreen) => void): () => void {
    this.#watchers.add(show);
    show(this.#screen());
    return () => this.#watchers.delete(show);
  }

  tell(): void {
    if (this.#due) return;
    this.#due = true;
    this.#timers.soon(() => {
      this.#due = false;
      if (this.#closed) return;
      const screen = this.#screen();
      for (const show of this.#watchers) show(screen);
    });
  }

  close(): void {
    this.#closed = true;
  }
}
