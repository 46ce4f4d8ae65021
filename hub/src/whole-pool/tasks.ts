/** What is worked out from the whole pool, by name: the rooms' own functions, put together for the thread. */

import { freezePanel, freezePanels } from '../panels/freezing.ts';
import { trySites } from '../panels/sites/trying.ts';
import { weighProject } from '../panels/weighing.ts';
import { judgeList } from '../pool/judging.ts';
import type { PooledExpert } from '../pool/reads.ts';

/** Gives so many bytes nobody can guess. */
export type Random = (bytes: number) => Uint8Array;

type Task = (experts: readonly PooledExpert[], input: never, random: Random) => unknown;

export const tasks = {
  'judge-list': judgeList,
  'weigh-project': weighProject,
  'freeze-panel': freezePanel,
  'freeze-panels': freezePanels,
  'try-sites': trySites,
} satisfies Readonly<Record<string, Task>>;

export type TaskName = keyof typeof tasks;
export type InputOf<K extends TaskName> = Parameters<(typeof tasks)[K]>[1];
export type OutputOf<K extends TaskName> = ReturnType<(typeof tasks)[K]>;

export function carryOut<K extends TaskName>(
  name: K,
  experts: readonly PooledExpert[],
  input: InputOf<K>,
  random: Random,
): OutputOf<K> {
  const task = tasks[name] as (...given: unknown[]) => OutputOf<K>;
  return task(experts, input, random);
}
