import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { certificateFingerprint } from '#shared/signature/certificates.ts';
import { Authority } from '#test/simulators/authority/authority.ts';
import { Bench } from '#test/simulators/hub-line/bench.ts';
import { expertAt, openView, sessionView } from '#test/simulators/hub-line/views.ts';
import { SimulatedToken } from '#test/simulators/usb-key/key.ts';
import { builtPages, openBrowser } from './booth-browser.ts';

// Into the seat by the slip while the hub is away: the built pages, a real agent, a scanner's keystrokes.

const PIN = '123456';
let browser: Browser;
let bench: Bench;
let page: Page;

beforeAll(async () => {
  await builtPages();
  browser = await openBrowser();
  const issued = await (await Authority.create('CA')).issue({ commonName: '李明', pin: PIN });
  bench = await Bench.open(openView, new SimulatedToken(issued));
  const holder = { badge: 'A-1001', key: certificateFingerprint(issued.certificate) };
  const slip = bench.hub.desk.issue(holder, {}, expertAt('pledge', { bidders: [] }));
  bench.hub.change({ slip: slip.told, hall: '二号评标大厅' });
  bench.page.close(); // the page in the browser is the one that drives
  page = await browser.newPage({ viewport: { width: 1366, height: 768 } });
  await page.goto(bench.booth.address);
  await sees('二号评标大厅');
  digits = slip.text;
});
afterAll(async () => {
  await browser?.close();
  await bench?.close();
});

let digits = '';
const sees = (text: string) => page.getByText(text).first().waitFor();
const kinds = () => bench.hub.stored.map(({ act }) => act.kind);

test('six digits are refused in words without a line, the scanned slip opens the seat, the pledge is kept', async () => {
  bench.hub.close();
  await sees('网络已断开');
  await page.keyboard.type('A-1001\n');
  await sees('现在只能扫描二维码');
  await page.keyboard.type('204680\n');
  await page.locator('#pin').fill(PIN);
  await page.keyboard.press('Enter');
  await sees('入座码要由中心核对');
  await page.getByRole('button', { name: '重新开始' }).click();
  await sees('请刷工作证');
  await page.keyboard.type('A-1001\n');
  await sees('请扫描座位单上的二维码');
  await page.keyboard.type(`${digits}\n`);
  await sees('Key 的持有人：李明');
  await page.locator('#pin').fill(PIN);
  await page.keyboard.press('Enter');
  await sees('您已凭座位单先行入座');
  await sees('评标专家承诺书');
  await page.getByRole('button', { name: '我已读完，去签名' }).click();
  await page.locator('#pin').fill(PIN);
  await page.keyboard.press('Enter');
  await sees('您提交的内容已存本机');
  expect(bench.hub.stored).toEqual([]);
});

test('when the line is back both go, and the work goes on by itself', async () => {
  bench.hub.decide = () => {
    bench.hub.view = sessionView(expertAt('declare'));
    return null;
  };
  await bench.hub.open();
  await sees('您与投标人有没有利害关系');
  expect(await page.getByText('先行入座').count()).toBe(0);
  expect(kinds()).toEqual(['admit', 'pledge']);
});
