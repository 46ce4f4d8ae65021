/** Processes of a bench: each is asked by name over the channel that Node gives a child, and answers. */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

interface Question {
  readonly id: number;
  readonly name: string;
  readonly input: unknown;
}

interface Answer {
  readonly id: number;
  readonly output?: unknown;
  readonly error?: string;
}

export interface ChildOptions {
  /** Node's own, such as `--expose-gc`. */
  readonly node?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  readonly arguments?: readonly string[];
}

export class Child {
  readonly #process: ChildProcess;
  readonly #asked = new Map<number, { resolve: (output: unknown) => void; reject: (error: Error) => void }>();
  #next = 0;

  /** Starts a file of this folder as a process. */
  constructor(file: string, { node = [], environment = {}, arguments: words = [] }: ChildOptions = {}) {
    const path = fileURLToPath(new URL(file, import.meta.url));
    this.#process = fork(path, [...words], {
      execArgv: [...node],
      env: { ...process.env, ...environment },
      // Standard output is the bench's own.
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    this.#process.on('message', (answer: Answer) => this.#take(answer));
    this.#process.on('exit', (code) => {
      for (const { reject } of this.#asked.values()) reject(new Error(`${file} ended with ${code}`));
      this.#asked.clear();
    });
  }

  /** Asks the child and waits for its answer. */
  ask<T>(name: string, input: unknown = null): Promise<T> {
    const id = this.#next++;
    return new Promise<T>((resolve, reject) => {
      this.#asked.set(id, { resolve: resolve as (output: unknown) => void, reject });
      this.#process.send({ id, name, input });
    });
  }

  /** Lets the child finish what it does (`stop` among its answers, where it has one) and waits for its end. */
  async end(): Promise<void> {
    if (this.#process.exitCode !== null || this.#process.signalCode !== null) return;
    const ended = once(this.#process, 'exit');
    this.#process.disconnect();
    const late = setTimeout(() => this.#process.kill('SIGKILL'), 10_000);
    await ended;
    clearTimeout(late);
  }

  #take({ id, output, error }: Answer): void {
    const waiting = this.#asked.get(id);
    this.#asked.delete(id);
    if (error === undefined) waiting?.resolve(output);
    else waiting?.reject(new Error(error));
  }
}

type Handlers = Readonly<Record<string, (input: never) => unknown>>;

/** In a child: answers what the parent asks; `end` is called when the parent lets go. */
export function answerParent(handlers: Handlers, end: () => Promise<void> = async () => {}): void {
  process.on('message', ({ id, name, input }: Question) => {
    Promise.resolve()
      .then(() => handlers[name]?.(input as never))
      .then(
        (output) => process.send?.({ id, output }),
        (error: unknown) => process.send?.({ id, error: (error as Error).stack ?? String(error) }),
      );
  });
  process.on('disconnect', () => void end().finally(() => process.exit()));
}
