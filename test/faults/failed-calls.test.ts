/** Every write of the hub fails once, before or after it took effect, in a hub that goes on. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type RunningHub, startHub } from '#hub/hub.ts';
import { hubActor, plan } from '#hub/ledger/command.ts';
import { readSettings } from '#hub/settings.ts';
import { createSite } from '#hub/venues/decide.ts';
import { Refusal } from '#shared/catalogue/refusal.ts';
import { entriesOf, faultsOf, halfFiles, withStore } from './aftermath.ts';
import { Morning } from './morning.ts';
import { plant, stepsPassed } from './point.ts';
import { type Step, statementSteps } from './steps.ts';
import { StubbornBooth } from './stubborn-booth.ts';
import { watchFiles } from './watched-files.ts';
import { watchHub } from './watched-hub.ts';

const HELP = { kind: 'trouble', what: 'help' } as const;
let morning: Morning;

beforeAll(async () => {
  watchHub();
  watchFiles();
  morning = await Morning.prepare();
});
afterAll(() => morning.end());
beforeEach(() => plant(null));

const site = (id: string) => ({ id, name: id, city: '江州市' });

/** What became of a command: done, or the code of its refusal. Anything else that is thrown is a bug. */
async function outcome(hub: RunningHub, id: string): Promise<string> {
  try {
    await hub.hub.spine.do(plan(createSite, site(id)), hubActor);
    return 'done';
  } catch (error) {
    if (error instanceof Refusal) return error.code;
    throw error;
  }
}

describe('a statement fails', () => {
  // At each `before` it was not carried out, at each `after` it was.
  const cases = statementSteps.flatMap((step): [Step, 'SQLITE_FULL' | 'SQLITE_IOERR'][] => [
    [step, step.endsWith('before') ? 'SQLITE_FULL' : 'SQLITE_IOERR'],
  ]);

  test.each(cases)('at %s with %s: told, or stored; never half, never twice', async (step, how) => {
    const { place, environment } = await morning.copy();
    const hub = await startHub(readSettings(environment));
    const booth = new StubbornBooth(morning.signing, [HELP, morning.consent, HELP]);
    const failing = step.startsWith('tile') || step.startsWith('act-kept');
    // It is to be the booth's own commit that fills the tile, not one of the hub's invitations.
    if (failing) await expect.poll(() => entriesOf(hub.hub.store, 'member.invited')).toBe(5);
    plant({ step, time: 1, how });
    const first = failing ? 'done' : await outcome(hub, 'NEW-1');
    if (first !== 'done') expect(first).toBe(how === 'SQLITE_FULL' ? 'STORE_FULL' : 'STORE_WRITE_FAILED');
    const worked = await booth.work(hub.address);
    if (failing) expect(worked).toBe(false);
    expect(stepsPassed().get(step) ?? 0).toBeGreaterThan(0);
    plant(null);
    expect(await booth.work(hub.address)).toBe(true);
    // The next command finds the ledger where it is.
    expect(await outcome(hub, 'NEW-2')).toBe('done');
    const again = await outcome(hub, 'NEW-1');
    expect(['done', 'SITE_EXISTS']).toContain(again);
    await hub.close();
    await withStore(place, async (store) => {
      expect(await faultsOf(store, [booth])).toEqual([]);
      const sites = await store.selectFrom('sites').select('site').where('site', 'like', 'NEW-%').execute();
      expect(sites.length).toBe(2);
      expect(await entriesOf(store, 'booth.trouble', `booth:${booth.booth}`)).toBe(2);
      expect(await entriesOf(store, 'consent.signed', `booth:${booth.booth}`)).toBe(1);
    });
  });

  test('a commit that failed and took effect is answered as done', async () => {
    const { environment } = await morning.copy();
    const hub = await startHub(readSettings(environment));
    plant({ step: 'commit.after', time: 1, how: 'SQLITE_IOERR' });
    const heard: string[] = [];
    hub.hub.spine.onCommitted((events) => heard.push(...events.map(({ subject }) => subject)));
    expect(await outcome(hub, 'NEW-1')).toBe('done');
    expect(heard).toContain('site/NEW-1');
    await hub.close();
  });
});

describe('a file cannot be written', () => {
  test.each([
    ['report.written', 'ENOSPC'],
    ['report.named', 'EIO'],
    ['invitation.synced', 'ENOSPC'],
  ] as const)('%s %s: it is tried again, and is there once and whole', async (step, how) => {
    const { directory, place, environment } = await morning.copy();
    plant({ step, time: 1, how });
    const hub = await startHub(readSettings(environment));
    const booth = new StubbornBooth(morning.signing, [morning.consent]);
    expect(await booth.work(hub.address)).toBe(true);
    const count = (type: string) => entriesOf(hub.hub.store, type);
    await expect.poll(() => count('report.sealed')).toBe(1);
    await expect.poll(() => count('member.invited')).toBe(5);
    await hub.close();
    expect(halfFiles(directory)).toEqual([]);
    await withStore(place, async (store) => expect(await faultsOf(store, [booth])).toEqual([]));
  });
});
