/** The thread on which batches are planned and their turns worked out. */
import { parentPort } from 'node:worker_threads';
import { loadSolver } from '../draws/solver.ts';
import { answerHub } from '../threads/asked-thread.ts';
import { planBatch, type RoundResults, RunningBatch } from './planning.ts';
import type { FrozenBatch, FrozenRequest } from './reads.ts';

export type Asked =
  | { readonly plan: readonly FrozenRequest[] }
  /** A batch, with the results of each of its rounds so far. */
  | { readonly batch: string; readonly frozen: FrozenBatch; readonly rounds: readonly RoundResults[] }
  /** The same batch, one round later. */
  | { readonly batch: string; readonly last: RoundResults };

/** How long the exact solver may look for a better plan, in seconds. */
const SOLVER_SECONDS = 30;

let running: { readonly batch: string; readonly state: RunningBatch } | null = null;

answerHub<Asked>(parentPort, (asked) => {
  if ('plan' in asked) return planBatch(asked.plan, () => loadSolver(SOLVER_SECONDS));
  if ('last' in asked) {
    if (running?.batch !== asked.batch) throw new Error(`batch ${asked.batch} is not under way here`);
    return running.state.next(asked.last);
  }
  const state = new RunningBatch(asked.frozen);
  running = { batch: asked.batch, state };
  let turns = state.next([]);
  for (const results of asked.rounds) turns = state.next(results);
  return turns;
});
