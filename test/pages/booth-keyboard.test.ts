/** From the badge to the signed sheet and out by the keyboard alone, at a real agent; where one is can be seen throughout. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Authority } from '#test/simulators/authority/authority.ts';
import { Bench } from '#test/simulators/hub-line/bench.ts';
import { expertAt, fullMarks, keepMarks, openView, sessionView } from '#test/simulators/hub-line/views.ts';
import { SimulatedToken } from '#test/simulators/usb-key/key.ts';
import { builtPages, openBrowser } from './booth-browser.ts';

const PIN = '123456';
/** More stops than any screen has. */
const STOPS = 80;
let browser: Browser;
let bench: Bench;
let page: Page;

beforeAll(async () => {
  await builtPages();
  browser = await openBrowser();
  const issued = await (await Authority.create('CA')).issue({ commonName: '李明', pin: PIN });
  bench = await Bench.open(openView, new SimulatedToken(issued));
  bench.page.close(); // the page in the browser is the one that drives
  page = await browser.newPage({ viewport: { width: 1366, height: 768 } });
  await page.goto(bench.booth.address);
  // There is no mouse: whatever would need one fails.
  await page.addStyleTag({ content: '* { pointer-events: none !important; transition: none !important }' });
});
afterAll(async () => {
  await browser?.close();
  await bench?.close();
});

const sees = (text: string | RegExp) => page.getByText(text).first().waitFor();
const type = (text: string) => page.keyboard.type(text);
const stored = () => bench.hub.stored.map(({ act }) => act);
const last = (kind: string) => expect.poll(() => stored().at(-1)?.kind).toBe(kind);

/** Tabs to what has this name, and sees at each stop where one is. */
async function reach(name: string, within = ''): Promise<void> {
  for (let stop = 0; stop < STOPS; stop++) {
    const at = await page.evaluate((group) => {
      const element = document.activeElement as HTMLElement | null;
      if (!element || element === document.body) return { name: '', seen: true };
      const look = () => {
        const { outline, boxShadow, border, backgroundColor } = getComputedStyle(element);
        return [outline, boxShadow, border, backgroundColor].join();
      };
      const focused = look();
      element.blur();
      const seen = look() !== focused;
      element.focus();
      const outer = element.closest('fieldset')?.getAttribute('aria-label') ?? '';
      const own = element.getAttribute('aria-label') ?? element.textContent ?? '';
      return { name: group && outer !== group ? '' : own.trim(), seen };
    }, within);
    expect(at.seen, `where one is cannot be seen: ${at.name}`).toBe(true);
    if (at.name === name) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`${name} cannot be reached by the keyboard`);
}

async function press(name: string, within = ''): Promise<void> {
  await sees(name);
  await reach(name, within);
  await page.keyboard.press('Enter');
}

test('badge, slip and PIN', async () => {
  await sees('请刷工作证');
  await type('A-1001\n');
  await sees('请扫描座位单上的二维码');
  await type('204680\n');
  await sees('Key 的持有人：李明');
  await type(`${PIN}\n`);
  await last('admit');
});

test('the pledge is read and signed, no conflict declared', async () => {
  bench.hub.change(sessionView(expertAt('pledge', { bidders: [] })));
  await press('我已读完，去签名');
  await type(`${PIN}\n`);
  await last('pledge');
  bench.hub.change(sessionView(expertAt('declare')));
  await press('我与以上投标人都没有利害关系');
  await press('确认，无需回避');
  await last('declare');
});

test('the chair is voted for, and the bidders reviewed', async () => {
  bench.hub.change(sessionView(expertAt('chair')));
  await sees('推选评标组长');
  await press('专家乙');
  await press('投票');
  await last('chair-vote');
  const review = expertAt('review');
  bench.hub.change(sessionView(review));
  await sees('逐家判定三项');
  for (const { name } of review.bidders)
    for (const head of ['形式', '资格', '响应性']) await press('通过', `${name} ${head}`);
  await press('提交初审意见');
  await last('review');
});

test('every mark is typed, the sheet completed and signed', async () => {
  keepMarks(bench.hub);
  const marking = expertAt('marking');
  bench.hub.change(sessionView(marking));
  await sees('自动保存');
  const [first] = await page.locator('.sheet input').all();
  await reach((await first?.getAttribute('aria-label')) ?? '');
  for (const [bidder, given] of Object.entries(fullMarks))
    for (const [item, mark] of Object.entries(given)) {
      await page.waitForFunction((key) => document.activeElement?.id === key, `mark/${bidder}/${item}`);
      await type(`${mark / 1000}\n`);
    }
  await sees(/已保存到中心/);
  await press('我已评完');
  await last('ready');
  bench.hub.change(sessionView(expertAt('sign', { marks: fullMarks })));
  await press('核对无误，去签名');
  await type(`${PIN}\n`);
  await last('sign');
});

test('the staff is called, and the language changed, from wherever one is', async () => {
  await press('呼叫工作人员');
  await expect.poll(() => stored().some((act) => act.kind === 'trouble')).toBe(true);
});

test('the report is signed, and the seat left', async () => {
  bench.hub.change(sessionView(expertAt('consent', { marks: fullMarks, reportDigest: 'd4'.repeat(32) })));
  await press('同意评标报告');
  await press('去签名');
  await type(`${PIN}\n`);
  await last('consent');
  bench.hub.change(sessionView(expertAt('done')));
  await press('离席');
  await last('leave');
});
