/** The hub's end of the thread of batches: it is asked one thing after the other. */
import { AskedThread } from '../threads/asked-thread.ts';
import type { PlannedBatch, RoundResults, TurnToTake } from './planning.ts';
import type { FrozenBatch, FrozenRequest } from './reads.ts';
import type { Asked } from './thread.ts';

export class BatchDesk {
  #thread: AskedThread<Asked> | null = null;
  #known: { readonly batch: string; readonly rounds: number } | null = null;
  #last: Promise<unknown> = Promise.resolve();

  plan(requests: readonly FrozenRequest[]): Promise<PlannedBatch> {
    return this.#next(() => this.#running().ask<PlannedBatch>({ plan: requests }));
  }

  /** The turns after these rounds; `frozen` is read only where the thread does not have the batch. */
  turns(
    batch: string,
    rounds: readonly RoundResults[],
    frozen: () => Promise<FrozenBatch>,
  ): Promise<readonly TurnToTake[]> {
    return this.#next(async () => {
      const thread = this.#running();
      const last = rounds.at(-1);
      const follows = this.#known?.batch === batch && this.#known.rounds === rounds.length - 1;
      this.#known = null;
      const asked = follows && last ? { batch, last } : { batch, frozen: await frozen(), rounds };
      const turns = await thread.ask<readonly TurnToTake[]>(asked);
      this.#known = { batch, rounds: rounds.length };
      return turns;
    });
  }

  async close(): Promise<void> {
    await this.#thread?.end();
    this.#thread = null;
  }

  #next<T>(work: () => Promise<T>): Promise<T> {
    const asked = this.#last.then(work);
    this.#last = asked.catch(() => {});
    return asked;
  }

  #running(): AskedThread<Asked> {
    if (this.#thread?.ended) {
      this.#thread = null;
      this.#known = null;
    }
    this.#thread ??= new AskedThread<Asked>(new URL('./thread.ts', import.meta.url));
    return this.#thread;
  }
}
