import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Authority } from '#test/simulators/authority/authority.ts';
import { Bench } from '#test/simulators/hub-line/bench.ts';
import { expertAt, fullMarks, keepMarks, openView, sessionView } from '#test/simulators/hub-line/views.ts';
import { SimulatedToken } from '#test/simulators/usb-key/key.ts';
import { builtPages, openBrowser } from './booth-browser.ts';

// The built pages served by a real agent, in Chromium: its content policy, its bridge, its outbox, its key.

const PIN = '123456';
let browser: Browser;
let bench: Bench;
let page: Page;
let token: SimulatedToken;
const complaints: string[] = [];

beforeAll(async () => {
  await builtPages();
  browser = await openBrowser();
  const authority = await Authority.create('CA');
  const issued = await authority.issue({ commonName: '李明', pin: PIN });
  token = new SimulatedToken(issued);
  bench = await Bench.open(openView, token);
  bench.page.close(); // the page in the browser is the one that drives
  page = await browser.newPage({ viewport: { width: 1366, height: 768 } });
  page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
  page.on('pageerror', (error) => complaints.push(error.message));
  await page.goto(bench.booth.address);
});
afterAll(async () => {
  await browser?.close();
  await bench?.close();
});

const sees = (text: string) => page.getByText(text).first().waitFor();
const cell = (bidder: string, item: string) => page.locator(`[id="mark/${bidder}/${item}"]`);
const button = (name: string) => page.getByRole('button', { name, exact: true });
const stored = () => bench.hub.stored.map(({ act }) => act);

test('badge, slip and PIN make one admission that the hub gets', async () => {
  await sees('请刷工作证');
  await page.keyboard.type('A-1001\n');
  await sees('请扫描座位单上的二维码');
  await page.keyboard.type('204680\n');
  await sees('Key 的持有人：李明');
  await page.locator('#pin').fill('000000');
  await page.keyboard.press('Enter');
  await sees('PIN 码不正确');
  await page.locator('#pin').fill(PIN);
  await page.keyboard.press('Enter');
  await expect.poll(() => stored().map(({ kind }) => kind)).toEqual(['admit']);
});

test('marks given while the line is down are kept, said to be kept, and arrive when it is back', async () => {
  keepMarks(bench.hub);
  bench.hub.change(sessionView(expertAt('marking')));
  await cell('B1', 'T1').click();
  await page.keyboard.type('12\n');
  await sees('已保存到中心');
  await bench.hub.close();
  await sees('您可以继续评分');
  await page.keyboard.type('4\n9.5\n'); // B1/C1, then B2/T1
  await sees('已存本机，待同步 2 项');
  expect(await page.locator('[data-sum="B1"]').textContent()).toBe('16');
  await page.reload(); // the page keeps nothing: the agent does
  await sees('已存本机，待同步 2 项');
  expect(await cell('B2', 'T1').inputValue()).toBe('9.5');
  await bench.hub.open();
  await sees('已保存到中心');
  expect(stored().slice(1)).toEqual([
    { kind: 'mark', bidder: 'B1', item: 'T1', mark: 12_000 },
    { kind: 'mark', bidder: 'B1', item: 'C1', mark: 4000 },
    { kind: 'mark', bidder: 'B2', item: 'T1', mark: 9500 },
  ]);
});

test('a key pulled out locks the page until it is back', async () => {
  bench.devices.key.remove();
  await sees('Key 已拔出，工位已锁定');
  expect(await page.locator('.sheet').count()).toBe(0);
  bench.devices.key.insert(token);
  await cell('B1', 'T1').waitFor();
  expect(await cell('B1', 'T1').inputValue()).toBe('12');
});

test('the sheet as shown is signed with the key', async () => {
  bench.hub.change(sessionView(expertAt('sign', { marks: fullMarks })));
  await button('核对无误，去签名').click();
  await page.keyboard.type(`${PIN}\n`);
  await expect.poll(() => stored().at(-1)?.kind).toBe('sign');
  const act = stored().at(-1);
  const content = act?.kind === 'sign' ? act.sheet.content : '{}';
  expect(JSON.parse(content)).toMatchObject({ marks: fullMarks, version: 1 });
});

test('nothing the page did was refused by the agent’s content policy', () => {
  expect(complaints).toEqual([]);
});
