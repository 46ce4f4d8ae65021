/** A bid's document beside the marks, in a real browser: a real PDF of many pages, in Chinese. */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { sha256Hex } from '#shared/canonical/index.ts';
import type { BoothScreen, DocumentShown } from '#shared/protocol/bridge.ts';
import type { BidderView, ItemView } from '#shared/protocol/evaluation.ts';
import { bidPdf } from '../rehearsal/bid-pdf.ts';
import { type BoothOnScreen, builtPages, openBooth, openBrowser, sizes } from './booth-browser.ts';
import { sessionAt, sessionScreen } from './booth-screens.ts';

const bidders: BidderView[] = Array.from({ length: 60 }, (_, n) => ({
  id: `B${n + 1}`,
  name: `江州市第${n + 1}建设工程集团股份有限公司`,
  valid: true,
}));
const items: ItemView[] = Array.from({ length: 40 }, (_, n) => ({
  ...{ id: `T${n + 1}`, section: n < 30 ? 'technical' : 'commercial', title: `第${n + 1}项技术方案` },
  ...{ max: 2500, step: 100, kind: 'subjective' },
})) as ItemView[];

let browser: Browser;
let booth: BoothOnScreen;
let documents: DocumentShown[];

function marking(changes: Partial<BoothScreen['documents']> = {}): BoothScreen {
  const session = sessionAt('marking', { step: 'marking', bidders, marks: {} });
  const screen = sessionScreen({ ...session, project: { ...session.project, items } });
  return { ...screen, documents: { trouble: null, all: documents, ...changes } };
}

beforeAll(async () => {
  const whole = await bidPdf('施工组织设计', 12);
  const other = await bidPdf('商务标', 2);
  const shown = (bidder: string, title: string, bytes: Buffer, got = bytes.length): DocumentShown => ({
    ...{ bidder, title, digest: sha256Hex(bytes), size: bytes.length, got, ready: got === bytes.length },
  });
  documents = [
    shown('B1', '技术标：施工组织设计', whole),
    shown('B1', '商务标', other),
    shown('B2', '技术标', Buffer.from('not here yet'), 3),
    shown('B3', '坏文件', Buffer.from('%PDF-1.7 and nothing that follows %%EOF')),
  ];
  await builtPages();
  browser = await openBrowser();
  booth = await openBooth(browser, marking());
  for (const bytes of [whole, other]) booth.core.documents.set(sha256Hex(bytes), bytes);
  booth.core.documents.set(
    documents[3]?.digest ?? '',
    Buffer.from('%PDF-1.7 and nothing that follows %%EOF'),
  );
});
afterAll(async () => {
  await booth?.close();
  await browser?.close();
});

const sheet = () => booth.page.locator('#document-sheet');
const patience = { timeout: 60_000 };
const leaf = (page: number) =>
  expect.poll(() => sheet().getAttribute('data-page'), patience).toBe(String(page));
const focused = () => booth.page.evaluate(() => document.activeElement?.id ?? '');
const press = (name: string | RegExp) => booth.page.getByRole('button', { name }).first().click();
/** The share of the drawn page that is not white, and its width on the screen. */
const drawn = () =>
  sheet()
    .locator('canvas')
    .evaluate((canvas: HTMLCanvasElement) => {
      const { data } = canvas.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height) ?? {
        data: [],
      };
      let dark = 0;
      for (let at = 0; at < data.length; at += 4) if ((data[at] ?? 255) < 128) dark += 1;
      return { ink: dark / (data.length / 4), width: canvas.getBoundingClientRect().width };
    });

test('by keyboard alone: F8 opens the bidder’s document beside the marks and leads there and back', async () => {
  await expect.poll(focused, patience).toBe('mark/B1/T1');
  await booth.page.keyboard.press('F8');
  await leaf(1);
  expect((await drawn()).ink).toBeGreaterThan(0.02);
  expect(await booth.look('documents-beside')).toEqual([]);
  await booth.page.keyboard.press('F8');
  await expect.poll(focused, patience).toBe('document-sheet');
  for (let turn = 0; turn < 2; turn++) await booth.page.keyboard.press('PageDown');
  await leaf(3);
  await booth.page.keyboard.press('F8');
  await expect.poll(focused, patience).toBe('mark/B1/T1');
  await booth.page.keyboard.type('2.1\n');
  await expect
    .poll(() => booth.core.intents.at(-1))
    .toMatchObject({ kind: 'mark', bidder: 'B1', mark: 2100 });
  // Only the bytes that were needed, piece by piece.
  expect(booth.core.read.length).toBeGreaterThan(0);
  expect(booth.core.read.every((range) => range.startsWith('bytes='))).toBe(true);
});

test('the page of each document is remembered, and the document follows the bidder that is marked', async () => {
  await booth.page.getByLabel('文件', { exact: true }).selectOption({ label: '商务标' });
  await leaf(1);
  await booth.page.getByLabel('文件', { exact: true }).selectOption({ label: '技术标：施工组织设计' });
  await leaf(3);
  await booth.page.locator('[id="mark/B2/T1"]').click();
  await booth.page.getByText('正在取到本机：25%').waitFor();
  expect(await booth.look('documents-coming')).toEqual([]);
  await booth.page.locator('[id="mark/B1/T2"]').click();
  await leaf(3);
  await booth.page.getByLabel('投标人', { exact: true }).selectOption('B3');
  await booth.page.getByText('无法显示').waitFor();
  await booth.page.getByLabel('投标人', { exact: true }).selectOption('B9');
  await booth.page.getByText('没有提交文件').waitFor();
  await booth.page.getByLabel('投标人', { exact: true }).selectOption('B1');
  await leaf(3);
});

test('alone on the screen it is read large and searched; closed, one is where one was on the sheet', async () => {
  const beside = (await drawn()).width;
  await press('只看文件');
  await expect.poll(async () => (await drawn()).width, patience).toBeGreaterThan(beside * 1.8);
  await booth.page.getByLabel('查找文字').fill('第 9 章');
  await press('查找');
  await leaf(9);
  await booth.page.getByLabel('页码').fill('12');
  await booth.page.keyboard.press('Enter');
  await leaf(12);
  await press('缩小');
  await expect.poll(async () => (await drawn()).width, patience).toBeLessThan(beside * 1.8);
  expect(await booth.look('documents-alone')).toEqual([]);
  await press('回到并排');
  await press('收起文件');
  expect(await booth.page.locator('.document-pane').count()).toBe(0);
  await booth.page.locator('[id="mark/B1/T2"]').waitFor();
});

test('a full disk is told, a larger screen has more beside one another, and the policy was kept', async () => {
  booth.core.show(marking({ trouble: 'disk-full' }));
  await booth.page.setViewportSize(sizes.large);
  await booth.page.keyboard.press('F8');
  await booth.page.getByText('本机磁盘已满').waitFor();
  await leaf(12);
  expect(await booth.look('documents-large')).toEqual([]);
  await press('English');
  await booth.page.getByText('disk is full').waitFor();
  expect(await booth.look('documents-english')).toEqual([]);
  expect(booth.complaints).toEqual([]);
});
