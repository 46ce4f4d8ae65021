/** Makes results one after the other, beside the loop; that of a small panel at hand, sooner than a thread is started. */
import type { DrawInput } from '#shared/draw/input.ts';
import { AskedThread } from '../../threads/asked-thread.ts';
import { type Gathered, type MadeResult, makeResult } from './result.ts';

/** Characters of a panel's input up to which its result is made at hand. How long seats take cannot be told beforehand. */
const SHORT = 300_000;

const isSmall = ({ kind, input }: ToMake) => kind === 'panel' && input.length <= SHORT;

export type ToMake = Gathered & { readonly kind: DrawInput['kind'] };

export class ResultDesk {
  readonly #atHand: (draw: ToMake) => boolean;
  #thread: AskedThread<Gathered> | null = null;
  #last: Promise<unknown> = Promise.resolve();

  /** `atHand`: which results are made in this very turn of the loop. */
  constructor(atHand: (draw: ToMake) => boolean = isSmall) {
    this.#atHand = atHand;
  }

  make(draw: ToMake): Promise<MadeResult> {
    const { kind: _, ...gathered } = draw;
    const made = this.#last.then(() =>
      this.#atHand(draw) ? makeResult(gathered) : this.#running().ask<MadeResult>(gathered),
    );
    this.#last = made.catch(() => {});
    return made;
  }

  async close(): Promise<void> {
    await this.#thread?.end();
    this.#thread = null;
  }

  #running(): AskedThread<Gathered> {
    if (this.#thread?.ended) this.#thread = null;
    this.#thread ??= new AskedThread<Gathered>(new URL('./thread.ts', import.meta.url));
    return this.#thread;
  }
}
