/** The score sheet at its largest, 60 bidders and 40 items: one's place is kept, nothing is lost. */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { BoothScreen } from '#shared/protocol/bridge.ts';
import type { BidderView, ItemView, Marks } from '#shared/protocol/evaluation.ts';
import { type BoothOnScreen, builtPages, openBooth, openBrowser } from './booth-browser.ts';
import { sessionAt, sessionScreen } from './booth-screens.ts';

/** Of a frame from hub to booth. */
const LARGEST_FRAME = 256 * 1024;
const bidders: BidderView[] = Array.from({ length: 60 }, (_, n) => ({
  id: `B${n + 1}`,
  name: `江州市第${n + 1}建设工程集团股份有限公司`,
  valid: true,
}));
const items: ItemView[] = Array.from({ length: 40 }, (_, n) => ({
  id: `T${n + 1}`,
  section: n < 30 ? 'technical' : 'commercial',
  title: `第${n + 1}项技术方案与保障措施`,
  max: 2500,
  step: 100,
  kind: 'subjective',
  guide: '内容完整、针对性强、措施可行得 2–2.5 分；基本完整得 1–1.9 分；缺项或照抄招标文件得 0–0.9 分。',
}));
let browser: Browser;
let booth: BoothOnScreen;
let marks: Marks = {};

const marking = (): BoothScreen => {
  const session = sessionAt('marking', { step: 'marking', bidders, marks });
  return sessionScreen({ ...session, project: { ...session.project, items } });
};

beforeAll(async () => {
  await builtPages();
  browser = await openBrowser();
  booth = await openBooth(browser, marking());
  booth.core.answerWith((intent) => {
    if (intent.kind !== 'mark' || intent.mark === null) return null;
    const { bidder, item, mark } = intent;
    marks = { ...marks, [bidder]: { ...marks[bidder], [item]: mark } };
    booth.core.show(marking());
    return null;
  });
});
afterAll(async () => {
  await booth?.close();
  await browser?.close();
});

const focused = () => booth.page.evaluate(() => document.activeElement?.id ?? '');
const at = (bidder: string, item: string) => expect.poll(focused).toBe(`mark/${bidder}/${item}`);
const press = (name: string) => booth.page.getByRole('button', { name, exact: true }).click();
const pulled = { state: 'absent' as const, holder: null, triesLeft: null, touch: false };

test('one begins at the first cell, and Enter leads down a bidder and on to the next', async () => {
  await at('B1', 'T1');
  for (let n = 0; n < 41; n++) await booth.page.keyboard.type(`${n % 2 ? 1.5 : 2.1}\n`);
  await at('B2', 'T2');
  expect(await booth.look('marking-60x40')).toEqual([]);
});

test('a key pulled out and put back leaves one where one was, also on another page of bidders', async () => {
  for (let turn = 0; turn < 3; turn++) await press('下一组');
  const there = booth.page.locator('[id="mark/B20/T30"]');
  await there.click();
  booth.core.show({ ...marking(), screen: 'key-removed', key: pulled });
  await booth.page.getByText('Key 已拔出').first().waitFor();
  booth.core.show(marking());
  await at('B20', 'T30');
  expect(await there.evaluate((field) => field.getBoundingClientRect().bottom < window.innerHeight)).toBe(
    true,
  );
});

test('the next empty cell is one press away, from wherever one is', async () => {
  await press('下一个未评');
  await at('B20', 'T31');
  await booth.page.keyboard.type('2\n');
  for (const bidder of bidders.slice(1))
    marks = { ...marks, [bidder.id]: { ...marks[bidder.id], T40: 1000 } };
  marks = { ...marks, B1: Object.fromEntries(items.map(({ id }) => [id, 2000])) };
  booth.core.show(marking());
  await booth.page.locator('[id="mark/B20/T39"]').click();
  await press('下一个未评');
  await at('B21', 'T1');
  expect(await booth.page.locator('tfoot').textContent()).toContain('差 39 项');
});

test('a page loaded anew begins where the first mark is missing', async () => {
  await booth.page.reload();
  await at('B2', 'T2');
});

test('with every list of faults unfolded there is still sheet to be seen, and the place one is led to', async () => {
  const wrong = { zh: '应按 0.1 分一档评分', en: 'steps of 0.1' };
  const sheetFaults = bidders.slice(0, 9).map(({ id }) => ({ bidder: id, item: 'T2', message: wrong }));
  marks = Object.fromEntries(bidders.map(({ id }) => [id, { T2: 2050 }]));
  const [first] = bidders;
  const differing = first ? items.slice(0, 3).map(({ id }) => ({ bidder: first.id, item: id })) : [];
  const session = { ...marking().session, differing } as NonNullable<BoothScreen['session']>;
  booth.core.show({ ...marking(), session, sheetFaults, line: 'offline' });
  const folded = booth.page.getByRole('button', { name: /^显示全部/ });
  await folded.first().waitFor();
  while ((await folded.count()) > 0) await folded.first().click();
  await booth.page.getByRole('button', { name: '收起' }).first().waitFor();
  await booth.page.locator('[id="mark/B2/T2"]').focus();
  await booth.page
    .locator('[id="mark/B2/T2"]')
    .evaluate((field) => field.scrollIntoView({ block: 'center' }));
  const rowsSeen = await booth.page.evaluate(() => {
    const uncovered = (field: Element) => {
      const { left, top, width, height } = field.getBoundingClientRect();
      return document.elementFromPoint(left + width / 2, top + height / 2) === field;
    };
    const seen = [...document.querySelectorAll('.mark input')].filter(uncovered);
    return new Set(seen.map(({ id }) => id.split('/')[2])).size;
  });
  await booth.look('marking-faults-unfolded');
  expect(rowsSeen).toBeGreaterThanOrEqual(1);
  booth.core.show(marking());
});

test('all of it fits into a frame', async () => {
  const all = Object.fromEntries(items.map(({ id }) => [id, 2100]));
  marks = Object.fromEntries(bidders.map(({ id }) => [id, all]));
  const { session } = marking();
  expect(Buffer.byteLength(JSON.stringify(session))).toBeLessThan(LARGEST_FRAME);
});
