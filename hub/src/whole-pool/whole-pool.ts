/**
 * Work on the whole pool, beside the event loop: weighing 80,000 experts takes seconds, in which the hub has booths to
 * hear. A thread keeps a picture of the pool and learns it anew when it has changed. A small pool is worked on at hand:
 * that is done sooner than a thread is started.
 */
import { poolCount, pooledOf, poolRows, poolVersion, suspensionRows } from '../pool/reads.ts';
import { breath } from '../store/breath.ts';
import type { Store } from '../store/database.ts';
import { AskedThread } from '../threads/asked-thread.ts';
import { carryOut, type InputOf, type OutputOf, type Random, type TaskName } from './tasks.ts';
import type { Asked } from './thread.ts';

/** Experts, and bytes of a list, that are worked on at hand. */
const FEW = 1500;
const SHORT = 500_000;
/** Rows read in one turn of the loop. */
const ROWS = 2000;

interface PoolThread {
  readonly worker: AskedThread<Asked>;
  /** What its picture is of; null while it learns. */
  version: number | null;
}

export interface Worked<K extends TaskName> {
  readonly output: OutputOf<K>;
  /** What the pool was when this was worked out, see `poolVersion`: a decision has to compare it. */
  readonly version: number;
}

export class WholePool {
  readonly #store: Store;
  readonly #random: Random;
  readonly #few: number;
  #thread: PoolThread | null = null;
  #last: Promise<unknown> = Promise.resolve();

  /** `few`: up to so many experts are worked on at hand. */
  constructor(store: Store, random: Random, few = FEW) {
    this.#store = store;
    this.#random = random;
    this.#few = few;
  }

  /** Works something out, after whatever was asked before. Refuses what the task refuses. */
  ask<K extends TaskName>(task: K, input: InputOf<K>): Promise<Worked<K>> {
    const asked = this.#last.then(() => this.#work(task, input));
    this.#last = asked.catch(() => {});
    return asked;
  }

  async close(): Promise<void> {
    await this.#thread?.worker.end();
    this.#thread = null;
  }

  async #work<K extends TaskName>(task: K, input: InputOf<K>): Promise<Worked<K>> {
    const atHand = (await poolCount(this.#store)) <= this.#few && !isLong(input);
    for (;;) {
      const version = await poolVersion(this.#store);
      const experts = atHand ? await this.#atHand() : null;
      const thread = atHand ? null : await this.#learnt(version);
      // Whatever changed while it was read may be in it by half.
      if ((await poolVersion(this.#store)) !== version) continue;
      if (experts) return { version, output: carryOut(task, experts, input, this.#random) };
      if (!thread) throw new Error('the pool is neither at hand nor on a thread');
      thread.version = version;
      return { version, output: await thread.worker.ask<OutputOf<K>>({ task, input }) };
    }
  }

  async #atHand() {
    const rows = await poolRows(this.#store, '', Number.MAX_SAFE_INTEGER);
    return pooledOf(rows, await suspensionRows(this.#store));
  }

  /** The thread, with the pool as it is at `version`. */
  async #learnt(version: number): Promise<PoolThread> {
    if (this.#thread?.worker.ended) this.#thread = null;
    this.#thread ??= {
      worker: new AskedThread<Asked>(new URL('./thread.ts', import.meta.url)),
      version: null,
    };
    const thread = this.#thread;
    if (thread.version === version) return thread;
    thread.version = null;
    await learn(thread.worker, this.#store);
    return thread;
  }
}

/** Gives the thread the pool as it is, a piece in each turn of the loop. */
async function learn(worker: AskedThread<Asked>, store: Store): Promise<void> {
  worker.tell({ suspensions: await suspensionRows(store) });
  for (let after = ''; ; ) {
    const rows = await poolRows(store, after, ROWS);
    worker.tell({ rows });
    const last = rows.at(-1);
    if (!last || rows.length < ROWS) return;
    after = last.expert;
    await breath();
  }
}

function isLong(input: unknown): boolean {
  const { list } = input as { readonly list?: Uint8Array };
  return list !== undefined && list.length > SHORT;
}
