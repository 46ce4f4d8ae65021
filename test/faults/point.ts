/** Where a fault is to happen: at one step, the `time`th time it is passed in this process. */
import { writeSync } from 'node:fs';
import type { Step } from './steps.ts';

/** `kill`: the process is gone at once; `stop`: it hangs until it is told to go on (SIGCONT); otherwise the call fails with this code of SQLite or of the system. */
export type How = 'kill' | 'stop' | `SQLITE_${string}` | 'ENOSPC' | 'EIO';

export interface Fault {
  readonly step: Step;
  readonly time: number;
  readonly how: How;
}

const WAIT_MILLISECONDS = 2;

let fault: Fault | null = null;
let tracing = false;
const passed = new Map<Step, number>();

/** From now on, steps are counted anew and this happens. */
export function plant(next: Fault | null): void {
  passed.clear();
  fault = next;
}

/** How often each step was passed since the last `plant`. */
export function stepsPassed(): ReadonlyMap<Step, number> {
  return passed;
}

/** Says each step on standard output as it is passed. */
export function trace(): void {
  tracing = true;
}

/** The process is at this step. */
export function at(step: Step): void {
  const time = (passed.get(step) ?? 0) + 1;
  passed.set(step, time);
  if (tracing) say(`${step}\n`);
  if (fault?.step !== step || fault.time !== time) return;
  const { how } = fault;
  if (how === 'kill') process.kill(process.pid, 'SIGKILL');
  else if (how === 'stop') process.kill(process.pid, 'SIGSTOP');
  else throw Object.assign(new Error(`planted at ${step}`), { code: how });
}

/** Whoever reads may be behind; a step that could not be said must not fail what is done at it. */
function say(line: string): void {
  for (;;) {
    try {
      writeSync(1, line);
      return;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, WAIT_MILLISECONDS);
    }
  }
}

/** Does `call` between its two steps. */
export function within<T>(name: Before, call: () => T): T {
  at(`${name}.before` as Step);
  const result = call();
  at(`${name}.after` as Step);
  return result;
}

/** The same for a call whose result comes later. */
export async function withinPromise<T>(name: Before, call: () => Promise<T>): Promise<T> {
  at(`${name}.before` as Step);
  const result = await call();
  at(`${name}.after` as Step);
  return result;
}

type Before = Step extends infer S ? (S extends `${infer N}.before` ? N : never) : never;
