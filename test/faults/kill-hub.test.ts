/** A hub killed at every step of every durable path, and started again. */
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { startHub } from '#hub/hub.ts';
import { readSettings } from '#hub/settings.ts';
import { onPostgres } from '../databases/place.ts';
import { entriesOf, faultsOf, halfFiles, withStore } from './aftermath.ts';
import { Child } from './child.ts';
import { Morning } from './morning.ts';
import { firstStartSteps, type Step, sharedFirstStartSteps, sharedSteps, workSteps } from './steps.ts';
import { StubbornBooth } from './stubborn-booth.ts';

const HELP = { kind: 'trouble', what: 'help' } as const;
let morning: Morning;
/** How often each step is passed when nothing goes wrong. */
let passed: ReadonlyMap<Step, number>;
let passedFirst: ReadonlyMap<Step, number>;

beforeAll(async () => {
  morning = await Morning.prepare();
  const work = await morning.copy();
  const hub = Child.kawei(['hub'], { side: 'hub' }, work.environment);
  const address = (await hub.address()) ?? '';
  for (const booth of booths()) expect(await booth.work(address)).toBe(true);
  await vi.waitFor(() => expect(hub.steps.get('report.settled')).toBe(1), 20_000);
  await hub.kill();
  passed = hub.steps;
  const first = Child.kawei(['hub'], { side: 'hub' }, (await morning.empty()).environment);
  await first.address();
  await first.kill();
  passedFirst = first.steps;
});
afterAll(() => morning.end());

const booths = () => [
  new StubbornBooth(morning.helping, [HELP]),
  new StubbornBooth(morning.signing, [HELP, morning.consent, HELP]),
];

/** Every step that there is on this store: on both the same, and those of {@link sharedSteps} on PostgreSQL only. */
const working: readonly Step[] = [...workSteps, ...(onPostgres ? sharedSteps : [])];
const starting: readonly Step[] = [...firstStartSteps, ...(onPostgres ? sharedFirstStartSteps : [])];

/** The middle one of all the times a step is passed. */
const midway = (steps: ReadonlyMap<Step, number>, step: Step) => Math.ceil((steps.get(step) ?? 0) / 2);

test('every step on the list is passed, and none that belongs to the other store', () => {
  expect(working.filter((step) => !passed.has(step))).toEqual([]);
  expect(starting.filter((step) => !passedFirst.has(step))).toEqual([]);
  const others = sharedSteps.filter((step) => !working.includes(step));
  expect(others.filter((step) => passed.has(step) || passedFirst.has(step))).toEqual([]);
});

describe.concurrent('a hub at work', () => {
  test.each(working)('killed at %s: nothing acknowledged is lost, nothing is done twice', async (step) => {
    const { directory, place, environment } = await morning.copy();
    const [helping, signing] = booths();
    if (!helping || !signing) throw new Error('no booths');
    const both = [helping, signing];
    const at = `${step} ${midway(passed, step)} kill`;
    const hub = Child.kawei(['hub'], { side: 'hub', at }, environment);
    const address = await hub.address();
    for (const booth of both) if (address) await booth.work(address);
    expect(await hub.ended(), hub.said).toBe('SIGKILL');
    await withStore(place, async (store) => expect(await faultsOf(store, both)).toEqual([]));

    const again = await startHub(readSettings(environment));
    for (const booth of both) expect(await booth.work(again.address)).toBe(true);
    const sealed = () => again.hub.store.selectFrom('reports').select('state').executeTakeFirst();
    await vi.waitFor(async () => expect((await sealed())?.state).toBe('sealed'), 20_000);
    await again.close();
    await withStore(place, async (store) => {
      expect(await faultsOf(store, both)).toEqual([]);
      expect(await entriesOf(store, 'booth.trouble', `booth:${helping.booth}`)).toBe(1);
      expect(await entriesOf(store, 'booth.trouble', `booth:${signing.booth}`)).toBe(2);
      expect(await entriesOf(store, 'consent.signed', `booth:${signing.booth}`)).toBe(1);
      expect(await entriesOf(store, 'report.sealed')).toBe(1);
      expect(await entriesOf(store, 'member.invited')).toBe(5);
    });
    expect(halfFiles(directory)).toEqual([]);
  });
});

describe.concurrent('a first start', () => {
  test.each(starting)('killed at %s begins again as if nothing had been', async (step) => {
    const { directory, place, environment } = await morning.empty();
    const at = `${step} ${midway(passedFirst, step)} kill`;
    const hub = Child.kawei(['hub'], { side: 'hub', at }, environment);
    expect(await hub.ended(), hub.said).toBe('SIGKILL');
    const again = await startHub(readSettings(environment));
    expect(again.firstUsers.length).toBe(3);
    await again.close();
    await withStore(place, async (store) => expect(await faultsOf(store, [])).toEqual([]));
    expect(halfFiles(directory)).toEqual([]);
  });
});
