/** What a page makes of changes that nobody told it of, and of views that come before the answer to its own step. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import type { DrawView } from '#shared/protocol/views.ts';
import { completedDraw, desk, deskSession, draw } from './hall-fixtures.ts';
import { type Desktop, desktopOf, holdLines, openBrowser, StubHub } from './staff-stubs.ts';

const hub = new StubHub();
let browser: Browser;
let desktop: Desktop;
let page: Page;
let draws: DrawView[];

beforeAll(async () => {
  [browser] = await Promise.all([openBrowser(), hub.start()]);
  desktop = await desktopOf(browser);
});
afterAll(async () => {
  await browser.close();
  await hub.close();
});
beforeEach(() => {
  draws = [];
  hub
    .begin(deskSession)
    .on('GET /api/hall', () => desk())
    .on('GET /api/draws', () => draws)
    .on('GET /api/site-keys', () => []);
});

it('reads again what may have changed before its line was open', async () => {
  page = await desktop.open(`${hub.url}/desk`);
  await page.getByText('已连接').waitFor();
  const letThrough = await holdLines(page);
  const read = page.waitForResponse('**/api/draws');
  await page.goto(`${hub.url}/draws`);
  await read;
  draws = [completedDraw()];
  letThrough();
  await page.getByText('抽取完成').waitFor();
});

it('goes on in a draw whose next phase it sees before the hub’s answer to its own step comes', async () => {
  const address = `/api/draws/${encodeURIComponent(draw().drawId)}`;
  hub.on(`POST ${address}/commit`, async () => {
    const parties = draw().parties.map((party) => ({ ...party, committed: true }));
    draws = [draw({ phase: 'revealing', parties })];
    hub.changed('draws');
    await page.locator('[data-testid=draw][data-phase=revealing]').waitFor();
  });
  hub.on(`POST ${address}/reveal`, () => {
    draws = [completedDraw()];
  });
  draws = [draw()];
  page = await desktop.open(`${hub.url}/draws`);
  await page.getByText('抽取完成').waitFor();
  expect(hub.bodies(`POST ${address}/commit`)).toHaveLength(1);
  expect(hub.bodies(`POST ${address}/reveal`)).toHaveLength(1);
  expect(desktop.faults).toEqual([]);
});
