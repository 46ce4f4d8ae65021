/** The hub's end of the thread of fairness: it learns past draws one after the other, and reports on what it has. */
import type { FairnessReport } from '#shared/draw/fairness-report.ts';
import { AskedThread } from '../threads/asked-thread.ts';
import type { Asked } from './thread.ts';

export interface Known {
  readonly report: FairnessReport;
  /** Code of each person, and whether they ever were on one of these panels. */
  readonly people: readonly { readonly person: string; readonly code: string; readonly drawn: boolean }[];
}

/** A draw to be learnt: read only when its turn has come. */
export interface DrawToLearn {
  readonly drawId: string;
  readonly read: () => Promise<{ readonly transcript: string; readonly identities: string } | null>;
}

type Invited = readonly { readonly person: string; readonly refused: boolean }[];

export class FairnessDesk {
  #thread: AskedThread<Asked> | null = null;
  #known = new Set<string>();
  #last: Promise<unknown> = Promise.resolve();
  #learning = false;

  /** Reports on the draws learnt so far, and learns the others meanwhile; `pending` are those still to be learnt. */
  async report(
    draws: readonly DrawToLearn[],
    invited: Invited,
    failed: (error: unknown) => void,
  ): Promise<Known & { pending: number }> {
    const known = await this.#next((thread) => thread.ask<Known>({ report: invited }));
    const missing = draws.filter(({ drawId }) => !this.#known.has(drawId));
    if (missing.length > 0 && !this.#learning) {
      this.#learning = true;
      this.#learn(missing)
        .catch(failed)
        .finally(() => {
          this.#learning = false;
        });
    }
    return { ...known, pending: missing.length };
  }

  async close(): Promise<void> {
    await this.#thread?.end();
    this.#thread = null;
  }

  async #learn(missing: readonly DrawToLearn[]): Promise<void> {
    for (const { drawId, read } of missing) {
      const learn = await read();
      if (learn) await this.#next((thread) => thread.ask({ learn }));
      this.#known.add(drawId);
    }
  }

  #next<T>(work: (thread: AskedThread<Asked>) => Promise<T>): Promise<T> {
    const asked = this.#last.then(() => work(this.#running()));
    this.#last = asked.catch(() => {});
    return asked;
  }

  #running(): AskedThread<Asked> {
    if (this.#thread?.ended) {
      this.#thread = null;
      this.#known = new Set();
    }
    this.#thread ??= new AskedThread<Asked>(new URL('./thread.ts', import.meta.url));
    return this.#thread;
  }
}
