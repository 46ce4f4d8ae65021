/** What one hub does for all on its database: what fails at its start is tried again, and keeps nothing else from being done. */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Duties } from '#hub/duties.ts';
import { startHub } from '#hub/hub.ts';
import { sealedReports } from '#hub/reports/reads.ts';
import { readSettings } from '#hub/settings.ts';
import { Refusal } from '#shared/catalogue/refusal.ts';
import { Morning } from '#test/faults/morning.ts';
import { StubbornBooth } from '#test/faults/stubborn-booth.ts';
import { until } from '../demo/staff.ts';

let morning: Morning;
beforeAll(async () => {
  morning = await Morning.prepare();
});
afterAll(() => morning.end());

it('reports are sealed once their directory can be read again', async () => {
  const copy = await morning.copy();
  const reports = join(copy.data, 'reports');
  writeFileSync(reports, 'no directory');
  const running = await startHub(readSettings(copy.environment));
  expect(await new StubbornBooth(morning.signing, [morning.consent]).work(running.address)).toBe(true);
  rmSync(reports);
  mkdirSync(reports);
  writeFileSync(join(reports, 'half.pdf.part'), '');
  const sealed = async () => (await sealedReports(running.hub.store)).length || null;
  expect(await until('the report is sealed', sealed)).toBe(1);
  await running.close();
});

it('a duty that cannot be started is started later; the others are done, and all are laid down and taken up again', async () => {
  const copy = await morning.copy();
  const running = await startHub(readSettings(copy.environment));
  const { hub } = running;
  let listening = 0;
  const listen = hub.spine.onCommitted.bind(hub.spine);
  hub.spine.onCommitted = (listener) => {
    listening += 1;
    const forget = listen(listener);
    return () => {
      listening -= 1;
      forget();
    };
  };
  const settings = { ...hub.settings, messagesUrl: 'http://127.0.0.1:9', messagesKey: '' };
  let again = () => {};
  const after = (_: number, work: () => void) => {
    again = work;
    return () => {};
  };
  // Messages to that address do not arrive, which is told too.
  const told: unknown[] = [];
  const unstarted = () =>
    told.filter((error) => error instanceof Refusal && error.code === 'SETTING_INVALID');
  const own = { ...hub, settings, timers: { ...hub.timers, after } };
  const duties = new Duties(own, (error) => told.push(error));
  await duties.take(true);
  expect(unstarted()).toHaveLength(1);
  const others = listening;
  expect(others).toBeGreaterThan(2);
  settings.messagesKey = '11'.repeat(32);
  again();
  expect(listening).toBe(others + 1);
  await duties.take(false);
  expect(listening).toBe(0);
  await duties.take(true);
  expect(listening).toBe(others + 1);
  await duties.take(false);
  expect(unstarted()).toHaveLength(1);
  await running.close();
});
