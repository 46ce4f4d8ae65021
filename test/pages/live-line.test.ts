/** The live line of a page: lost, silent, and back. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { DrawView } from '#shared/protocol/views.ts';
import { completedDraw, desk, deskSession } from './hall-fixtures.ts';
import { type Desktop, desktopOf, holdLines, openBrowser, picture, StubHub } from './staff-stubs.ts';

const hub = new StubHub();
let browser: Browser;
let desktop: Desktop;
let page: Page;
let draws: DrawView[] = [];

beforeAll(async () => {
  [browser] = await Promise.all([openBrowser(), hub.start()]);
  desktop = await desktopOf(browser);
  hub
    .begin(deskSession)
    .on('GET /api/hall', () => desk())
    .on('GET /api/draws', () => draws)
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
  await open('/draws');
  await page.getByText('已连接').waitFor();
  const letThrough = await holdLines(page);
  hub.cutLines();
  await page.getByText('断开，正在重连').waitFor();
  // Changed while nobody can be told of it, nor reads anything that was asked before; draws are not looked at from time
  // to time, as the desk is.
  draws = [completedDraw()];
  await picture(page, 'staff-hall-lost');
  expect(await page.getByText('抽取完成').count()).toBe(0);
  letThrough();
  await page.getByText('抽取完成').waitFor();
  await page.getByText('已连接').waitFor();
});

it('takes a line on which nothing is heard for dead, and opens another', async () => {
  await open('/desk');
  await page.clock.install();
  await page.reload();
  await page.getByText('已连接').waitFor();
  const letThrough = await holdLines(page);
  await page.clock.fastForward(12_500);
  await page.getByText('断开，正在重连').waitFor();
  await page.clock.fastForward(3_500);
  letThrough();
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
