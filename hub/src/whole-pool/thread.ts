/** The thread that keeps a picture of the pool and works on it: in a large one that takes seconds. */
import { randomBytes } from 'node:crypto';
import { parentPort } from 'node:worker_threads';
import { Refusal } from '#shared/catalogue/refusal.ts';
import { type InForceRow, type PooledExpert, type PoolRow, pooledOf } from '../pool/reads.ts';
import type { Asked, Told } from './pool-thread.ts';
import { carryOut } from './tasks.ts';

let experts: PooledExpert[] = [];
let suspensions: readonly InForceRow[] = [];

parentPort?.on('message', (asked: Asked) => {
  if ('suspensions' in asked) {
    experts = [];
    suspensions = asked.suspensions;
  } else if ('rows' in asked) take(asked.rows);
  else parentPort?.postMessage(answer(asked));
});

function take(rows: readonly PoolRow[]): void {
  for (const expert of pooledOf(rows, suspensions)) experts.push(expert);
}

function answer({ task, input }: Extract<Asked, { task: unknown }>): Told {
  try {
    return { output: carryOut(task, experts, input as never, randomBytes) };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const { code, values, faults } = error;
    return { refused: { code, values, faults } };
  }
}
