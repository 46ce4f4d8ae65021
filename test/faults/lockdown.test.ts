/** A lock-down killed at every call by which it changes the machine, and one whose disk fails at each. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { Outcome } from '#booth/devices/lockdown/change.ts';
import { Refusal } from '#shared/catalogue/refusal.ts';
import { SimulatedMachine } from '../simulators/lockdown/machine.ts';
import { faulty, watchCalls } from './watched-calls.ts';

const program = fileURLToPath(new URL('lockdown-child.ts', import.meta.url));
/** A process for some of the steps, on a machine that may be busy. */
const PATIENCE = 300_000;
/** One in so many is a process that is killed. At the others this one does no more to the machine, and need not be started. */
const REALLY_KILLED = 12;

type What = 'engage' | 'release';

const steps = { engage: 0, release: 0 };
const machines: SimulatedMachine[] = [];

function fresh(what: What): { machine: SimulatedMachine; before: string[] } {
  const machine = SimulatedMachine.make();
  machines.push(machine);
  const before = machine.tree();
  if (what === 'release') machine.lockdown().engage();
  return { machine, before };
}

beforeAll(() => {
  watchCalls();
  const { machine } = fresh('engage');
  steps.engage = faulty(null, () => machine.lockdown().engage());
  steps.release = faulty(null, () => machine.lockdown().release());
});
afterEach(() => {
  for (const machine of machines.splice(0)) machine.end();
});

const stepsOf = (what: What) => Array.from({ length: steps[what] }, (_, place) => place + 1);

/** The machine as a kill at this step leaves it. */
async function kill(machine: SimulatedMachine, what: What, step: number): Promise<void> {
  if (step % REALLY_KILLED === 1) {
    const child = spawn(process.execPath, [program, machine.root, what, `${step}`], { stdio: 'inherit' });
    expect(await once(child, 'exit')).toEqual([null, 'SIGKILL']);
    return;
  }
  // What is told then is told by no process any more.
  const passed = faulty({ step, how: 'dead' }, () => void outcomeOf(() => machine.lockdown()[what]()));
  expect(passed).toBeGreaterThanOrEqual(step);
}

test('the steps are those of a whole lock-down', () => {
  expect(steps.engage).toBeGreaterThan(80);
  expect(steps.release).toBeGreaterThan(30);
});

describe.each(['engage', 'release'] as const)('%s', (what) => {
  test(
    'killed at each step: what is started next leaves the machine as it was',
    async () => {
      for (const step of stepsOf(what)) {
        const { machine, before } = fresh(what);
        await kill(machine, what, step);
        for (const { done, detail } of machine.lockdown().release()) expect(done, detail).toBe(true);
        expect(machine.tree(), `step ${step}`).toEqual(before);
      }
    },
    PATIENCE,
  );

  test.each(['ENOSPC', 'EIO'])('a disk that fails with %s at each step: told, never passed over', (how) => {
    for (const step of stepsOf(what)) {
      const { machine, before } = fresh(what);
      const became: (readonly Outcome[] | string)[] = [];
      faulty({ step, how }, () => became.push(outcomeOf(() => machine.lockdown()[what]())));
      const [told] = became;
      if (typeof told === 'string') expect(told, `step ${step}`).toBe('LOCKDOWN_JOURNAL_FAILED');
      else expect(told?.filter(({ done }) => !done).length, `step ${step}`).toBe(1);
      if (typeof told === 'string' && what === 'engage')
        expect(machine.tree(), `step ${step}`).toEqual(before);
      machine.lockdown().release();
      expect(machine.tree(), `step ${step}`).toEqual(before);
    }
  });
});

function outcomeOf(work: () => Outcome[]): readonly Outcome[] | string {
  try {
    return work();
  } catch (error) {
    if (error instanceof Refusal) return error.code;
    throw error;
  }
}
