import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type RunningHub, startHub } from '#hub/hub.ts';
import { readSettings } from '#hub/settings.ts';
import { replay } from '#shared/draw/transcript.ts';
import { until } from '#test/demo/staff.ts';
import { smallProject } from '#test/rehearsal/evaluation.ts';
import { IdReader } from '#test/simulators/id-reader/reader.ts';
import { poolList } from './admin-fixtures.ts';
import { buildPages, type Desktop, desktopOf, openBrowser, picture } from './staff-stubs.ts';

// One morning of one desk against a real hub: both draws made by the page, everybody checked in, seated, moved.
const EXPERTS = 5;
// In two rows: four people bar sixteen seats at most, so whoever is moved always finds one besides the one they leave.
const SEATS = 18;
const password = 'a-long-password';

let folder: string;
let running: RunningHub;
let browser: Browser;
let desktop: Desktop;
let page: Page;
let reader: IdReader;

beforeAll(async () => {
  buildPages();
  folder = await mkdtemp(join(tmpdir(), 'kawei-desk-'));
  reader = await IdReader.start();
  const settings = readSettings({ KAWEI_DATA: folder, KAWEI_PORT: '0', KAWEI_ID_READER: reader.address });
  [running, browser] = await Promise.all([startHub(settings), openBrowser()]);
  desktop = await desktopOf(browser);
});
afterAll(async () => {
  await browser.close();
  await reader.close();
  await running.close();
  await rm(folder, { recursive: true });
});

type Send = <T>(method: string, path: string, body?: unknown) => Promise<T>;

