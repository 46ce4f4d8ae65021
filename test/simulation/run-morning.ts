/** Runs mornings one after the other, in this process. */

import type { Finding } from './findings.ts';
import { Morning, type MorningPlan } from './morning.ts';

/** What is asked of a process that runs mornings. */
export type MorningOrder = Omit<MorningPlan, 'tell'>;

export interface MorningReport {
  readonly seed: number;
  readonly findings: readonly Finding[];
  /** The same for the same morning, entry by entry and frame by frame. */
  readonly trace: string;
  readonly entries: number;
  readonly frames: number;
  /** Hours that passed in the morning, and seconds that it took. */
  readonly hours: number;
  readonly seconds: number;
}

export async function runMorning(plan: MorningPlan): Promise<MorningReport> {
  const began = performance.now();
  const morning = await Morning.prepare(plan);
  await hearing(morning, async () => {
    await morning.happen();
    await morning.judge();
  });
  return {
    seed: plan.seed,
    findings: morning.findings.all,
    trace: morning.trace.digest(),
    entries: morning.truth.entries.length,
    frames: morning.observer.frames,
    hours: morning.hours,
    seconds: (performance.now() - began) / 1000,
  };
}

/** While a morning happens, what hub and booths print as an error, and what nobody catches, is its own. */
async function hearing(morning: Morning, work: () => Promise<void>): Promise<void> {
  const { stderr } = process;
  const write = stderr.write;
  const uncaught = (error: unknown) => morning.failed('nobody caught', error);
  process.on('unhandledRejection', uncaught);
  stderr.write = ((text: string) => {
    morning.failed('told as an error', text);
    return true;
  }) as typeof stderr.write;
  try {
    await work();
  } finally {
    stderr.write = write;
    process.off('unhandledRejection', uncaught);
  }
}
