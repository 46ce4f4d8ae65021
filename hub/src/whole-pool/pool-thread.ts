/** The hub's end of the thread that works on the whole pool. */
import { Worker } from 'node:worker_threads';
import { type Fault, Refusal } from '#shared/catalogue/refusal.ts';
import type { RefusalCode } from '#shared/catalogue/refusals/index.ts';
import type { TextValues } from '#shared/catalogue/text.ts';
import { type InForceRow, type PoolRow, poolRows, suspensionRows } from '../pool/reads.ts';
import { breath } from '../store/breath.ts';
import type { Store } from '../store/database.ts';
import type { InputOf, OutputOf, TaskName } from './tasks.ts';

/** What the thread is told: a new picture of the pool (suspensions first, then its rows), and what to work out. */
export type Asked =
  | { readonly suspensions: readonly InForceRow[] }
  | { readonly rows: readonly PoolRow[] }
  | { readonly task: TaskName; readonly input: unknown };

export type Told =
  | { readonly output: unknown }
  | {
      readonly refused: {
        readonly code: RefusalCode;
        readonly values: TextValues;
        readonly faults: readonly Fault[];
      };
    };

const MEGABYTES = 2048;
/** Rows read in one turn of the loop. */
const ROWS = 2000;

export class PoolThread {
  readonly #worker: Worker;
  #ended: unknown = null;

  constructor() {
    // Nothing that this process was started with concerns a thread.
    this.#worker = new Worker(new URL('./thread.ts', import.meta.url), {
      execArgv: [],
      resourceLimits: { maxOldGenerationSizeMb: MEGABYTES },
    });
    this.#worker.unref();
    this.#worker.on('error', (error) => {
      this.#ended = error;
    });
    this.#worker.on('exit', () => {
      this.#ended ??= new Error('the thread of the pool has ended');
    });
  }

  get ended(): boolean {
    return this.#ended !== null;
  }

  /** Gives it the pool as it is, a piece in each turn of the loop. */
  async learn(store: Store): Promise<void> {
    this.#tell({ suspensions: await suspensionRows(store) });
    for (let after = ''; ; ) {
      const rows = await poolRows(store, after, ROWS);
      this.#tell({ rows });
      const last = rows.at(-1);
      if (!last || rows.length < ROWS) return;
      after = last.expert;
      await breath();
    }
  }

  /** One at a time. */
  async ask<K extends TaskName>(task: K, input: InputOf<K>): Promise<OutputOf<K>> {
    if (this.#ended) throw this.#ended;
    const worker = this.#worker;
    const told = await new Promise<Told>((resolve, reject) => {
      const settle = () => {
        worker.off('message', heard);
        worker.off('error', failed);
        worker.off('exit', failed);
        worker.unref();
      };
      const heard = (said: Told) => {
        settle();
        resolve(said);
      };
      const failed = (error: unknown) => {
        settle();
        reject(error instanceof Error ? error : new Error('the thread of the pool has ended'));
      };
      worker.ref();
      worker.on('message', heard);
      worker.on('error', failed);
      worker.on('exit', failed);
      this.#tell({ task, input });
    });
    if ('output' in told) return told.output as OutputOf<K>;
    const { code, values, faults } = told.refused;
    throw new Refusal(code, values, faults);
  }

  async end(): Promise<void> {
    await this.#worker.terminate();
  }

  #tell(asked: Asked): void {
    this.#worker.postMessage(asked);
  }
}
