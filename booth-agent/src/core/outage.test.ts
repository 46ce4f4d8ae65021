import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { Refusal } from '#shared/catalogue/refusal.ts';
import { PROTOCOL } from '#shared/protocol/booth-frames.ts';
import { Authority } from '#test/simulators/authority/authority.ts';
import { SimulatedPage } from '#test/simulators/booth-page/page.ts';
import { Bench } from '#test/simulators/hub-line/bench.ts';
import { expertAt, keepMarks, sessionView } from '#test/simulators/hub-line/views.ts';
import { SimulatedToken } from '#test/simulators/usb-key/key.ts';
import { startBooth } from '../shell/headless.ts';

let issued: { p12: Uint8Array; certificate: Uint8Array };
let bench: Bench;

beforeAll(async () => {
  issued = await (await Authority.create('CA')).issue({ commonName: '李明', pin: '123456' });
});
beforeEach(async () => {
  bench = await Bench.open(sessionView(expertAt('marking')), new SimulatedToken(issued));
  keepMarks(bench.hub);
});
afterEach(() => bench.close());

const mark = (bidder: string, item: string, given: number | null) =>
  bench.page.act({ kind: 'mark', bidder, item, mark: given });
const shown = () => bench.page.screen.session?.marks;
const numbers = () => bench.hub.stored.map(({ n }) => n);

test('marks given through an outage are shown, kept, and reach the hub once and in order', async () => {
  await mark('B1', 'T1', 10_000);
  await bench.page.until(({ pending }) => pending === 0);
  await bench.cut();
  for (const given of [11_000, 11_500, 12_000]) expect(await mark('B1', 'T1', given)).toBeNull();
  expect(await mark('B2', 'C1', 3000)).toBeNull();
  const offline = await bench.page.until(({ pending }) => pending === 4);
  expect(offline.session?.marks).toEqual({ B1: { T1: 12_000 }, B2: { C1: 3000 } });
  expect(offline).toMatchObject({ line: 'offline', screen: 'session', busy: [] });
  expect(offline.lastSavedAt).not.toBeNull();
  await bench.reconnect();
  expect(numbers()).toEqual([1, 2, 3, 4, 5]);
  expect(bench.hub.view.session?.marks).toEqual({ B1: { T1: 12_000 }, B2: { C1: 3000 } });
  expect(shown()).toEqual({ B1: { T1: 12_000 }, B2: { C1: 3000 } });
});

test('acts the hub has stored and not answered before the line fell are not done twice', async () => {
  bench.hub.mute = true;
  await bench.cut();
  await mark('B1', 'T1', 10_000);
  await mark('B1', 'C1', 4000);
  await bench.hub.open();
  await expect.poll(numbers).toEqual([1, 2]);
  await bench.cut();
  await mark('B2', 'T1', 9000);
  bench.hub.mute = false;
  await bench.reconnect();
  expect(numbers()).toEqual([1, 2, 3]);
  expect(bench.hub.received).toEqual([1, 2, 1, 2, 3]);
  expect(bench.hub.frames).toBe(2);
});

test('what is done while an answer is waited for goes together in the next frame', async () => {
  bench.hub.mute = true;
  for (const given of [500, 1000, 1500, 2000]) await mark('B1', 'T1', given);
  await expect.poll(numbers).toEqual([1]);
  bench.hub.mute = false;
  bench.hub.answer(1);
  await bench.page.until(({ pending }) => pending === 0);
  expect(numbers()).toEqual([1, 2, 3, 4]);
  expect(bench.hub.frames).toBe(2);
  expect(shown()).toEqual({ B1: { T1: 2000 } });
});

test('of a frame that is answered in part, only the rest is still waited for, and sent again', async () => {
  bench.hub.mute = true;
  await bench.cut();
  for (const given of [500, 1000, 1500]) await mark('B1', 'T1', given);
  await bench.hub.open();
  await expect.poll(numbers).toEqual([1, 2, 3]);
  bench.hub.answer(1, 2);
  await bench.page.until(({ pending }) => pending === 1);
  bench.hub.mute = false;
  bench.hub.drop();
  await bench.page.until(({ pending }) => pending === 0);
  expect(numbers()).toEqual([1, 2, 3]);
  expect(bench.hub.received).toEqual([1, 2, 3, 3]);
});

