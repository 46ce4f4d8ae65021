/** Puts a fault into one of the calls of `node:fs` by which a tree of files is changed, counted while they are watched. */
import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';

const calls = [
  ...['openSync', 'writeSync', 'writeFileSync', 'fsyncSync', 'ftruncateSync', 'renameSync', 'rmSync'],
  ...['rmdirSync', 'mkdirSync', 'symlinkSync', 'chmodSync', 'chownSync', 'lchownSync'],
];

/** At the `step`th call, counted from 1: the process is gone, or the call fails with this code of the system. */
export interface CallFault {
  readonly step: number;
  readonly how: string;
}

let watching = false;
let steps = 0;
let fault: CallFault | null = null;

/** Once in a process, before anything is watched. */
export function watchCalls(): void {
  const module = fs as unknown as Record<string, (...values: unknown[]) => unknown>;
  for (const name of calls) {
    const call = module[name];
    if (!call) throw new Error(`no such call: ${name}`);
    module[name] = (...values) => {
      if (watching) pass(name);
      return call(...values);
    };
  }
  syncBuiltinESMExports();
}

/** Does the work with this fault in it; gives how many steps were passed. */
export function faulty(next: CallFault | null, work: () => void): number {
  steps = 0;
  fault = next;
  watching = true;
  try {
    work();
  } finally {
    watching = false;
  }
  return steps;
}

function pass(name: string): void {
  steps += 1;
  if (steps !== fault?.step) return;
  if (fault.how === 'kill') process.kill(process.pid, 'SIGKILL');
  throw Object.assign(new Error(`planted at ${name}`), { code: fault.how });
}
