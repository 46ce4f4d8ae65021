/** A thread that is told things and asked things, one at a time, and answers or refuses as a room would. */
import { type MessagePort, Worker } from 'node:worker_threads';
import { type Fault, Refusal } from '#shared/catalogue/refusal.ts';
import type { RefusalCode } from '#shared/catalogue/refusals/index.ts';
import type { TextValues } from '#shared/catalogue/text.ts';

type Told =
  | { readonly output: unknown }
  | {
      readonly refused: {
        readonly code: RefusalCode;
        readonly values: TextValues;
        readonly faults: readonly Fault[];
      };
    };

/** Memory of a thread that nothing else is said of. */
const MEGABYTES = 2048;

/** The hub's end. */
export class AskedThread<Asked> {
  readonly #worker: Worker;
  #ended: unknown = null;

  constructor(program: URL, megabytes = MEGABYTES) {
    // Nothing that this process was started with concerns a thread.
    this.#worker = new Worker(program, {
      execArgv: [],
      resourceLimits: { maxOldGenerationSizeMb: megabytes },
    });
    this.#worker.unref();
    this.#worker.on('error', (error) => {
      this.#ended = error;
    });
    this.#worker.on('exit', () => {
      this.#ended ??= new Error('a thread has ended');
    });
  }

  get ended(): boolean {
    return this.#ended !== null;
  }

  /** Tells what needs no answer. */
  tell(asked: Asked): void {
    this.#worker.postMessage(asked);
  }

  /** Asks; the next only when this is answered. Throws the thread's refusal, or what ended it. */
  async ask<T>(asked: Asked): Promise<T> {
    if (this.#ended) throw this.#ended;
    const worker = this.#worker;
    const told = await new Promise<Told>((resolve, reject) => {
      const settle = () => {
        worker.off('message', heard).off('error', failed).off('exit', exited);
        worker.unref();
      };
      const heard = (said: Told) => {
        settle();
        resolve(said);
      };
      const failed = (error: unknown) => {
        settle();
        reject(error);
      };
      const exited = () => failed(new Error('a thread has ended'));
      worker.ref();
      worker.on('message', heard).on('error', failed).on('exit', exited);
      this.tell(asked);
    });
    if ('output' in told) return told.output as T;
    const { code, values, faults } = told.refused;
    throw new Refusal(code, values, faults);
  }

  async end(): Promise<void> {
    await this.#worker.terminate();
  }
}

/** On the thread: answers what `work` gives, or its refusal. `undefined` is no answer: that was only told. */
export function answerHub<Asked>(
  port: MessagePort | null,
  work: (asked: Asked) => Promise<unknown> | unknown,
): void {
  let last: Promise<unknown> = Promise.resolve();
  port?.on('message', (asked: Asked) => {
    last = last.then(async () => {
      const told = await outcomeOf(() => work(asked));
      if (told !== null) port.postMessage(told);
    });
  });
}

async function outcomeOf(work: () => unknown): Promise<Told | null> {
  try {
    const output = await work();
    return output === undefined ? null : { output };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const { code, values, faults } = error;
    return { refused: { code, values, faults } };
  }
}
