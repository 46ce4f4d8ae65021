/** Programs of a bench as processes of their own: started, spoken to, looked at, ended. */
import { type ChildProcess, fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const kawei = fileURLToPath(new URL('../hub/src/cli/kawei.ts', import.meta.url));
/** Ticks of the kernel's processor accounts in a second: 100 on every Linux that Node runs on. */
const TICKS = 100;

/** What a process has used. */
export interface Usage {
  /** Seconds on a processor. */
  readonly seconds: number;
  /** Resident memory in bytes. */
  readonly memory: number;
}

/** What a process has used so far, by the kernel; null where there is no /proc. */
export function usageOf(pid: number): Usage | null {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
    const pages = Number(readFileSync(`/proc/${pid}/statm`, 'utf8').split(' ')[1]);
    return { seconds: (Number(fields[11]) + Number(fields[12])) / TICKS, memory: pages * 4096 };
  } catch {
    return null;
  }
}

export class BenchProcess {
  readonly child: ChildProcess;

  constructor(child: ChildProcess) {
    this.child = child;
  }

  /** A module of the bench that answers what it is asked over its own channel. */
  static module(url: URL, args: readonly string[] = []): BenchProcess {
    return new BenchProcess(
      fork(fileURLToPath(url), args, { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] }),
    );
  }

  get usage(): Usage | null {
    return this.child.pid === undefined ? null : usageOf(this.child.pid);
  }

  /** Asks one thing and gives the answer to it; one at a time. */
  ask<A>(question: object): Promise<A> {
    const { child } = this;
    return new Promise<A>((resolve, reject) => {
      const ended = (code: number | null) => reject(new Error(`a process of the bench ended with ${code}`));
      child.once('exit', ended);
      child.once('message', (answer) => {
        child.off('exit', ended);
        resolve(answer as A);
      });
      child.send(question);
    });
  }

  async end(): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    const ended = once(this.child, 'exit');
    this.child.kill('SIGTERM');
    await ended;
  }
}

/** The real hub, `kawei hub`, in a process of its own. */
export async function startHubProcess(
  environment: Record<string, string>,
): Promise<BenchProcess & { address: string }> {
  const child = spawn(process.execPath, [kawei, 'hub'], {
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const said: string[] = [];
  const lines = createInterface({ input: child.stderr });
  const address = await new Promise<string>((resolve, reject) => {
    lines.on('line', (line) => {
      said.push(line);
      const [found] = /http:\/\/127\.0\.0\.1:\d+/.exec(line) ?? [];
      if (found) resolve(found);
    });
    child.on('exit', (code) => {
      if (code !== 0) process.stderr.write(`the hub ended with ${code}:\n${said.join('\n')}\n`);
      reject(new Error('the hub ended'));
    });
  });
  return Object.assign(new BenchProcess(child), { address });
}

/** Answers what the bench asks of this process, one after the other. */
export function answerQuestions<Q>(answer: (question: Q) => Promise<unknown>): void {
  process.on('message', (question: Q) => {
    answer(question).then(
      (result) => process.send?.(result ?? null),
      (error: unknown) => {
        process.stderr.write(`${(error as Error).stack}\n`);
        process.exit(1);
      },
    );
  });
  process.on('disconnect', () => process.exit(0));
}
