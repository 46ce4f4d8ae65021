import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { isCountersignature, isSignedBy, keyMessage } from '#shared/draw/countersignature.ts';
import { commitmentOf } from '#shared/draw/seed.ts';
import type { SiteKeyRow } from '#shared/protocol/draws.ts';
import type { DrawView, HallDeskView } from '#shared/protocol/views.ts';
import {
  alert,
  completedDraw,
  desk,
  deskSession,
  draw,
  person,
  seats,
  slip,
  WALLED,
} from './hall-fixtures.ts';
import { qrOn } from './qr-on-page.ts';
import { type Desktop, desktopOf, openBrowser, picture, StubHub } from './staff-stubs.ts';

const hub = new StubHub();
let browser: Browser;
let desktop: Desktop;
let page: Page;
let day: HallDeskView;
let draws: DrawView[];
let keys: SiteKeyRow[];

beforeAll(async () => {
  [browser] = await Promise.all([openBrowser(), hub.start()]);
  desktop = await desktopOf(browser);
});
afterAll(async () => {
  await browser.close();
  await hub.close();
});
beforeEach(() => {
  day = desk();
  draws = [];
  keys = [];
  hub
    .begin(deskSession)
    .on('GET /api/hall', () => day)
    .on('GET /api/draws', () => draws)
    .on('GET /api/site-keys', () => keys);
});
afterEach(() => {
  expect(desktop.faults.splice(0)).toEqual([]);
});

const open = async (path: string) => {
  page = await desktop.open(hub.url + path);
};
const focused = () => page.evaluate(() => document.activeElement?.id);

