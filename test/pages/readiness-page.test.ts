import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { desk, deskSession, readiness } from './hall-fixtures.ts';
import { type Desktop, desktopOf, openBrowser, picture, StubHub } from './staff-stubs.ts';

const hub = new StubHub();
let browser: Browser;
let desktop: Desktop;
beforeAll(async () => {
  [browser] = await Promise.all([openBrowser(), hub.start()]);
  desktop = await desktopOf(browser);
});
afterAll(async () => {
  await browser.close();
  await hub.close();
});

it('says which terminals are ready, which are not and why, and what to do', async () => {
  hub
    .begin(deskSession)
    .on('GET /api/hall', () => desk())
    .on('GET /api/draws', () => [])
    .on('GET /api/site-keys', () => [])
    .on('GET /api/readiness', () => readiness);
  const page = await desktop.open(`${hub.url}/readiness`);
  await page.getByTestId('ready').getByText('2 / 4 台终端就绪').waitFor();
  const rows = await page.locator('tbody tr.ant-table-row').allInnerTexts();
  expect(rows.map((row) => /HF1-\d+/.exec(row)?.[0])).toEqual([
    ...['HF1-0103', 'HF1-0104', 'HF1-0102', 'HF1-0101'],
  ]);
  expect(rows[0]).toMatch(/未就绪[\s\S]*接有 2 块显示器[\s\S]*拔下多余的显示器/);
  await picture(page, 'hall-readiness');
  await page.getByRole('button', { name: 'English' }).click();
  await page.getByText('2 of 4 terminals are ready').waitFor();
  await picture(page, 'hall-readiness-en');
  expect(desktop.faults).toEqual([]);
});
