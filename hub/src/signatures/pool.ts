/**
 * Signatures verified on threads of their own, so that the thread which writes the ledger does not wait for
 * arithmetic. Whatever becomes of a thread, what it was asked is answered: it is verified here instead.
 */
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { type Fault, Refusal } from '#shared/catalogue/refusal.ts';
import type { RefusalCode } from '#shared/catalogue/refusals/index.ts';
import type { TextValues } from '#shared/catalogue/text.ts';
import type { SignedBytes } from '#shared/signature/verify.ts';
import {
  type StampedSignature,
  type ToStamp,
  type ToVerify,
  type Verified,
  type Verifier,
  verifyHere,
} from './stamped.ts';

/** What goes to a thread, and what it says: verified, refused, or neither where it could not tell. */
export interface Asked {
  readonly id: number;
  readonly input: ToVerify;
}
export interface Told {
  readonly id: number;
  readonly verified?: Verified;
  readonly refused?: {
    readonly code: RefusalCode;
    readonly values: TextValues;
    readonly faults: readonly Fault[];
  };
}

interface Thread {
  readonly worker: Worker;
  /** What it has been asked and has not said. */
  readonly open: Map<number, { readonly input: ToVerify; settle(verified: Promise<Verified>): void }>;
}

/** More threads than this serve no hub: its writer is the narrow place then. */
const MOST = 4;
/** After so many threads have died, none is started any more. */
const DEATHS = 5;

export class VerifierPool implements Verifier {
  readonly #program: URL;
  readonly #size: number;
  readonly #threads = new Set<Thread>();
  #asked = 0;
  #deaths = 0;

  /** By default a thread for each core but the writer's: none where there is only one. */
  constructor(
    size = Math.min(MOST, availableParallelism() - 1),
    program = new URL('./thread.ts', import.meta.url),
  ) {
    this.#size = size;
    this.#program = program;
  }

  /** Threads that are running: they are started when they are first needed. */
  get running(): number {
    return this.#threads.size;
  }

  readonly verify = (input: SignedBytes) => this.#ask(input);
  readonly verifyStamped = (input: ToStamp) => this.#ask(input) as Promise<StampedSignature>;

  #ask(input: ToVerify): Promise<Verified> {
    const thread = this.#free();
    if (!thread) return verifyHere(input);
    const id = this.#asked++;
    return new Promise<Verified>((resolve) => {
      thread.open.set(id, { input, settle: resolve });
      thread.worker.postMessage({ id, input } satisfies Asked);
    });
  }

  async close(): Promise<void> {
    this.#deaths = DEATHS;
    await Promise.all([...this.#threads].map(({ worker }) => worker.terminate()));
  }

  /** The thread with the least to do; a new one while there may be more and none is idle. */
  #free(): Thread | undefined {
    const [least] = [...this.#threads].sort((a, b) => a.open.size - b.open.size);
    const mayStart = this.#threads.size < this.#size && this.#deaths < DEATHS;
    return mayStart && least?.open.size !== 0 ? this.#start() : least;
  }

  #start(): Thread {
    // Nothing that this process was started with concerns a thread.
    const worker = new Worker(this.#program, { execArgv: [] });
    const thread: Thread = { worker, open: new Map() };
    this.#threads.add(thread);
    worker.unref();
    worker.on('message', (told: Told) => this.#told(thread, told));
    worker.on('error', (error) => process.stderr.write(`a verifying thread: ${String(error)}\n`));
    worker.on('exit', () => this.#ended(thread));
    return thread;
  }

  #told({ open }: Thread, { id, verified, refused }: Told): void {
    const one = open.get(id);
    open.delete(id);
    if (verified) one?.settle(Promise.resolve(verified));
    else if (refused) one?.settle(Promise.reject(new Refusal(refused.code, refused.values, refused.faults)));
    else one?.settle(verifyHere(one.input));
  }

  #ended(thread: Thread): void {
    this.#deaths += 1;
    this.#threads.delete(thread);
    for (const { input, settle } of thread.open.values()) settle(verifyHere(input));
    thread.open.clear();
  }
}