describe('seats and slips', () => {
  it('offers the seat draw only when everybody is in', async () => {
    hub.on('POST /api/hall/seat-draw', () => ({ drawId: 'HF1-20261123-1#1' }));
    await open('/desk');
    const button = page.getByTestId('seat-draw').getByRole('button');
    await button.waitFor();
    expect(await button.isDisabled()).toBe(true);
    day = desk({ people: Array.from({ length: 11 }, (_, index) => person(index)), allIn: true });
    hub.changed('hall');
    await page.getByText('为 11 人抽取座位').click();
    await expect.poll(() => hub.bodies('POST /api/hall/seat-draw')).toEqual([{ halls: ['HF1'] }]);
    await picture(page, 'staff-hall-all-in');
  });

  it('draws over the halls that are chosen where the site has several', async () => {
    hub.on('POST /api/hall/seat-draw', () => ({ drawId: 'HF_halls-20261123-1#1' }));
    const whole = desk({ people: Array.from({ length: 11 }, (_, index) => person(index)), allIn: true });
    const [first] = whole.halls;
    if (!first) throw new Error('no hall');
    const named = (id: string, name: string) => ({ ...first, id, name });
    day = { ...whole, halls: [first, named('HF2', '合肥二厅'), named('HF3', '合肥三厅')] };
    await open('/desk');
    await page.getByLabel('合肥二厅').uncheck();
    await picture(page, 'staff-hall-choose-halls');
    await page.getByText('为 11 人抽取座位').click();
    await expect.poll(() => hub.bodies('POST /api/hall/seat-draw')).toEqual([{ halls: ['HF1', 'HF3'] }]);
  });

  it('opens the slip of a scanned badge, and prints it alone with a large code, and again until they sit', async () => {
    const seat = { hall: 'HF1', seat: 'HF1-0307', slipReady: true };
    day = desk({ expected: 2, people: [person(0), person(2, seat)], allIn: true });
    hub.on('POST /api/hall/slips', () => slip);
    await open('/desk');
    await page.getByText('第 3 排第 7 列').waitFor();
    await page.evaluate(() => {
      Object.assign(window, { printed: 0, print: () => Object.assign(window, { printed: 1 }) });
    });
    await page.keyboard.type('ZJ-01023\n');
    await page.waitForTimeout(800);
    await page.getByRole('dialog').getByTestId('slip-code').getByText('482913').waitFor();
    await expect.poll(() => page.evaluate(() => document.activeElement?.textContent)).toContain('打印');
    await picture(page, 'staff-hall-slip');
    await page.emulateMedia({ media: 'print' });
    expect(await page.locator('#root').isVisible()).toBe(false);
    const code = page.locator('.slip-print').getByTestId('slip-code');
    expect(await code.isVisible()).toBe(true);
    expect(
      Number.parseInt(await code.evaluate((node) => getComputedStyle(node).fontSize), 10),
    ).toBeGreaterThan(48);
    await picture(page, 'staff-hall-slip-printed');
    expect(await qrOn(page.locator('.slip-print .qr'))).toBe(slip.qr);
    expect((await page.pdf()).toString('latin1').match(/\/Type \/Page\b/g)).toHaveLength(1);
    await page.emulateMedia({ media: 'screen' });
    await page.getByRole('button', { name: '打印（回车）' }).press('Enter');
    await expect.poll(() => page.evaluate(() => Reflect.get(window, 'printed'))).toBe(1);
    await expect.poll(focused).toBe('badge');
    expect(hub.bodies('POST /api/hall/slips')).toEqual([{ badge: 'ZJ-01023' }]);
    // Whether the paper came, the page cannot know.
    const all = page.getByTestId('print-all');
    await all.getByText('重新打印未入座的座位单（1）').click();
    await page.getByRole('button', { name: '打印（回车）' }).click();
    await expect.poll(() => hub.bodies('POST /api/hall/slips').length).toBe(2);
    await picture(page, 'staff-hall-slips-again');
    day = desk({ ...day, people: [person(0), person(2, { ...seat, slipReady: false, admitted: true })] });
    hub.changed('hall');
    await all.getByText('打印全部待领座位单（0）').waitFor();
    expect(await all.isDisabled()).toBe(true);
  });

  it('shows each seat by colour, shape and text, and moves an expert from a failed terminal', async () => {
    day = desk({
      people: [person(0, { hall: 'HF1', seat: 'HF1-0102', admitted: true })],
      halls: [
        {
          ...(desk().halls[0] as HallDeskView['halls'][number]),
          seats: seats(5, 12, {
            '0102': { state: 'admitted', trouble: 'key-removed' },
            '0105': { state: 'admitted', pending: 14 },
            '0108': { state: 'taken' },
            '0203': { state: 'admitted', presence: 'missing', lastHeardAt: '2026-11-23T00:55:02.000Z' },
            '0206': { state: 'left' },
            '0209': { state: 'admitted', trouble: 'help' },
            '0302': { state: 'admitted', presence: 'suspect' },
            '0404': { state: 'failed', presence: 'closed' },
            '0408': { state: 'taken', presence: 'never', lastHeardAt: null },
            '0512': { state: 'closed', booth: null, presence: 'never' },
          }),
        },
      ],
    });
    hub.on('POST /api/hall/move', () => ({ drawId: 'HF1-20261123-2#1' }));
    await open('/seats');
    const failing = page.getByTestId('seat-HF1-0203');
    await failing.getByText('失联').waitFor();
    expect(await failing.textContent()).toContain('在座');
    expect(await page.getByTestId('seat-HF1-0105').textContent()).toContain('待传 14');
    expect(await page.getByTestId('seat-HF1-0404').textContent()).toContain('故障停用');
    expect(await page.getByTestId('seat-HF1-0311').count()).toBe(0);
    const incidents = await page.getByTestId('incidents').getByRole('button').allTextContents();
    expect(incidents.map((text) => text.split('列')[0])).toEqual([
      '第 2 排第 9 ',
      '第 2 排第 3 ',
      '第 1 排第 2 ',
      '第 3 排第 2 ',
      '第 4 排第 8 ',
    ]);
    await picture(page, 'staff-hall-seats');
    await page.getByTestId('seat-HF1-0102').click();
    await page.getByRole('dialog').getByText('陈国栋').waitFor();
    await picture(page, 'staff-hall-seat');
    await page.getByRole('button', { name: '终端故障，换席位' }).click();
    await page.getByRole('dialog').getByRole('textbox').fill('屏幕黑屏，重启无效');
    await page.getByRole('button', { name: '停用并重新抽取' }).click();
    await page.getByText('换席位抽取已开始').waitFor();
    expect(hub.bodies('POST /api/hall/move')).toEqual([{ seat: 'HF1-0102', reason: '屏幕黑屏，重启无效' }]);
    hub.on('POST /api/hall/departure', () => undefined);
    await page.getByTestId('seat-HF1-0102').click();
    await page.getByRole('button', { name: '专家中途离场' }).click();
    await page.getByRole('dialog').getByRole('textbox').fill('突发不适，已送医');
    await page.getByRole('button', { name: '登记离场' }).click();
    await page.getByText('已登记离场').waitFor();
    expect(hub.bodies('POST /api/hall/departure')).toEqual([
      { seat: 'HF1-0102', reason: '突发不适，已送医' },
    ]);
  });
});

