import { afterEach, beforeEach, expect, test } from 'vitest';
import type { BoothOrder } from '#shared/protocol/booth-frames.ts';
import { Bench } from '#test/simulators/hub-line/bench.ts';
import { openView } from '#test/simulators/hub-line/views.ts';

let bench: Bench;
const at = '2026-11-23T01:00:00.000Z';
const lock: BoothOrder = { order: 1, kind: 'lock', text: '检查设备', at };

beforeEach(async () => {
  bench = await Bench.open(openView);
});
afterEach(() => bench.close());

const order = (...orders: BoothOrder[]) => {
  bench.hub.change({ orders });
};
const obeyed = () => bench.hub.stored.flatMap(({ act }) => (act.kind === 'obeyed' ? [act.order] : []));

test('a lock of the hall says why, since when, and who can clear it; nothing else is taken', async () => {
  order(lock);
  const { lock: shown } = await bench.page.until(({ screen }) => screen === 'locked');
  expect(shown).toMatchObject({ code: 'HALL_LOCK', at, cause: { zh: '大厅锁定了本席位：检查设备' } });
  expect(shown?.clears.zh).toContain('大厅工作人员');
  expect((await bench.page.act({ kind: 'badge', badge: 'A-1001' }))?.code).toBe('BOOTH_LOCKED');
  expect(await bench.page.act({ kind: 'help' })).toBeNull();
  await expect.poll(obeyed).toEqual([1]);
});

test('an order is done once, however often it is said', async () => {
  order(lock);
  await bench.page.until(({ screen }) => screen === 'locked');
  const unlock: BoothOrder = { order: 2, kind: 'unlock', text: '已检查', at };
  order(lock, unlock);
  await bench.page.until(({ screen }) => screen === 'badge');
  order(lock, unlock, { order: 3, kind: 'message', text: '十二点用餐', at });
  const told = await bench.page.until(({ message }) => message !== null);
  expect(told).toMatchObject({ screen: 'badge', message: { text: '十二点用餐' } });
  await expect.poll(obeyed).toEqual([1, 2, 3]);
  expect(await bench.page.act({ kind: 'message-read' })).toBeNull();
  await bench.page.until(({ message }) => message === null);
});

test('a lock survives a restart, with and without the hub', async () => {
  order(lock);
  await bench.page.until(({ screen }) => screen === 'locked');
  await expect.poll(obeyed).toEqual([1]);
  order();
  await bench.stop();
  await bench.start();
  await bench.page.until(({ screen, line }) => screen === 'locked' && line === 'online');
});

test('a second screen locks the booth and tells the hall; out again, the hall has to clear it', async () => {
  bench.devices.screens.set(2);
  const { lock: shown } = await bench.page.until(({ screen }) => screen === 'locked');
  expect(shown?.code).toBe('SECOND_SCREEN');
  const told = () => bench.hub.stored.filter(({ act }) => act.kind === 'trouble').map(({ act }) => act);
  await expect.poll(told).toEqual([{ kind: 'trouble', what: 'second-screen' }]);
  order({ order: 1, kind: 'unlock', text: '看过了', at });
  // The screen is still in: locked again at once, and told again.
  await expect.poll(() => told().length).toBe(2);
  expect(bench.page.screen?.screen).toBe('locked');
  bench.devices.screens.set(1);
  order({ order: 2, kind: 'unlock', text: '已拔下', at });
  await bench.page.until(({ screen }) => screen === 'badge');
});
