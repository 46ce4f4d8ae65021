import { readFileSync } from 'node:fs';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { Refusal, refusalText } from '#shared/catalogue/refusal.ts';
import type { Transcript } from '#shared/draw/transcript.ts';
import { buildPages, type Desktop, desktopOf, openBrowser, picture, StubHub } from './staff-stubs.ts';

// The public replay of a draw, in a real browser, from files that are sent nowhere.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

const example = (name: string) =>
  JSON.parse(
    readFileSync(new URL(`../../docs/examples/${name}.json`, import.meta.url), 'utf8'),
  ) as Transcript;
const hub = new StubHub();
let browser: Browser;
let desktop: Desktop;
let page: Page;

beforeAll(async () => {
  buildPages();
  await hub.start();
  browser = await openBrowser();
  desktop = await desktopOf(browser);
  hub.begin(null);
  page = await desktop.open(`${hub.url}/replay`);
});
afterAll(async () => {
  await browser.close();
  await hub.close();
});

async function choose(transcript: unknown, name = 'draw.json'): Promise<void> {
  const buffer = Buffer.from(typeof transcript === 'string' ? transcript : JSON.stringify(transcript));
  await page.locator('input[type=file]').setInputFiles({ name, mimeType: 'application/json', buffer });
}

it('walks a layman through the panel draw, one candidate at a time, and sends nothing', async () => {
  const before = hub.asked.length;
  await choose(example('panel-draw'));
  await expect.poll(() => page.getByTestId('verdict').getAttribute('data-holds')).toBe('true');
  const rows = page.getByTestId('walk').locator('tbody tr.ant-table-row');
  expect(await rows.count()).toBe(1);
  await page.getByTestId('next').click();
  expect(await rows.count()).toBe(2);
  await page.getByTestId('all').click();
  expect(await rows.allInnerTexts()).toHaveLength(4);
  expect(await rows.nth(2).innerText()).toContain('跳过');
  expect(await rows.nth(3).innerText()).toContain('入选 · civil');
  await picture(page, 'replay-panel');
  expect(hub.asked.length).toBe(before);
});

it('shows the seats so that one sees that no neighbours are of one project', async () => {
  await choose(example('seat-draw'));
  await page.getByText('随机试排').first().waitFor();
  await expect.poll(() => page.getByTestId('seats').innerText()).toMatch(/A/);
  await picture(page, 'replay-seats');
});

it('names the first step that does not hold, and refuses what is no transcript', async () => {
  const [first, ...others] = example('panel-draw').reveals;
  await choose({ ...example('panel-draw'), reveals: [{ ...first, nonce: '0'.repeat(64) }, ...others] });
  await expect.poll(() => page.getByTestId('verdict').getAttribute('data-holds')).toBe('false');
  expect(await page.locator('[data-holds=false][data-check]').getAttribute('data-check')).toBe('commitments');
  // Nothing is shown of what would follow.
  expect(await page.locator('.replay-steps > li').count()).toBe(3);
  await picture(page, 'replay-wrong');
  await choose('{"format": "something else"');
  expect(await page.getByTestId('refused').innerText()).toContain('draw.json');
});

it('opens a draw by its address for whoever may have it, and tells anybody else why not', async () => {
  hub.on('GET /api/draws/P-7%231/transcript', () => example('panel-draw'));
  const own = await desktop.open(`${hub.url}/replay?draw=${encodeURIComponent('P-7#1')}`);
  await expect.poll(() => own.getByTestId('verdict').getAttribute('data-holds')).toBe('true');
  await own.setViewportSize({ width: 390, height: 844 });
  await picture(own, 'replay-phone');
  const wide = await own.evaluate('document.documentElement.scrollWidth <= window.innerWidth');
  expect(wide).toBe(true);

  hub.on('GET /api/draws/P-8%231/transcript', () => {
    throw new Refusal('SIGN_IN_REQUIRED');
  });
  const other = await desktop.open(`${hub.url}/replay?draw=${encodeURIComponent('P-8#1')}`);
  expect(await other.getByTestId('refused').innerText()).toContain(refusalText('SIGN_IN_REQUIRED', {}).zh);
});