describe('the site’s part in a draw', () => {
  const address = `/api/draws/${encodeURIComponent(draw().drawId)}`;

  it('countersigns by itself once the workstation has registered its key, which it keeps', async () => {
    const parties = draw().parties.map((party) => ({
      ...party,
      countersigned: party.party !== 'HF',
      committed: false,
    }));
    draws = [draw({ phase: 'countersigning', parties })];
    hub.on('POST /api/site-keys', ({ body }) => {
      const { key, label } = body as { key: string; label: string };
      const row = {
        key,
        label,
        site: 'HF',
        registeredBy: 'zhouxl',
        registeredAt: '2026-11-23T00:58:20.000Z',
      };
      const lost = { by: 'secadmin', at: '2026-11-20T02:00:00.000Z', reason: '工作站更换' };
      const old = { ...row, key: 'ab12'.repeat(16), label: '一楼服务台 旧机', revoked: lost };
      keys = [{ ...row, revoked: null }, old];
    });
    hub.on(`POST ${address}/countersign`, () => {
      draws = [
        draw({ phase: 'countersigning', parties: parties.map((one) => ({ ...one, countersigned: true })) }),
      ];
    });
    await open('/draws');
    await page.getByText('请会签：本工作站没有有效的签名密钥').waitFor();
    await picture(page, 'staff-hall-draw-keyless');
    await page.getByTestId('draw').getByRole('link', { name: '登记本工作站' }).click();
    await page.getByText('本工作站还没有签名密钥').waitFor();
    await picture(page, 'staff-hall-site-keys-none');
    await page.getByTestId('register-key').click();
    await page.getByRole('button', { name: '生成并登记' }).click();
    await page.getByText('请填写工作站名称').waitFor();
    await page.getByRole('dialog').getByLabel('工作站名称').fill('一楼服务台 1 号机');
    await picture(page, 'staff-hall-site-keys-register');
    await page.getByRole('button', { name: '生成并登记' }).click();
    await page.getByText('打开页面时自动会签').waitFor();
    await picture(page, 'staff-hall-site-keys');
    const [made] = hub.bodies<{ key: string; proof: string }>('POST /api/site-keys');
    expect(isSignedBy(made?.key ?? '', made?.proof ?? '', keyMessage('HF', made?.key ?? ''))).toBe(true);
    await page.getByRole('menuitem', { name: '抽取' }).click();
    await page.getByText('本场所已会签，等待其他场所会签').waitFor();
    await picture(page, 'staff-hall-draw-countersigned');
    const { drawId, inputDigest } = draw();
    const given = hub.bodies<{ key: string; signature: string }>(`POST ${address}/countersign`);
    expect(given.map((one) => isCountersignature(drawId, inputDigest, { site: 'HF', ...one }))).toEqual([
      true,
    ]);
    // After a reload the same key is there, and nothing is signed twice.
    await page.reload();
    await page.getByText('本场所已会签，等待其他场所会签').waitFor();
    expect(hub.bodies(`POST ${address}/countersign`)).toHaveLength(1);
    expect(await page.getByText('本工作站没有有效的签名密钥').count()).toBe(0);
  });

  it('commits by itself, keeps the nonce over a reload, and reveals what it had committed to', async () => {
    draws = [draw()];
    hub.on(`POST ${address}/commit`, () => {
      draws = [draw({ parties: draw().parties.map((party) => ({ ...party, committed: true })) })];
    });
    hub.on(`POST ${address}/reveal`, () => {
      draws = [completedDraw()];
    });
    await open('/draws');
    await page.getByText('本场所已承诺，等待其他场所').waitFor();
    await picture(page, 'staff-hall-draw-committed');
    await page.reload();
    await page.getByText('本场所已承诺，等待其他场所').waitFor();
    draws = [{ ...(draws[0] as DrawView), phase: 'revealing', commitmentRoot: 'cd'.repeat(32) }];
    hub.changed('draws');
    await page.getByText('抽取完成').waitFor();
    const commits = hub.bodies<{ commitment: string }>(`POST ${address}/commit`);
    const reveals = hub.bodies<{ nonce: string; salt: string }>(`POST ${address}/reveal`);
    expect([commits.length, reveals.length]).toEqual([1, 1]);
    const { drawId, inputDigest } = draw();
    const own = { party: 'HF', nonce: '', salt: '', ...reveals[0] };
    expect(commitmentOf(drawId, inputDigest, own)).toBe(commits[0]?.commitment);
    await expect.poll(() => page.evaluate(() => localStorage.length)).toBe(0);
    await picture(page, 'staff-hall-draw-completed');
  });

  it('tries a reveal again that the hub could not take', async () => {
    let tries = 0;
    draws = [draw()];
    hub.on(`POST ${address}/commit`, () => {
      const parties = draw().parties.map((party) => ({ ...party, committed: true }));
      draws = [draw({ phase: 'revealing', parties })];
    });
    hub.on(`POST ${address}/reveal`, () => {
      tries += 1;
      if (tries === 1) throw new Error('a hub in trouble');
      draws = [completedDraw()];
    });
    await open('/desk');
    await page.getByText('有 1 次抽取正在进行').waitFor();
    await expect.poll(() => tries).toBe(2);
    await page.getByText('有 1 次抽取正在进行').waitFor({ state: 'detached' });
    expect(hub.bodies(`POST ${address}/commit`)).toHaveLength(1);
  });

  it('never reveals where another workstation has committed', async () => {
    const parties = draw().parties.map((party) => ({ ...party, committed: true }));
    draws = [draw({ phase: 'revealing', parties })];
    await open('/draws');
    await page.getByText('由另一台工作站提交承诺').waitFor();
    expect(hub.asked.filter(({ method }) => method === 'POST')).toEqual([]);
  });
});