test('a long outage comes in frames of fifty', async () => {
  await bench.cut();
  for (let n = 0; n < 120; n++) await mark('B1', 'T1', (n % 20) * 500);
  await bench.reconnect();
  expect(numbers()).toEqual(Array.from({ length: 120 }, (_, place) => place + 1));
  expect(bench.hub.frames).toBe(3);
});

test('an answer that comes twice changes nothing, and the next number is still the next', async () => {
  bench.hub.repeat = 3;
  await mark('B1', 'T1', 10_000);
  await bench.page.until(({ pending }) => pending === 0);
  await mark('B1', 'T1', 500);
  await bench.page.until(({ pending }) => pending === 0);
  bench.hub.answer(1);
  await mark('B2', 'T1', 1000);
  await bench.page.until(({ pending }) => pending === 0);
  expect(numbers()).toEqual([1, 2, 3]);
  expect(shown()).toEqual({ B1: { T1: 500 }, B2: { T1: 1000 } });
});

test('a mark stays on the screen between its answer and the view that has it', async () => {
  const old = bench.hub.view;
  bench.hub.decide = () => null;
  await mark('B1', 'T1', 10_000);
  await bench.page.until(({ pending }) => pending === 0);
  expect(shown()).toEqual({ B1: { T1: 10_000 } });
  bench.hub.show(old);
  bench.hub.show(old);
  await bench.page.until(({ session }) => Object.keys(session?.marks.B1 ?? {}).length === 0);
});

test('a view older than the last one is dropped', async () => {
  bench.hub.mute = true;
  bench.hub.show(sessionView(expertAt('wait', { waitingFor: 'marks' })), 900);
  bench.hub.show(sessionView(expertAt('pledge')), 899);
  await bench.page.act({ kind: 'help' });
  await expect.poll(numbers).toEqual([1]);
  bench.hub.answer(1);
  const { session } = await bench.page.until(({ pending }) => pending === 0);
  expect(session?.step).toBe('wait');
});

test('on another line views count anew: the hub may have been restored from a copy', async () => {
  bench.hub.show(sessionView(expertAt('wait', { waitingFor: 'marks' })), 900);
  await bench.page.until(({ session }) => session?.step === 'wait');
  bench.hub.restore(sessionView(expertAt('sign')));
  await bench.page.until(({ session }) => session?.step === 'sign');
});

test('a mark that breaks the sheet’s rules is refused before it is stored', async () => {
  expect((await mark('B1', 'T1', 10_001))?.code).toBe('MARK_STEP');
  expect((await mark('B1', 'T1', 99_000))?.code).toBe('MARK_RANGE');
  expect((await mark('B3', 'T1', 500))?.code).toBe('MARK_BIDDER');
  expect((await mark('B1', 'X', 500))?.code).toBe('MARK_ITEM');
  expect(bench.hub.received).toEqual([]);
});

test('what the hub refuses after the page has gone on is told, and no longer shown as given', async () => {
  bench.hub.decide = () => new Refusal('MARKING_READY');
  expect(await mark('B1', 'T1', 10_000)).toBeNull();
  const { session } = await bench.page.until(({ refusal }) => refusal?.code === 'MARKING_READY');
  expect(session?.marks).toEqual({});
});

test('what the hub decides is waited for on an open line', async () => {
  bench.hub.decide = () => new Refusal('READY_FAULTS', { count: 4 });
  expect((await bench.page.act({ kind: 'ready' }))?.code).toBe('READY_FAULTS');
  bench.hub.decide = () => null;
  bench.hub.mute = true;
  const answer = bench.page.act({ kind: 'ready' });
  await bench.page.until(({ busy }) => busy.includes('ready') && busy.includes('marking'));
  expect((await bench.page.act({ kind: 'ready' }))?.code).toBe('ACT_PENDING');
  expect((await mark('B1', 'T1', 500))?.code).toBe('MARKING_READY');
  bench.hub.answer(2);
  expect(await answer).toBeNull();
  await bench.page.until(({ busy }) => busy.length === 0);
});