/** Requests as one signed-in user. */
async function as(user: string, secret = password): Promise<Send> {
  let cookie = '';
  const send: Send = async (method, path, body) => {
    const response = await fetch(running.address + path, {
      method,
      headers: { cookie, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    cookie = response.headers.get('set-cookie')?.split(';')[0] ?? cookie;
    if (!response.ok) throw new Error(await response.text());
    return (response.status === 204 ? undefined : await response.json()) as never;
  };
  await send('POST', '/api/session', { user, password: secret });
  return send;
}

const first = (user: string) => running.firstUsers.find((entry) => entry.user === user)?.password ?? '';

/** A city's hall with its booths, a pool, and a frozen project that asks for a panel of this site. */
async function prepare(experts: ReturnType<typeof poolList>): Promise<Send> {
  const system = await as('sysadmin', first('sysadmin'));
  await system('POST', '/api/sites', { id: 'HF', name: '合肥评标中心', city: '合肥市' });
  await system('POST', '/api/halls', {
    id: 'HF1',
    site: 'HF',
    name: '合肥一厅',
    rows: 2,
    columns: SEATS / 2,
  });
  for (let seat = 0; seat < SEATS; seat++) {
    const place = `HF1-0${1 + (seat % 2)}0${1 + Math.floor(seat / 2)}`;
    await system('POST', '/api/booths', { id: `B-${place}`, hall: 'HF1', seat: place });
  }
  await system('POST', '/api/experts', { experts });
  const security = await as('secadmin', first('secadmin'));
  await security('POST', '/api/users', { user: 'desk', name: '周晓岚', role: 'hall', site: 'HF', password });
  await security('POST', '/api/users', { user: 'agency', name: '刘梅', role: 'agency', password });
  await security('POST', '/api/users', { user: 'watch', name: '何正', role: 'supervisor', password });
  const agency = await as('agency');
  const project = {
    ...smallProject(),
    panel: {
      categories: [{ id: 'C01', count: EXPERTS }],
      sites: [{ id: 'HF', min: EXPERTS, max: EXPERTS }],
      maxPerEmployer: EXPERTS,
      reserves: 0,
    },
  };
  await agency('POST', '/api/projects', { project });
  await agency('POST', `/api/projects/${project.id}/freeze`);
  await agency('POST', `/api/projects/${project.id}/panel`, { excluded: [] });
  return as('watch');
}

it('takes a site from the panel draw to a seat that was drawn twice', async () => {
  const experts = poolList('HF', 15).map((expert) => ({ ...expert, categories: ['C01'] }));
  const watch = await prepare(experts);
  page = await desktop.open(running.address);
  await page.getByLabel('用户名').fill('desk');
  await page.getByLabel('密码', { exact: true }).fill(password);
  await page.keyboard.press('Enter');

  // The workstation gets its signing key: nobody else can countersign for this site.
  await page.getByText('本工作站没有有效的签名密钥').waitFor();
  await page.getByRole('menuitem', { name: '签名密钥' }).click();
  await page.getByTestId('register-key').click();
  await page.getByRole('dialog').getByLabel('工作站名称').fill('一楼服务台 1 号机');
  await page.getByRole('button', { name: '生成并登记' }).click();
  await page.getByText('打开页面时自动会签').waitFor();
  await picture(page, 'staff-hub-site-key');
  await page.getByRole('menuitem', { name: '签到' }).click();

  // The page draws the panel: nobody has touched anything more.
  const day = page.getByTestId('day');
  await day.getByText(String(EXPERTS)).first().waitFor();
  const [panel] = await watch<{ drawId: string }[]>('GET', '/api/draws');
  const address = `/api/draws/${encodeURIComponent(panel?.drawId ?? '')}/transcript`;
  const drawn = await until('the panel draw', () => watch('GET', address).catch(() => null));
  const checks = replay(drawn);
  expect(checks.every(({ holds }) => holds)).toBe(true);
  expect(checks.map(({ name }) => name)).toContain('countersignatures');

  // Nobody at the desk knows who is expected: whoever comes is tried, and the hub says who is not.
  await page.getByTestId('id-reader').getByText('读卡器就绪').waitFor();
  let checkedIn = 0;
  for (const { badge, idNumber, name } of experts) {
    await page.keyboard.type(`${badge}\n`);
    await page.getByTestId('check-more').waitFor();
    reader.lay({ name, idNumber });
    const done = page.getByTestId('check-done').getByText(name);
    const wrong = page.getByTestId('check-refused').getByText('该专家今日未被抽中');
    await done.or(wrong).waitFor();
    if (await done.isVisible()) checkedIn += 1;
    await page.keyboard.press('Escape');
    await done.or(wrong).waitFor({ state: 'detached' });
    if (checkedIn === EXPERTS) break;
  }
  expect(checkedIn).toBe(EXPERTS);

  await page.getByText(`为 ${EXPERTS} 人抽取座位`).click();
  const slips = page.getByTestId('print-all');
  await expect.poll(() => slips.textContent()).toContain(`（${EXPERTS}）`);
  await page.evaluate('window.print = () => {}');
  await slips.click();
  const code = page.getByRole('dialog').getByTestId('slip-code');
  await expect.poll(() => code.textContent()).toMatch(/^\d{6}$/);
  await page.getByText(`共 ${EXPERTS} 张`).waitFor();
  await expect.poll(() => page.locator('.slip-print .slip').count()).toBe(EXPERTS);
  await page.getByRole('button', { name: '打印（回车）' }).click();
  await slips.getByText(`重新打印未入座的座位单（${EXPERTS}）`).waitFor();
  await picture(page, 'staff-hub-desk-seated');

  await page.getByRole('menuitem', { name: '席位图' }).click();
  const taken = page.locator('[data-testid^=seat-HF1][data-state=taken]');
  await expect.poll(() => taken.count()).toBe(EXPERTS);
  const seat = (await taken.first().getAttribute('data-testid')) ?? '';
  await taken.first().click();
  await page.getByRole('button', { name: '终端故障，换席位' }).click();
  await page.getByRole('dialog').getByRole('textbox').fill('屏幕黑屏');
  await page.getByRole('button', { name: '停用并重新抽取' }).click();
  // The dialog stays where the hub refuses, and says why.
  await page.getByText('换席位抽取已开始').waitFor();
  await expect.poll(() => page.getByTestId(seat).getAttribute('data-state')).toBe('failed');
  await expect.poll(() => taken.count()).toBe(EXPERTS);
  await picture(page, 'staff-hub-seats-moved');

  await page.getByRole('menuitem', { name: '抽取' }).click();
  await expect.poll(() => page.locator('[data-testid=draw][data-phase=completed]').count()).toBe(3);
  await picture(page, 'staff-hub-draws');
  const seen = await page.locator('body').textContent();
  expect(seen).not.toContain('测试项目');
  expect(desktop.faults).toEqual([]);
});
