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
  await morning.happen();
  await morning.judge();
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
