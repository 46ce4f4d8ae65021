/** The live line of a page: lost, silent, and back. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { HallDeskView } from '#shared/protocol/views.ts';
import { desk, deskSession } from './hall-fixtures.ts';
import { type Desktop, desktopOf, openBrowser, picture, StubHub } from './staff-stubs.ts';

const hub = new StubHub();
let browser: Browser;
let desktop: Desktop;
let page: Page;
let day: HallDeskView = desk();

beforeAll(async () => {
  [browser] = await Promise.all([openBrowser(), hub.start()]);
  desktop = await desktopOf(browser);
  hub
    .begin(deskSession)
    .on('GET /api/hall', () => day)
    .on('GET /api/draws', () => [])
    .on('GET /api/site-keys', () => []);
});
afterAll(async () => {
  await browser.close();
  await hub.close();
});

const open = async (path: string) => {
  page = await desktop.open(hub.url + path);
};

it('shows a lost line, and reads everything again when it is back', async () => {
  await open('/desk');
  await page.getByText('已连接').waitFor();
  // Changed while nobody can be told of it; the desk's own look every 5 s is too late to be what shows it.
  day = desk({ expected: 12 });
  hub.cutLines();
  await page.getByText('断开，正在重连').waitFor();
  await picture(page, 'staff-hall-lost');
  await page.getByTestId('day').getByText('12').waitFor({ timeout: 4_500 });
  await page.getByText('已连接').waitFor();
});

it('takes a line on which nothing is heard for dead, and opens another', async () => {
  await open('/desk');
  await page.clock.install();
  await page.reload();
  await page.getByText('已连接').waitFor();
  await page.clock.fastForward(12_500);
  await page.getByText('断开，正在重连').waitFor();
  await page.clock.fastForward(3_500);
  await page.getByText('已连接').waitFor();
});

it('takes a line for lost when a request finds no way to the hub, and opens another', async () => {
  await open('/desk');
  await page.getByText('已连接').waitFor();
  await page.route('**/api/hall', (route) => route.abort());
  hub.changed('hall');
  await page.getByText('断开，正在重连').waitFor();
  await page.unroute('**/api/hall');
  await page.getByText('已连接').waitFor();
  expect(desktop.faults.filter((fault) => !fault.includes('ERR_FAILED'))).toEqual([]);
});
