/** Where a fault is to happen: at one step, the `time`th time it is passed in this process. */
import { writeSync } from 'node:fs';
import type { Step } from './steps.ts';

/** `kill`: the process is gone at once; otherwise the call fails with this code of SQLite or of the system. */
export type How = 'kill' | `SQLITE_${string}` | 'ENOSPC' | 'EIO';

export interface Fault {
  readonly step: Step;
  readonly time: number;
  readonly how: How;
}

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
  if (tracing) writeSync(1, `${step}\n`);
  if (fault?.step !== step || fault.time !== time) return;
  const { how } = fault;
  if (how === 'kill') process.kill(process.pid, 'SIGKILL');
  else throw Object.assign(new Error(`planted at ${step}`), { code: how });
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
