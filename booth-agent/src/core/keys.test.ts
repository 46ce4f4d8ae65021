import { afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { Authority } from '#test/simulators/authority/authority.ts';
import { Bench } from '#test/simulators/hub-line/bench.ts';
import { expertAt, openView, sessionView } from '#test/simulators/hub-line/views.ts';
import { SimulatedToken } from '#test/simulators/usb-key/key.ts';
import type { KeyPort } from '../devices/ports.ts';
import { KeyHolder } from './keys.ts';

const PIN = '123456';
let own: SimulatedToken;
let others: SimulatedToken;
let bench: Bench;

beforeAll(async () => {
  const authority = await Authority.create('CA');
  own = new SimulatedToken(await authority.issue({ commonName: '李明', pin: PIN }));
  others = new SimulatedToken(await authority.issue({ commonName: '王芳', pin: PIN }));
});
beforeEach(async () => {
  bench = await Bench.open(openView, own);
  await bench.page.act({ kind: 'badge', badge: 'A-1001' });
  await bench.page.act({ kind: 'slip', code: '204680' });
  await bench.page.act({ kind: 'admit', pin: PIN });
  bench.hub.change(sessionView(expertAt('marking')));
  await bench.page.until(({ screen, pending }) => screen === 'session' && pending === 0);
});
afterEach(() => bench.close());

const troubles = () => bench.hub.stored.flatMap(({ act }) => (act.kind === 'trouble' ? [act.what] : []));
const giveMark = () => bench.page.act({ kind: 'mark', bidder: 'B1', item: 'T1', mark: 500 });

test('without the key the session is locked and the hall is told; with it back, work goes on', async () => {
  bench.devices.key.remove();
  await bench.page.until(({ screen, key }) => screen === 'key-removed' && key.state === 'absent');
  expect((await giveMark())?.code).toBe('KEY_ABSENT');
  expect(await bench.page.act({ kind: 'help' })).toBeNull();
  bench.devices.key.insert(own);
  await bench.page.until(({ screen, key }) => screen === 'session' && key.holder === '李明');
  expect(await giveMark()).toBeNull();
  await expect.poll(troubles).toEqual(['key-removed', 'help', 'key-returned']);
});

test('another key does not open the session', async () => {
  bench.devices.key.remove();
  bench.devices.key.insert(others);
  await bench.page.until(({ screen, key }) => screen === 'key-removed' && key.holder === '王芳');
  expect((await giveMark())?.code).toBe('KEY_OTHER');
  expect(troubles()).toEqual(['key-removed']);
});

test('a key pulled out through an outage and a restart is told once, and its return too', async () => {
  await bench.cut();
  bench.devices.key.remove();
  await bench.page.until(({ screen }) => screen === 'key-removed');
  await bench.stop();
  await bench.start();
  await bench.page.until(({ screen }) => screen === 'key-removed');
  bench.devices.key.insert(own);
  await bench.page.until(({ screen }) => screen === 'session');
  await bench.reconnect();
  expect(troubles()).toEqual(['key-removed', 'key-returned']);
});

test('a key changed while the agent was down is noticed as it starts', async () => {
  await bench.stop();
  bench.devices.key.insert(others);
  await bench.start();
  expect(bench.page.screen.screen).toBe('key-removed');
  await expect.poll(troubles).toEqual(['key-removed']);
});

test('a key that is not yet looked for is not missed', async () => {
  await bench.stop();
  bench.devices.key.firstWordMilliseconds = 50;
  await bench.start();
  await bench.page.until(({ screen }) => screen === 'session');
  expect(troubles()).toEqual([]);
});

test('a signature made by a key that was swapped in meanwhile is not used', async () => {
  const port: KeyPort = {
    watch(tell) {
      tell({ state: 'present', certificate: own.certificate, triesLeft: null });
      swap = () => tell({ state: 'present', certificate: others.certificate, triesLeft: null });
      return () => {};
    },
    async sign(bytes, pin) {
      swap();
      return others.sign(bytes, pin);
    },
  };
  let swap = () => {};
  const key = new KeyHolder(port, () => {});
  const binding = { purpose: 'admission', booth: 'B-01' } as const;
  const signing = key.sign({ statement: {}, binding, pin: PIN, at: new Date() });
  await expect(signing).rejects.toMatchObject({ code: 'KEY_ABSENT' });
});

test('once all is done, the key may go', async () => {
  bench.hub.change(sessionView(expertAt('done')));
  await bench.page.until(({ session }) => session?.step === 'done');
  bench.devices.key.remove();
  await bench.page.until(({ screen, key }) => screen === 'session' && key.state === 'absent');
  expect(await bench.page.act({ kind: 'leave' })).toBeNull();
  expect(troubles()).toEqual([]);
});
