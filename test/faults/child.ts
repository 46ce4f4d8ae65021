/** Programs of the project as processes of their own, with a fault planted in them. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { Step } from './steps.ts';

const path = (file: string) => fileURLToPath(new URL(file, import.meta.url));
const inject = path('inject.ts');
const kawei = path('../../hub/src/cli/kawei.ts');

export interface Planted {
  /** Whose steps are watched and said on standard output; `none` for a program that says things of its own. */
  readonly side: 'hub' | 'booth' | 'none';
  /** `STEP TIME HOW`; none where steps are only counted. */
  readonly at?: string;
}

export class Child {
  readonly process: ChildProcess;
  readonly #steps = new Map<Step, number>();
  /** Standard output. */
  readonly lines: string[] = [];
  readonly #said: string[] = [];
  readonly #closed: Promise<unknown>;
  readonly #watchers = new Set<() => void>();

  constructor(args: readonly string[], { side, at }: Planted, environment: Record<string, string>) {
    const planted = {
      FAULT_SIDE: side,
      ...(side === 'none' ? {} : { FAULT_TRACE: '1' }),
      ...(at === undefined ? {} : { FAULT_AT: at }),
    };
    this.process = spawn(process.execPath, ['--import', inject, ...args], {
      env: { ...process.env, ...planted, ...environment },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const { stdout, stderr } = this.process;
    if (!stdout || !stderr) throw new Error('no pipes');
    createInterface({ input: stdout }).on('line', (line) => {
      this.lines.push(line);
      for (const look of this.#watchers) look();
      this.#steps.set(line as Step, (this.#steps.get(line as Step) ?? 0) + 1);
    });
    createInterface({ input: stderr }).on('line', (line) => {
      this.#said.push(line);
      for (const look of this.#watchers) look();
    });
    this.#closed = once(this.process, 'close');
  }

  /** `kawei` with these arguments. */
  static kawei(args: readonly string[], planted: Planted, environment: Record<string, string>): Child {
    return new Child([kawei, ...args], planted, environment);
  }

  /** How often each step was passed. */
  get steps(): ReadonlyMap<Step, number> {
    return this.#steps;
  }

  /** Standard error. */
  get said(): string {
    return this.#said.join('\n');
  }

  /** The first group of the pattern in what it says; null when it ends before. */
  async says(pattern: RegExp): Promise<string | null> {
    const found = () => pattern.exec(`${this.said}\n${this.lines.join('\n')}`)?.[1] ?? null;
    const said = new Promise<string | null>((resolve) => {
      const look = () => {
        const match = found();
        if (match === null) return;
        this.#watchers.delete(look);
        resolve(match);
      };
      this.#watchers.add(look);
      look();
    });
    return Promise.race([said, this.#closed.then(found)]);
  }

  /** Where a hub or a booth listens; null when it died before. */
  address(): Promise<string | null> {
    return this.says(/(http:\/\/127\.0\.0\.1:\d+)/);
  }

  /** How it ended: an exit code, or the name of a signal. */
  async ended(): Promise<number | string | null> {
    await this.#closed;
    return this.process.exitCode ?? this.process.signalCode;
  }

  async kill(): Promise<void> {
    this.process.kill('SIGKILL');
    await this.ended();
  }
}
