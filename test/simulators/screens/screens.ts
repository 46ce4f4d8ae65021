import type { ScreensPort } from '#booth/devices/ports.ts';

/** Sockets for screens, with one screen until another is put in. */
export class SimulatedScreens implements ScreensPort {
  readonly #watchers = new Set<(count: number) => void>();
  #count = 1;

  watch(tell: (count: number) => void): () => void {
    this.#watchers.add(tell);
    tell(this.#count);
    return () => this.#watchers.delete(tell);
  }

  set(count: number): void {
    this.#count = count;
    for (const tell of this.#watchers) tell(count);
  }
}
