import type { KeyNow } from '../ports.ts';

/** Who watches a slot, and what they were told last: each change is told once. */
export class Told {
  readonly #watchers = new Set<(key: KeyNow) => void>();
  #now: KeyNow | null = null;

  watch(tell: (key: KeyNow) => void): () => void {
    this.#watchers.add(tell);
    if (this.#now) tell(this.#now);
    return () => this.#watchers.delete(tell);
  }

  tell(now: KeyNow): void {
    if (this.#now && isSame(this.#now, now)) return;
    this.#now = now;
    for (const tell of this.#watchers) tell(now);
  }
}

function isSame(one: KeyNow, other: KeyNow): boolean {
  if (!('certificate' in one) || !('certificate' in other)) return one.state === other.state;
  return (
    one.state === other.state &&
    one.triesLeft === other.triesLeft &&
    one.touch === other.touch &&
    Buffer.compare(one.certificate, other.certificate) === 0
  );
}
