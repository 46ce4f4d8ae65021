/** Mornings shared out among processes, as many as the machine has cores. */
import { type ChildProcess, fork } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import type { MorningOrder, MorningReport } from './run-morning.ts';

const program = fileURLToPath(new URL('worker.ts', import.meta.url));

/**
 * Runs each order once; `done` is told of each as it ends, in no order of theirs. Orders are taken one by one, so that
 * what is asked for may depend on what came of those before. Throws when a process ends by itself.
 */
export async function runAll(
  orders: Iterable<MorningOrder>,
  done: (report: MorningReport, order: MorningOrder) => void,
  processes = availableParallelism(),
): Promise<void> {
  const left = orders[Symbol.iterator]();
  await Promise.all(
    Array.from({ length: processes }, async () => {
      const first = left.next();
      if (first.done) return;
      const worker = fork(program, { execArgv: [], stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
      try {
        await message(worker);
        for (let next: IteratorResult<MorningOrder> = first; !next.done; next = left.next()) {
          worker.send(next.value);
          done((await message(worker)) as MorningReport, next.value);
        }
      } finally {
        worker.kill();
      }
    }),
  );
}

function message(worker: ChildProcess): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const ended = (code: number | null) => reject(new Error(`a process of the simulation ended (${code})`));
    worker.once('exit', ended);
    worker.once('message', (told) => {
      worker.off('exit', ended);
      resolve(told);
    });
  });
}
