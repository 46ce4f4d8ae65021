/** The booth's core on a real token: pulled out at any moment, put back, its PIN wrong. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Pkcs11Key } from '#booth/devices/usb-key/pkcs11/key.ts';
import { Authority } from '../simulators/authority/authority.ts';
import { Bench } from '../simulators/hub-line/bench.ts';
import { expertAt, keepMarks, openView, sessionView } from '../simulators/hub-line/views.ts';
import { SoftHsm, type SoftHsmToken } from '../simulators/usb-key/soft-hsm.ts';
import { openOn, PIN, pairOf } from './soft-hsm-bench.ts';

let hsm: SoftHsm;
let own: SoftHsmToken;
let others: SoftHsmToken;
let key: Pkcs11Key;
let bench: Bench;

beforeEach(async () => {
  const authority = await Authority.create('Experts CA');
  hsm = new SoftHsm();
  others = hsm.make('others', PIN, await pairOf(authority, 'P-256', { commonName: '王芳' }));
  others.pullOut();
  own = hsm.make('own', PIN, await pairOf(authority, 'RSA', { commonName: '李明' }));
  key = await openOn(hsm);
  bench = await Bench.open(openView, null, key);
  await bench.page.act({ kind: 'badge', badge: 'A-1001' });
  await bench.page.act({ kind: 'slip', code: '204680' });
});
afterEach(async () => {
  await bench.close();
  await key.close();
  hsm.remove();
});

async function sitDown(): Promise<void> {
  expect(await bench.page.act({ kind: 'admit', pin: PIN })).toBeNull();
  keepMarks(bench.hub);
  bench.hub.change(sessionView(expertAt('marking')));
  await bench.page.until(({ screen, pending }) => screen === 'session' && pending === 0);
}
const giveMark = (mark: number) => bench.page.act({ kind: 'mark', bidder: 'B1', item: 'T1', mark });

test('pulled out, the screen is locked; put back, the expert goes on where they were', async () => {
  await sitDown();
  expect(await giveMark(500)).toBeNull();
  own.pullOut();
  await bench.page.until(({ screen }) => screen === 'key-removed');
  expect((await giveMark(1000))?.code).toBe('KEY_ABSENT');
  own.insert();
  const { session, key: seen } = await bench.page.until(({ screen }) => screen === 'session');
  expect(session?.marks).toEqual({ B1: { T1: 500 } });
  expect(seen).toEqual({ state: 'present', holder: '李明', triesLeft: null, touch: false });
  expect(await giveMark(1000)).toBeNull();
});

test('the key of another expert does not open the session', async () => {
  await sitDown();
  own.pullOut();
  await bench.page.until(({ screen }) => screen === 'key-removed');
  others.insert();
  await bench.page.until(({ key: seen }) => seen.holder === '王芳');
  expect(bench.page.screen.screen).toBe('key-removed');
  expect((await giveMark(500))?.code).toBe('KEY_OTHER');
  own.insert();
  others.pullOut();
  await bench.page.until(({ screen }) => screen === 'session');
});

test('two keys at once admit nobody, and the page says so', async () => {
  own.pullOut();
  await bench.page.until(({ key: seen }) => seen.state === 'absent');
  others.insert();
  own.insert();
  await bench.page.until(({ key: seen }) => seen.state === 'several');
  expect((await bench.page.act({ kind: 'admit', pin: PIN }))?.code).toBe('KEY_SEVERAL');
  others.pullOut();
  await bench.page.until(({ key: seen }) => seen.holder === '李明');
  await sitDown();
});

test('a wrong PIN is refused in words, and nothing has gone to the hub', async () => {
  expect((await bench.page.act({ kind: 'admit', pin: '000000' }))?.code).toBe('KEY_PIN_WRONG_UNCOUNTED');
  expect(bench.hub.stored).toEqual([]);
  await sitDown();
});