test('offline, it is stored and shown as on its way', async () => {
  await bench.cut();
  expect(await bench.page.act({ kind: 'ready' })).toBeNull();
  await bench.page.until(({ busy, pending }) => busy.includes('ready') && pending === 1);
  await bench.reconnect();
  expect(bench.hub.stored.map(({ act }) => act.kind)).toEqual(['ready']);
});

test('a statement of an outage is told as not sent; the talk being closed meanwhile, it comes back in words', async () => {
  const said = [{ alias: '专家乙', at: '2026-11-23T01:00:00.000Z', text: '请看第 12 页' }];
  bench.hub.change(sessionView(expertAt('review', { talk: { state: 'open', said: 1 }, statements: said })));
  await bench.page.until(({ talk }) => talk.unread === 1);
  expect(await bench.page.act({ kind: 'talk-read', said: 1 })).toBeNull();
  await bench.page.until(({ talk }) => talk.unread === 0);
  await bench.cut();
  for (let n = 1; n <= 10; n++) expect(await bench.page.act({ kind: 'say', text: `意见 ${n}` })).toBeNull();
  expect((await bench.page.act({ kind: 'say', text: '再说' }))?.code).toBe('SAY_WAITING');
  const offline = await bench.page.until(({ talk }) => talk.unsent === 10);
  expect(offline.session?.statements.map(({ alias }) => alias)).toEqual([
    '专家乙',
    ...Array(10).fill('专家甲'),
  ]);
  expect(offline.talk.unread).toBe(0);
  bench.hub.decide = () => new Refusal('SAY_WHILE_MARKING');
  await bench.reconnect();
  const { session, talk } = await bench.page.until(({ refusal }) => refusal?.code === 'SAY_WHILE_MARKING');
  expect([session?.statements, talk]).toEqual([said, { unread: 0, unsent: 0 }]);
});

test('a hub that has fallen silent is left and found again', async () => {
  bench.hub.silent = true;
  bench.hub.beatMilliseconds = 100;
  bench.hub.drop();
  await expect.poll(() => bench.hub.hellos.length).toBeGreaterThan(2);
  bench.hub.silent = false;
  bench.hub.beatMilliseconds = 5000;
  await bench.page.until(({ line }) => line === 'online');
});

test.each(['not json', '{"type":"view"}', `"${'x'.repeat(300_000)}"`])(
  'a frame of the hub that fits no protocol closes that line only',
  async (text) => {
    await mark('B1', 'T1', 10_000);
    await bench.page.until(({ pending }) => pending === 0);
    bench.hub.sendText(text);
    await expect.poll(() => bench.hub.hellos.length).toBe(2);
    expect(bench.hub.hellos[1]).toMatchObject({ acked: 1, booth: 'B-01', protocol: PROTOCOL });
    expect((await bench.page.until(({ line }) => line === 'online')).session?.marks).toEqual({
      B1: { T1: 10_000 },
    });
  },
);

test('a disk the hub has never known stores nothing: its numbers are not settled', async () => {
  const data = mkdtempSync(join(tmpdir(), 'kawei-new-'));
  const settings = { booth: 'B-02', token: 'a token long enough', hub: 'ws://127.0.0.1:1', data, port: 0 };
  const booth = await startBooth({ settings, devices: bench.devices, retry: [20, 60] });
  const page = await SimulatedPage.open(booth.address);
  expect(page.screen).toMatchObject({ screen: 'unassigned', line: 'offline', seat: null });
  expect((await page.act({ kind: 'help' }))?.code).toBe('LINE_NEVER');
  page.close();
  await booth.close();
  rmSync(data, { recursive: true });
});

test('a machine with an empty disk goes on after the numbers the hub has', async () => {
  bench.hub.stored.push({ n: 41, at: '2026-11-23T01:00:00.000Z', act: { kind: 'ready' } });
  bench.hub.drop();
  await expect.poll(() => bench.hub.hellos.length).toBe(2);
  await bench.page.until(({ line }) => line === 'online');
  await mark('B1', 'T1', 10_000);
  await bench.page.until(({ pending }) => pending === 0);
  expect(numbers()).toEqual([41, 42]);
});
