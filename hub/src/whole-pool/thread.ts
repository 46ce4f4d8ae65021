/** The thread that keeps a picture of the pool and works on it: in a large one that takes seconds. */
import { randomBytes } from 'node:crypto';
import { parentPort } from 'node:worker_threads';
import { type InForceRow, type PooledExpert, type PoolRow, pooledOf } from '../pool/reads.ts';
import { answerHub } from '../threads/asked-thread.ts';
import { carryOut, type TaskName } from './tasks.ts';

/** What the thread is told: a new picture of the pool (suspensions first, then its rows); or asked. */
export type Asked =
  | { readonly suspensions: readonly InForceRow[] }
  | { readonly rows: readonly PoolRow[] }
  | { readonly task: TaskName; readonly input: unknown };

let experts: PooledExpert[] = [];
let suspensions: readonly InForceRow[] = [];

answerHub<Asked>(parentPort, (asked) => {
  if ('task' in asked) return carryOut(asked.task, experts, asked.input as never, randomBytes);
  if ('suspensions' in asked) {
    experts = [];
    suspensions = asked.suspensions;
  } else for (const expert of pooledOf(asked.rows, suspensions)) experts.push(expert);
  return undefined;
});
