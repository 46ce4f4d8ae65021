/** The line to PostgreSQL breaks at each statement of a command, before it got through and after: told, or stored. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { type RunningHub, startHub } from '#hub/hub.ts';
import { hubActor, plan } from '#hub/ledger/command.ts';
import { readSettings } from '#hub/settings.ts';
import { createSite } from '#hub/venues/decide.ts';
import { Refusal } from '#shared/catalogue/refusal.ts';
import { entriesOf, faultsOf, withStore } from '../faults/aftermath.ts';
import { type Copy, Morning } from '../faults/morning.ts';
import { StubbornBooth } from '../faults/stubborn-booth.ts';
import { stepOf } from '../faults/watched-hub.ts';
import { DatabaseLine } from '../simulators/database-line/database-line.ts';
import { askAt } from './server.ts';

const HELP = { kind: 'trouble', what: 'help' } as const;
/** Whether somebody waits for the turn that another has. */
const turnAwaited =
  "select 1 from pg_locks where locktype = 'advisory' and objid = 1801549569 and not granted";

let morning: Morning;
let copy: Copy;
let line: DatabaseLine;
let hub: RunningHub;
let booth: StubbornBooth;
/** What the hub's listeners are told of, in order. */
let heard: string[];

beforeAll(async () => {
  morning = await Morning.prepare();
});
afterAll(() => morning.end());

beforeEach(async () => {
  copy = await morning.copy();
  line = await DatabaseLine.open(Number(new URL(copy.place).port));
  const settings = readSettings({ ...copy.environment, KAWEI_DATABASE_URL: line.url(copy.place) });
  hub = await startHub(settings);
  // Its own work of a start is done: what is held is what the test asks for.
  await expect.poll(() => entriesOf(hub.hub.store, 'member.invited')).toBe(5);
  await hub.hub.spine.idle();
  booth = new StubbornBooth(morning.helping, [HELP]);
  heard = [];
  hub.hub.spine.onCommitted((events) => heard.push(...events.map(({ subject }) => subject)));
});
afterEach(async () => {
  await hub.close();
  await line.close();
  await withStore(copy.place, async (store) => expect(await faultsOf(store, [booth])).toEqual([]));
});

/** What became of a command: done, or the code of its refusal. */
async function site(id: string): Promise<string> {
  const command = plan(createSite, { id, name: id, city: '江州市' });
  try {
    await hub.hub.spine.do(command, hubActor);
    return 'done';
  } catch (error) {
    if (error instanceof Refusal) return error.code;
    throw error;
  }
}

const commits = (sql: string) => stepOf(sql) === 'commit';

/** The command has become nothing: nobody was told of it, and it can be given again. */
async function nothingOf(id: string): Promise<void> {
  expect(await site('NEXT')).toBe('done');
  expect(heard).toEqual(['site/NEXT']);
  expect(await site(id)).toBe('done');
}

/** The command has been done once: everybody was told of it once, and it is there. */
async function doneOnce(id: string): Promise<void> {
  expect(await site('NEXT')).toBe('done');
  expect(heard).toEqual([`site/${id}`, 'site/NEXT']);
  expect(await site(id)).toBe('SITE_EXISTS');
}

const statements = ['begin', 'turn', 'append', 'project', 'checkpoint', 'commit'] as const;
const places = statements.flatMap((step) => [[step, 'statement'] as const, [step, 'answer'] as const]);

describe('the line is cut', () => {
  test.each(places)('at %s, the %s of it: told, or stored; never half, never twice', async (step, part) => {
    const held = line.hold(part, (sql) => stepOf(sql) === step);
    const outcome = site('NEW');
    (await held).cut();
    // Only a commit that got through has done anything, and then the hub finds it.
    if (step === 'commit' && part === 'answer') {
      expect(await outcome).toBe('done');
      await doneOnce('NEW');
    } else {
      expect(await outcome).toBe('STORE_UNREACHABLE');
      await nothingOf('NEW');
    }
  });

  test('with an act’s commit under way, and a booth that hears nothing does it once', async () => {
    for (const part of ['statement', 'answer'] as const) {
      booth = new StubbornBooth(morning.helping, [HELP]);
      const held = line.hold(part, commits);
      const working = booth.work(hub.address);
      const commit = await held;
      line.break();
      commit.cut();
      expect(await working).toBe(false);
      expect(booth.acknowledged.size).toBe(0);
      line.mend();
      await vi.waitFor(async () => expect(await booth.work(hub.address)).toBe(true), 20_000);
    }
    expect(await entriesOf(hub.hub.store, 'booth.trouble', `booth:${booth.booth}`)).toBe(2);
  });
});

describe('a commit whose answer is lost, while the server cannot be asked', () => {
  test.each(['cut', 'panic'] as const)(
    'by a %s: is not certain to whoever gave it, and is found before anything else is written',
    async (how) => {
      const held = line.hold('answer', commits);
      const outcome = site('NEW');
      const commit = await held;
      line.break();
      // A full disk for its log is what a server panics for.
      if (how === 'cut') commit.cut();
      else commit.panic('53100');
      // Not STORE_FULL: that would say that nothing was stored.
      expect(await outcome).toMatch(/^STORE_(UNREACHABLE|WRITE_FAILED)$/);
      expect(await site('MEANWHILE')).toBe('STORE_UNREACHABLE');
      expect(heard).toEqual([]);
      line.mend();
      await doneOnce('NEW');
    },
  );
});

describe('the server does not know that the hub’s end is gone', () => {
  test('a commit that reaches it late is waited for, and answered as done', async () => {
    const held = line.hold('statement', commits);
    const outcome = site('NEW');
    const commit = await held;
    commit.lose();
    await vi.waitFor(async () => expect((await askAt(copy.place, turnAwaited)).length).toBe(1), 20_000);
    commit.pass();
    expect(await outcome).toBe('done');
    await doneOnce('NEW');
  });

  test('a commit that never reaches it is undone with its session, and nothing of it comes late', async () => {
    const held = line.hold('statement', commits);
    const outcome = site('NEW');
    const commit = await held;
    commit.lose();
    // Ten seconds of the server's: then it ends the session that has left its transaction open.
    expect(await outcome).toBe('STORE_UNREACHABLE');
    commit.pass();
    await nothingOf('NEW');
  });
});
