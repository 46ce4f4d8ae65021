import { readFileSync } from 'node:fs';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Refusal } from '#shared/catalogue/refusal.ts';
import type { Transcript } from '#shared/draw/transcript.ts';
import { buildPages, type Desktop, desktopOf, openBrowser, picture, StubHub } from './staff-stubs.ts';

// The public replay of a draw, in a real browser, from files that are sent nowhere.
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
  // The list of what is published is all that the page has asked for.
  expect([...new Set(hub.asked.map(({ path }) => path))]).toEqual(['/api/public/draws']);
});

it('shows the seats so that one sees that no neighbours are of one project', async () => {
  await choose(example('seat-draw'));
  await page.getByText('随机试排').first().waitFor();
  await expect.poll(() => page.getByTestId('seats').innerText()).toMatch(/A/);
  await picture(page, 'replay-seats');
});

it('shows how the seed put the candidate sites in order', async () => {
  await choose(example('sites-draw'));
  // The verdict on the file before it stands until this one is read: its rows are waited for.
  const rows = page.getByTestId('sites-walk').locator('tbody tr.ant-table-row');
  await expect.poll(() => rows.count()).toBe(4);
  expect(await page.getByTestId('verdict').getAttribute('data-holds')).toBe('true');
  expect(await rows.allInnerTexts()).toEqual([
    expect.stringMatching(/west[\s\S]*主场 · 3–4 人/),
    expect.stringMatching(/south[\s\S]*副场 · 1–2 人/),
    expect.stringMatching(/east[\s\S]*未抽中/),
    expect.stringMatching(/north[\s\S]*未抽中/),
  ]);
  await picture(page, 'replay-sites');
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

it('opens a published draw from the list or by its address, and tells why another is not', async () => {
  hub.on('GET /api/public/draws', () => [
    {
      drawId: 'P-7#1',
      kind: 'panel',
      title: '滨河新区雨污分流工程',
      completedAt: '2026-11-23T00:33:12.000Z',
    },
  ]);
  hub.on('GET /api/public/draws/P-7%231', () => example('panel-draw'));
  const own = await desktop.open(`${hub.url}/replay`);
  await own.getByText('滨河新区雨污分流工程').waitFor();
  await picture(own, 'replay-published');
  await own.getByText('滨河新区雨污分流工程').click();
  await expect.poll(() => own.getByTestId('verdict').getAttribute('data-holds')).toBe('true');
  expect(own.url()).toContain(encodeURIComponent('P-7#1'));
  await own.getByTestId('play').click();
  await expect.poll(() => own.getByTestId('walk').locator('tbody tr.ant-table-row').count()).toBe(4);
  await own.setViewportSize({ width: 390, height: 844 });
  await picture(own, 'replay-phone');
  const wide = await own.evaluate('document.documentElement.scrollWidth <= window.innerWidth');
  expect(wide).toBe(true);

  hub.on('GET /api/public/draws/P-8%231', () => {
    throw new Refusal('DRAW_NOT_PUBLISHED', { drawId: 'P-8#1' });
  });
  const other = await desktop.open(`${hub.url}/replay?draw=${encodeURIComponent('P-8#1')}`);
  expect(await other.getByTestId('refused').innerText()).toContain('评标报告封存以后');
});
