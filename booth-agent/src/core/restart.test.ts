import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import type { BoothScreen } from '#shared/protocol/bridge.ts';
import { Authority } from '#test/simulators/authority/authority.ts';
import { SimulatedPage } from '#test/simulators/booth-page/page.ts';
import { Bench } from '#test/simulators/hub-line/bench.ts';
import { HubLine } from '#test/simulators/hub-line/hub-line.ts';
import {
  closedView,
  expertAt,
  fullMarks,
  keepMarks,
  openView,
  sessionView,
} from '#test/simulators/hub-line/views.ts';
import { SimulatedToken } from '#test/simulators/usb-key/key.ts';

let issued: { p12: Uint8Array; certificate: Uint8Array };
let bench: Bench;
/** Processes of the test that is running. */
let children: ChildProcess[] = [];

beforeAll(async () => {
  issued = await (await Authority.create('CA')).issue({ commonName: '李明', pin: '123456' });
});
beforeEach(async () => {
  bench = await Bench.open(openView, new SimulatedToken(issued));
});
afterEach(async () => {
  for (const child of children) child.kill('SIGKILL');
  children = [];
  await bench.close();
});

async function admitted(session = expertAt('marking')): Promise<void> {
  await bench.page.act({ kind: 'badge', badge: 'A-1001' });
  await bench.page.act({ kind: 'slip', code: '204680' });
  await bench.page.act({ kind: 'admit', pin: '123456' });
  bench.hub.change(sessionView(session));
  await bench.page.until(({ screen, pending }) => screen === 'session' && pending === 0);
}

/** A screen without what a clock or the line alone changes. */
const lasting = ({ now: _now, hubAhead: _ahead, line: _line, ...rest }: BoothScreen) => rest;

test('a restart without the hub shows session, pending marks and saving time as they were', async () => {
  await admitted();
  await bench.page.act({ kind: 'mark', bidder: 'B1', item: 'T1', mark: 10_000 });
  await bench.page.until(({ pending }) => pending === 0);
  await bench.cut();
  await bench.page.act({ kind: 'mark', bidder: 'B2', item: 'T1', mark: 7500 });
  const before = await bench.page.until(({ pending }) => pending === 1);
  expect(before.session?.marks).toEqual({ B1: { T1: 10_000 }, B2: { T1: 7500 } });
  await bench.stop();
  await bench.start();
  expect(bench.page.screen.line).toBe('offline');
  expect(lasting(bench.page.screen)).toEqual(lasting(before));
  keepMarks(bench.hub);
  await bench.reconnect();
  expect(bench.hub.stored.map(({ act }) => act.kind)).toEqual(['admit', 'mark', 'mark']);
});

test('a restart before the admission asks for no more than is missing', async () => {
  await bench.page.act({ kind: 'badge', badge: 'A-1001' });
  await bench.stop();
  bench.hub.close();
  await bench.start();
  expect(bench.page.screen).toMatchObject({ screen: 'slip', line: 'offline', seat: 'H-0101' });
});

test('marks changed for an amendment outlive a restart, until they are cancelled', async () => {
  const flag = { id: 'F1', bidder: 'B1', item: null, direction: 'high', rule: '30 %' } as const;
  const open = { ...flag, text: { zh: '偏高', en: 'high' }, state: 'open' } as const;
  await admitted(expertAt('flags', { marks: fullMarks, flags: [open], sheetVersion: 2 }));
  const amend = (item: string, mark: number, bidder = 'B1') =>
    bench.page.act({ kind: 'amend-mark', bidder, item, mark });
  expect(await amend('T1', 9000)).toBeNull();
  expect(await amend('C1', 2000)).toBeNull();
  expect(await amend('C1', 4000)).toBeNull(); // as signed: no change
  expect((await amend('T1', 9000, 'B2'))?.code).toBe('AMEND_UNFLAGGED');
  expect((await amend('T1', 9001))?.code).toBe('MARK_STEP');
  await bench.stop();
  await bench.start();
  expect(bench.page.screen.amendment).toEqual({ B1: { T1: 9000 } });
  expect(bench.page.screen.session?.marks).toEqual(fullMarks);
  await bench.page.act({ kind: 'amend-cancel' });
  await bench.page.until(({ amendment }) => Object.keys(amendment).length === 0);
});

