/** Several hub processes on one PostgreSQL: one writes at a time, all know the same, and any may die or hang. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { type RunningHub, startHub } from '#hub/hub.ts';
import { hubActor, plan, type StoredEvent } from '#hub/ledger/command.ts';
import { acceptLossAt } from '#hub/recovery/admin-socket.ts';
import { readSettings } from '#hub/settings.ts';
import { createSite } from '#hub/venues/decide.ts';
import { entriesOf, faultsOf } from '../faults/aftermath.ts';
import { Child } from '../faults/child.ts';
import { Morning } from '../faults/morning.ts';
import { StubbornBooth } from '../faults/stubborn-booth.ts';
import { ledgerEvents, ledgerFaults, tableFaults } from '../rehearsal/ledger-audit.ts';
import { freshPostgres } from './place.ts';
import { askAt } from './server.ts';
import { listenersCut, turnTaken } from './sessions.ts';

const SOON = 20_000;
const HELP = { kind: 'trouble', what: 'help' } as const;

let directory: string;
let environment: Record<string, string>;
let hubs: RunningHub[];

beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), 'kawei-several-'));
  hubs = [];
  environment = {
    KAWEI_PORT: '0',
    KAWEI_BOOTH_LINES: 'token',
    KAWEI_DATA: join(directory, 'hub'),
    KAWEI_DATABASE_URL: await freshPostgres(),
  };
});
afterEach(async () => {
  await Promise.all(hubs.map((hub) => hub.close()));
  rmSync(directory, { recursive: true, force: true });
});

async function start(more: Record<string, string> = {}): Promise<RunningHub> {
  const hub = await startHub(readSettings({ ...environment, ...more }));
  hubs.push(hub);
  return hub;
}

const site = (hub: RunningHub, id: string) =>
  hub.hub.spine.do(plan(createSite, { id, name: id, city: '江州市' }), hubActor);

/** Everything that a hub's listeners are told, in order. */
function ears(hub: RunningHub): StoredEvent[] {
  const heard: StoredEvent[] = [];
  hub.hub.spine.onCommitted((events) => heard.push(...events));
  return heard;
}

