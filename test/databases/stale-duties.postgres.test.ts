/** A hub that hangs in its duties, has lost them to another meanwhile, and goes on with what it had begun. */
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { startHub } from '#hub/hub.ts';
import { checkData } from '#hub/recovery/backup.ts';
import { readSettings } from '#hub/settings.ts';
import { entriesOf, faultsOf, halfFiles, recoveryOf } from '../faults/aftermath.ts';
import { Child } from '../faults/child.ts';
import { Morning } from '../faults/morning.ts';
import type { Step } from '../faults/steps.ts';
import { StubbornBooth } from '../faults/stubborn-booth.ts';
import { askAt } from './server.ts';
import { dutiesCut } from './sessions.ts';

/** More than the ten seconds after which the server takes the turn from it, should it have it too. */
const SOON = 60_000;
let morning: Morning;

beforeAll(async () => {
  morning = await Morning.prepare();
});
afterAll(() => morning.end());

/** Whether a process hangs (SIGSTOP). */
const hangs = (pid = 0) => /^State:\s+T/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));

/** With a file that is whole and has no name yet, and with one that has its name and no entry. */
const steps: readonly Step[] = ['invitation.written', 'invitation.named', 'report.written', 'report.named'];

test.each(steps)('at %s: each report and invitation is there once, and whole', async (step) => {
  const { directory, data, place, environment } = await morning.copy();
  const stale = Child.kawei(['hub'], { side: 'hub', at: `${step} 1 stop` }, environment);
  const booth = new StubbornBooth(morning.signing, [morning.consent]);
  // The invitations are the first that it does, the report follows from the last consent.
  const first = step.startsWith('report') ? booth.work((await stale.address()) ?? '') : null;
  await vi.waitFor(() => expect(hangs(stale.process.pid)).toBe(true), SOON);
  const other = await startHub(readSettings(environment));
  // As the server does with a session that it hears nothing of any more.
  await askAt(place, dutiesCut);
  // For a moment the other may take it for a booth that speaks elsewhere.
  await vi.waitFor(async () => expect(await booth.work(other.address)).toBe(true), SOON);
  const { store } = other.hub;
  await vi.waitFor(async () => expect(await entriesOf(store, 'report.sealed')).toBe(1), SOON);
  await vi.waitFor(async () => expect(await entriesOf(store, 'member.invited')).toBe(5), SOON);

  stale.process.kill('SIGCONT');
  await stale.address();
  // When it has stopped in good order, what it had begun has come to its end.
  stale.process.kill('SIGTERM');
  expect(await stale.ended(), stale.said).toBe(0);
  await first;
  expect(await entriesOf(store, 'report.sealed')).toBe(1);
  expect(await entriesOf(store, 'invitation.issued')).toBe(5);
  expect(await entriesOf(store, 'member.invited')).toBe(5);
  expect(await faultsOf(store, [booth])).toEqual([]);
  await other.close();
  expect(halfFiles(directory)).toEqual([]);
  const recovery = recoveryOf(readSettings(environment));
  const checks = await checkData(recovery, data);
  expect(checks.filter(({ holds }) => !holds)).toEqual([]);
});