test('nothing of one expert outlives their session', async () => {
  await admitted();
  await bench.cut();
  await bench.page.act({ kind: 'mark', bidder: 'B1', item: 'T1', mark: 10_000 });
  bench.hub.view = sessionView(expertAt('marking', { expert: 'd4'.repeat(32), name: '王芳' }));
  await bench.hub.open();
  const { session, lastSavedAt } = await bench.page.until((screen) => screen.session?.name === '王芳');
  expect(session?.marks).toEqual({});
  expect(lastSavedAt).toBeNull();
});

test('who has left stays gone until the seat is open for the next', async () => {
  await admitted(expertAt('done'));
  expect(await bench.page.act({ kind: 'leave' })).toBeNull();
  await bench.page.until(({ screen, session }) => screen === 'left' && session === null);
  bench.hub.change({ phase: 'closed', session: null });
  await bench.stop();
  await bench.start();
  await bench.page.until(({ line, screen }) => line === 'online' && screen === 'left');
  bench.hub.change(openView);
  await bench.page.until(({ screen }) => screen === 'badge');
});

test('who was taken off the seat is told so, after a restart too, until somebody is expected there or comes back', async () => {
  await admitted();
  bench.hub.change(closedView);
  await bench.page.until(({ screen }) => screen === 'ended');
  await bench.stop();
  await bench.start();
  await bench.page.until(({ line, screen }) => line === 'online' && screen === 'ended');
  bench.hub.change(sessionView(expertAt('marking')));
  await bench.page.until(({ screen }) => screen === 'session');
  bench.hub.change(closedView);
  await bench.page.until(({ screen }) => screen === 'ended');
  bench.hub.change(openView);
  await bench.page.until(({ screen }) => screen === 'badge');
  bench.hub.change(closedView);
  await bench.page.until(({ screen }) => screen === 'unassigned');
});

test('a booth that is killed between storing and the answer loses nothing and does nothing twice', async () => {
  const data = mkdtempSync(join(tmpdir(), 'kawei-killed-'));
  const hub = new HubLine(sessionView(expertAt('done')));
  await hub.open();
  const run = async () => {
    const script = fileURLToPath(import.meta.resolve('#test/simulators/hub-line/lonely-booth.ts'));
    const child = spawn(process.execPath, [script, hub.address, data], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    children.push(child);
    const [line] = (await once(child.stdout, 'data')) as [Buffer];
    const page = await SimulatedPage.open(line.toString().trim());
    await page.until((screen) => screen.session !== null);
    return { child, page };
  };
  const first = await run();
  await first.page.until(({ line }) => line === 'online');
  hub.mute = true;
  await first.page.act({ kind: 'help' });
  await expect.poll(() => hub.last).toBe(1);
  hub.close();
  await first.page.until(({ line }) => line === 'offline');
  await first.page.act({ kind: 'say', text: '请说明理由' });
  await first.page.act({ kind: 'help' });
  first.child.kill('SIGKILL');
  await once(first.child, 'exit');
  const second = await run();
  expect(second.page.screen).toMatchObject({ line: 'offline', pending: 3 });
  expect(second.page.screen.session?.statements.map(({ text }) => text)).toEqual(['请说明理由']);
  hub.mute = false;
  await hub.open();
  await second.page.until(({ line, pending }) => line === 'online' && pending === 0);
  expect(hub.stored.map(({ n, act }) => [n, act.kind])).toEqual([
    [1, 'trouble'],
    [2, 'say'],
    [3, 'trouble'],
  ]);
  await hub.end();
  second.child.kill('SIGKILL');
  await once(second.child, 'exit');
  rmSync(data, { recursive: true });
});