describe('two hubs', () => {
  test('started at once on an empty database make it once', async () => {
    const [a, b] = await Promise.all([start(), start()]);
    expect([a.firstUsers.length, b.firstUsers.length].sort()).toEqual([0, 3]);
    expect((await ledgerEvents(a.hub.store)).map(({ type }) => type)).toEqual(
      Array.from({ length: 3 }, () => 'user.created'),
    );
    expect(b.hub.logKey.verifierKey).toBe(a.hub.logKey.verifierKey);
  });

  test('write at the same time: no gap, no fork, and each is told of everything once, in order', async () => {
    const [a, b] = await Promise.all([start(), start()]);
    const first = a.hub.spine.size;
    const [atA, atB] = [ears(a), ears(b)];
    const rounds = Array.from({ length: 60 }, async (_, n) => {
      await new Promise((resolve) => setTimeout(resolve, 7 * n));
      const done = await Promise.allSettled([
        site(a, `A${n}`),
        site(b, `B${n}`),
        site(n % 2 ? a : b, `S${n % 9}`),
      ]);
      expect(done.slice(0, 2).map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled']);
    });
    await Promise.all(rounds);
    const written = (await ledgerEvents(a.hub.store)).slice(first);
    expect(written.length).toBe(129);
    await vi.waitFor(() => expect([atA.length, atB.length]).toEqual([129, 129]), SOON);
    for (const heard of [atA, atB]) expect(heard).toEqual(written);
    expect(await ledgerFaults(a.hub.store)).toEqual([]);
    expect(await tableFaults(b.hub.store)).toEqual([]);
  });

  test('hear of each other also when every wake-up is lost', async () => {
    const [a, b] = await Promise.all([start(), start()]);
    const heard = ears(b);
    for (let n = 0; n < 6; n++) {
      // The sessions in which they listen are cut: notifications in between reach nobody.
      await askAt(environment.KAWEI_DATABASE_URL ?? '', listenersCut);
      await site(a, `A${n}`);
    }
    await vi.waitFor(
      () =>
        expect(heard.map(({ subject }) => subject)).toEqual(
          Array.from({ length: 6 }, (_, n) => `site/A${n}`),
        ),
      SOON,
    );
  });

  test('are told of each other once, also where a turn fails after what the other wrote was read', async () => {
    const [a, b] = await Promise.all([start(), start()]);
    const heard = ears(b);
    const { own } = b.hub.spine;
    const see = own.see.bind(own);
    let failing = false;
    own.see = async (db) => {
      if (failing) throw Object.assign(new Error('planted'), { code: '57P01' });
      return see(db);
    };
    let failed = 0;
    for (let n = 0; n < 6; n++) {
      // So that it is read in the turn, and not before.
      await askAt(environment.KAWEI_DATABASE_URL ?? '', listenersCut);
      await site(a, `A${n}`);
      failing = true;
      failed += await site(b, `F${n}`).then(
        () => 0,
        () => 1,
      );
      failing = false;
    }
    await site(b, 'B');
    expect(failed).toBeGreaterThan(0);
    const subjects = heard.map(({ subject }) => subject);
    expect(subjects).toEqual([...new Set(subjects)]);
    expect(heard).toEqual((await ledgerEvents(a.hub.store)).slice(-heard.length));
  });

  test('a booth that goes from one to the other is one booth: its acts are done once, in order', async () => {
    const morning = await Morning.prepare();
    const copy = await morning.copy();
    environment = { ...copy.environment, KAWEI_BEAT_MS: '200' };
    const [a, b] = await Promise.all([start(), start()]);
    const booth = new StubbornBooth(morning.helping, [HELP, HELP, HELP, HELP]);
    for (const hub of [a, b, a, b, b, a])
      await vi.waitFor(async () => expect(await booth.work(hub.address)).toBe(true), SOON);
    expect(await entriesOf(a.hub.store, 'booth.trouble', `booth:${booth.booth}`)).toBe(4);
    // Seen by both as present, wherever it speaks; and missing for both once it has fallen silent.
    const seenBy = (hub: RunningHub) => hub.hub.presence.of(booth.booth).presence;
    await vi.waitFor(() => expect([seenBy(a), seenBy(b)]).toEqual(['missing', 'missing']), SOON);
    await vi.waitFor(async () => expect(await entriesOf(a.hub.store, 'booth.missing')).toBe(1), SOON);
    expect(await faultsOf(a.hub.store, [booth])).toEqual([]);
    morning.end();
  });

  test('one that is behind stops the other, and a decision at one lets both go on', async () => {
    const [a, b] = await Promise.all([start(), start()]);
    const head = { size: 9999, root: '0'.repeat(64), source: 'witness/w' };
    await a.hub.behind.noticeHead(head);
    await vi.waitFor(() => expect(b.hub.behind.missing?.heads).toEqual([head]), SOON);
    await expect(site(b, 'B')).rejects.toMatchObject({ code: 'HUB_BEHIND' });
    // As `kawei admin accept-loss` does: it reaches one of them, whichever.
    await acceptLossAt(environment.KAWEI_DATA ?? '', '管理员', '已核实');
    await vi.waitFor(() => expect([a.hub.behind.missing, b.hub.behind.missing]).toEqual([null, null]), SOON);
    await Promise.all([site(a, 'A'), site(b, 'B')]);
  });
});

describe('a hub process', () => {
  test('killed in its turn takes nothing with it, and its duties pass to the other', async () => {
    const morning = await Morning.prepare();
    const copy = await morning.copy();
    environment = copy.environment;
    const dying = Child.kawei(['hub'], { side: 'hub', at: 'commit.before 14 kill' }, environment);
    const address = await dying.address();
    const other = await start();
    const booth = new StubbornBooth(morning.signing, [HELP, morning.consent]);
    for (let n = 0; n < 40 && address; n++) if (!(await booth.work(address))) break;
    dying.process.kill('SIGKILL');
    await dying.ended();
    // For a moment the other may still take it for a booth that speaks elsewhere.
    await vi.waitFor(async () => expect(await booth.work(other.address)).toBe(true), SOON);
    // The report is sealed by whoever has the duties now.
    await vi.waitFor(async () => expect(await entriesOf(other.hub.store, 'report.sealed')).toBe(1), SOON);
    await vi.waitFor(async () => expect(await entriesOf(other.hub.store, 'member.invited')).toBe(5), SOON);
    expect(await faultsOf(other.hub.store, [booth])).toEqual([]);
    expect(await entriesOf(other.hub.store, 'consent.signed', `booth:${booth.booth}`)).toBe(1);
    morning.end();
  });

  // After each of these it still holds the turn, and has not committed.
  test.each(['append.after 9', 'commit.before 3'])(
    'that hangs in its turn (%s) loses it, and nothing of it comes late',
    async (step) => {
      const morning = await Morning.prepare();
      const copy = await morning.copy();
      environment = copy.environment;
      // Before the one that will hang: the server's ten seconds must not pass while this one is still starting.
      const other = await start();
      // The first of these are the hub's own start; this one is the booth's.
      const hanging = Child.kawei(['hub'], { side: 'hub', at: `${step} stop` }, environment);
      const address = (await hanging.address()) ?? '';
      const booth = new StubbornBooth(
        morning.helping,
        Array.from({ length: 12 }, () => HELP),
      );
      const working = booth.work(address);
      // It keeps what it should have given back long ago.
      await vi.waitFor(async () => {
        for (let looks = 0; looks < 4; looks++) {
          expect((await askAt(environment.KAWEI_DATABASE_URL ?? '', turnTaken)).length).toBe(1);
          await new Promise((resolve) => setTimeout(resolve, 100));
        }
      }, SOON);
      // Others wait for their turn, and get it when the server has ended the session of the one that hangs.
      await site(other, 'MEANWHILE');
      const size = other.hub.spine.size;
      hanging.process.kill('SIGCONT');
      await working;
      // The one that goes on again still has the booth's line for a moment.
      await vi.waitFor(async () => expect(await booth.work(other.address)).toBe(true), SOON);
      await site(other, 'AFTER');
      expect(other.hub.spine.size).toBeGreaterThan(size);
      await hanging.kill();
      expect(await faultsOf(other.hub.store, [booth])).toEqual([]);
      expect(await entriesOf(other.hub.store, 'booth.trouble', `booth:${booth.booth}`)).toBe(12);
      morning.end();
    },
    90_000,
  );
});