describe('alerts and the line', () => {
  it('decides an alert with a note', async () => {
    const decided = {
      decision: 'noted',
      note: '已引导至本人席位',
      by: '周晓岚',
      at: '2026-11-23T00:40:00.000Z',
    } as const;
    day = desk({ alerts: [alert(), alert({ id: 'A2', state: 'decided', decision: decided })] });
    hub.on('POST /api/alerts/*', () => undefined);
    await open('/desk');
    await page.getByText('1 条预警待处理').waitFor();
    await page.getByRole('link', { name: '查看' }).click();
    await page.getByText('拒绝工作证 ZJ-01029').waitFor();
    await picture(page, 'staff-hall-alerts');
    await page.getByRole('button', { name: '处理', exact: true }).click();
    await page.getByRole('dialog').getByRole('textbox').fill('已核对座位单，专家走错席位，已引导');
    await page.getByRole('button', { name: '确定' }).click();
    await expect
      .poll(() => hub.bodies('POST /api/alerts/A3/decide'))
      .toEqual([{ decision: 'handled', note: '已核对座位单，专家走错席位，已引导' }]);
  });

  it('reads in English too, and keeps a large hall in view', async () => {
    const trouble = {
      '0313': { trouble: 'help' },
      '0720': { state: 'admitted', presence: 'suspect' },
    } as const;
    const hall = { id: 'HF1', name: '合肥大厅', ...WALLED, seatDraw: null, toSeat: 0 };
    const kept = seats(10, 20, trouble).filter(({ column }) => column !== 9);
    day = desk({ halls: [{ ...hall, seats: kept }], alerts: [alert()] });
    await open('/seats');
    await page.getByTestId('language').click();
    await page.getByText('Calls for help').first().waitFor();
    expect(await page.locator('body').textContent()).not.toMatch(/席位图|需要处理|空闲/);
    await picture(page, 'staff-hall-seats-english');
    const cut = await page
      .getByTestId(/^seat-HF1/)
      .evaluateAll((all) => all.filter((seat) => seat.scrollWidth > seat.clientWidth).length);
    expect(cut).toBe(0);
  });
});
