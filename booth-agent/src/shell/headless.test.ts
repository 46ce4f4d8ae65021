import { once } from 'node:events';
import { request } from 'node:http';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { SimulatedPage } from '#test/simulators/booth-page/page.ts';
import { Bench } from '#test/simulators/hub-line/bench.ts';
import { openView } from '#test/simulators/hub-line/views.ts';
import { startBooth } from './headless.ts';

let bench: Bench;

beforeEach(async () => {
  bench = await Bench.open(openView);
});
afterEach(() => bench.close());

const port = () => Number(new URL(bench.booth.address).port);

async function get(path: string, host = `127.0.0.1:${port()}`): Promise<number> {
  const asked = request({ port: port(), host: '127.0.0.1', path, headers: { host } }).end();
  const [response] = await once(asked, 'response');
  response.resume();
  return response.statusCode;
}

/** Code the connection was closed with, or the HTTP status it was refused with. */
function bridge(headers: Record<string, string>, sent?: string | Buffer): Promise<number> {
  const socket = new WebSocket(`ws://127.0.0.1:${port()}/bridge`, { headers });
  return new Promise((resolve) => {
    socket.on('unexpected-response', (_request, response) => {
      response.destroy();
      resolve(response.statusCode ?? 0);
    });
    socket.on('open', () => (sent === undefined ? socket.close(1000) : socket.send(sent)));
    socket.on('close', (code) => resolve(code));
    socket.on('error', () => {});
  });
}

test('the page is for this machine only, under its own name only', async () => {
  expect(bench.booth.address).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
  expect(await get('/')).toBe(200);
  expect(await get('/', `localhost:${port()}`)).toBe(200);
  expect(await get('/', 'rebound.example.com')).toBe(403);
  expect(await get('/../package.json')).toBeGreaterThanOrEqual(400);
  expect(await get('/%2e%2e/%2e%2e/settings.ts')).toBeGreaterThanOrEqual(400);
});

test('only the booth’s own page reaches the bridge', async () => {
  expect(await bridge({ origin: bench.booth.address })).toBe(1000);
  expect(await bridge({ origin: 'http://evil.example.com' })).toBe(403);
  expect(await bridge({ origin: `http://127.0.0.1:${port() + 1}` })).toBe(403);
  expect(await bridge({})).toBe(403);
  expect(await bridge({ origin: bench.booth.address, host: 'rebound.example.com' })).toBe(403);
});

test.each([
  ['no JSON', '{'],
  ['an unknown intent', '{"id":1,"intent":{"kind":"open-the-door"}}'],
  ['a surplus field', '{"id":1,"intent":{"kind":"ready","force":true}}'],
  ['a mark that is no number', '{"id":1,"intent":{"kind":"mark","bidder":"B1","item":"T1","mark":"9"}}'],
  ['a binary frame', Buffer.from('{"id":1,"intent":{"kind":"help"}}')],
])('%s closes that connection only', async (_what, sent) => {
  expect(await bridge({ origin: bench.booth.address }, sent)).toBe(1008);
  expect(await bench.page.act({ kind: 'badge', badge: 'A-1001' })).toBeNull();
});

test('a frame beyond the limit closes that connection only', async () => {
  const sent = JSON.stringify({ id: 1, intent: { kind: 'say', text: 'x'.repeat(300_000) } });
  expect(await bridge({ origin: bench.booth.address }, sent)).toBeGreaterThanOrEqual(1006);
  expect(await bench.page.act({ kind: 'badge', badge: 'A-1001' })).toBeNull();
});

test('one page drives, another looks on until it is gone', async () => {
  const second = await SimulatedPage.open(bench.booth.address);
  expect((await second.act({ kind: 'badge', badge: 'A-1001' }))?.code).toBe('PAGE_NOT_DRIVING');
  await bench.page.act({ kind: 'badge', badge: 'A-2002' });
  await second.until(({ screen }) => screen === 'slip');
  bench.page.close();
  await expect.poll(() => second.act({ kind: 'slip', code: '123456' })).toBeNull();
  second.close();
});

test('a booth takes its machine while it runs, and gives it back', async () => {
  const { display, lockdown } = bench.devices;
  expect([display.shown, lockdown.engaged]).toEqual([bench.booth.address, true]);
  await bench.stop();
  expect([display.shown, lockdown.engaged]).toEqual([null, false]);
});

test('data or port of another booth are refused by name, and nothing is left behind', async () => {
  const settings = { booth: 'B-02', token: 'a token long enough', hub: bench.hub.address, port: 0 };
  const { devices } = bench;
  await expect(startBooth({ settings: { ...settings, data: bench.data }, devices })).rejects.toMatchObject({
    code: 'BOOTH_DATA_IN_USE',
  });
  const elsewhere = { ...settings, data: `${bench.data}/other` };
  await expect(startBooth({ settings: { ...elsewhere, port: port() }, devices })).rejects.toMatchObject({
    code: 'ADDRESS_UNUSABLE',
  });
  const booth = await startBooth({ settings: elsewhere, devices });
  await booth.close();
});
