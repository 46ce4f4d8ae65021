import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Refusal } from '#shared/catalogue/refusal.ts';
import type { RefusedRequestView } from '#shared/protocol/panel-views.ts';
import type { AlertView, ProjectView } from '#shared/protocol/views.ts';
import {
  at,
  draw,
  gatheringMembers,
  project,
  row,
  rows,
  runningDraw,
  supervisorSession,
  view,
} from './project-stubs.ts';
import { alerts, flags, marks, result, revealed, sealed, venues } from './revealed-stubs.ts';
import { type Desktop, desktopOf, openBrowser, picture, StubHub } from './staff-stubs.ts';

const hub = new StubHub();
const address = `/api/projects/${project.id}`;
let browser: Browser;
let desktop: Desktop;
let page: Page;
let current: ProjectView;
let raised: AlertView[];

beforeAll(async () => {
  [browser] = await Promise.all([openBrowser(), hub.start()]);
  desktop = await desktopOf(browser);
});
afterAll(async () => {
  await browser.close();
  await hub.close();
});
beforeEach(() => {
  current = view();
  raised = [...alerts];
  hub
    .begin(supervisorSession)
    .on('GET /api/projects', () => rows)
    .on('GET /api/alerts', () => raised)
    .on('GET /api/venues', () => venues)
    .on(`GET ${address}`, () => current)
    .on(`GET ${address}/marks`, () => {
      if (current.flags === null) throw new Refusal('MARKS_SEALED');
      return marks;
    });
});
afterEach(() => {
  expect(desktop.faults.splice(0)).toEqual([]);
});

const open = async (path: string) => {
  page = await desktop.open(hub.url + path);
};
const tab = (name: string | RegExp) => page.getByRole('tab', { name }).click();
const readings = () => hub.asked.filter(({ path }) => path.endsWith('/marks')).length;

describe('projects', () => {
  it('puts incidents first, hides what is over, and follows the stage live', async () => {
    let shown = rows;
    hub.on('GET /api/projects', () => shown);
    await open('/projects');
    await page.getByText('数字化手术室').waitFor();
    const titles = () => page.locator('tbody tr').allTextContents();
    expect((await titles())[0]).toContain('2 条未处理');
    expect((await titles()).join()).not.toContain('滨河新区');
    await picture(page, 'supervisor-projects');
    // What the filter hides comes back when it goes wrong.
    shown = rows.map((entry) => (entry.id === 'XX2026-009' ? { ...entry, openAlerts: 1 } : entry));
    hub.changed('alerts');
    await page.getByText('滨河新区').waitFor();
    shown = [row({ stage: 'signing' })];
    hub.changed('projects');
    await page.getByText('签署评分表').waitFor();
  });
});

describe('one project', () => {
  it('hides names until the whole panel has checked in', async () => {
    current = view({ stage: 'gathering', members: gatheringMembers, review: [], clarifications: [] });
    await open(`/projects/${project.id}`);
    await page.getByText('到齐前不显示姓名').first().waitFor();
    expect(await page.getByText('沈国平').count()).toBe(0);
    expect(await page.getByText('江州市公共资源交易中心').count()).toBe(0);
    await picture(page, 'supervisor-gathering');
  });

  it('shows how far everybody is, and asks for no mark before the reveal', async () => {
    await open(`/projects/${project.id}`);
    const fourth = page.locator('tr', { hasText: '林雅琪' });
    await fourth.getByText('23/35').waitFor();
    await fourth.getByText('海川市远程异地评标中心').waitFor();
    await page.locator('tr', { hasText: '曹子安' }).getByText('失联').waitFor();
    await page.locator('tr', { hasText: '马文涛' }).getByText('组长').waitFor();
    await picture(page, 'supervisor-marking');
    for (const name of [/^预警/, '抽取 1', '初审与澄清', '过程记录', '项目文件']) await tab(name);
    await tab('结果与复核');
    await page.getByTestId('not-revealed').waitFor();
    expect(await page.getByTestId('read-marks').count()).toBe(0);
    expect(readings()).toBe(0);
    await tab('初审与澄清');
    await page.getByText('5 : 2').waitFor();
    await picture(page, 'supervisor-review');
    await tab(/^讨论 \d/);
    await page.getByText('独立评分期间不开放讨论').waitFor();
    await page.locator('tr', { hasText: '专家乙 · ' }).getByText('许可证已经过期').waitFor();
    await picture(page, 'supervisor-talk');
    await page.getByTestId('language').click();
    await page.getByRole('tab', { name: 'Progress' }).click();
    await page.getByText('Marks given').first().waitFor();
    await picture(page, 'supervisor-marking-english');
  });

  it('shows draws with their phases and digests, and hands out the transcript', async () => {
    current = view({
      draws: [draw({ drawId: `${project.id}#2` }), { ...runningDraw, drawId: `${project.id}#1` }],
    });
    await open(`/projects/${project.id}`);
    await tab('抽取 2');
    await page.getByText('承诺中').waitFor();
    await page.getByText('npx kawei draw replay').waitFor();
    const link = page.getByRole('link', { name: '下载抽取记录' });
    expect(await link.getAttribute('href')).toBe(`/api/draws/${project.id}%232/transcript`);
    await picture(page, 'supervisor-draws');
  });

  it('tells whom refused requests wanted left out, read only when asked for', async () => {
    const readings = () => hub.asked.filter(({ path }) => path.endsWith('/refused-requests')).length;
    const request = { by: 'chengxin', what: 'panel', day: '2026-11-24', possible: 'exclude' } as const;
    hub.on(`GET ${address}/refused-requests`, (): RefusedRequestView[] => [
      {
        ...{ ...request, at: at('01:12:00'), code: 'EXPERT_UNKNOWN' },
        excluded: [{ expert: 'E90001', reason: '与投标人有利害关系' }],
      },
      {
        ...{ ...request, at: at('01:10:00'), code: 'PANEL_NOT_FORMED' },
        excluded: Array.from({ length: 40 }, (_, n) => ({
          expert: `E1${n + 100}`,
          reason: '曾任投标人顾问',
        })),
      },
      { ...request, what: 'sites', at: at('01:05:00'), code: 'SITES_PANEL_NONE', excluded: [] },
    ]);
    current = view({ draws: [] });
    await open(`/projects/${project.id}`);
    await tab('抽取 0');
    await page.getByText('尚未发起抽取').waitFor();
    expect(readings()).toBe(0);
    await page.getByTestId('read-refused').click();
    const row = (text: string) => page.getByTestId('refused-requests').locator('tr', { hasText: text });
    await row('E90001：与投标人有利害关系').getByText('有的不在专家库中').waitFor();
    await row('E1100：曾任投标人顾问').getByText('组不成评标委员会').waitFor();
    await row('抽取 2026-11-24 的主场和副场').getByText('未要求任何人回避').waitFor();
    expect(readings()).toBe(1);
    await picture(page, 'supervisor-refused-requests');
    await page.getByTestId('language').click();
    await row('A panel for 2026-11-24').getByText('no panel can be formed').waitFor();
    await picture(page, 'supervisor-refused-requests-english');
  });

  const experts = revealed.members.map(({ pseudonym }) => pseudonym ?? '');

  it('ranks to three decimals and shows the look-back with its loop', async () => {
    current = revealed;
    await open(`/projects/${project.id}`);
    await tab('结果与复核');
    const ranking = page.getByTestId('ranking').locator('tbody tr:not([aria-hidden])');
    const first = (await ranking.first().locator('td').allTextContents()).map((text) => text.trim());
    const best = result[0];
    expect(first[1]).toBe(best?.name);
    expect(first.at(-1)).toBe(((best?.total ?? 0) / 1000).toFixed(3));
    expect(first.slice(2).every((score) => /^\d+\.\d{3}$/.test(score))).toBe(true);
    const planted = page.getByTestId('flags').locator('tr', { hasText: '已修正重签' });
    await planted.getByText('名次会变化').waitFor();
    expect(await planted.locator('del').textContent()).toBe('3');
    expect(await planted.textContent()).toContain('9.5');
    await picture(page, 'supervisor-result');
    await page.getByTestId('flags').scrollIntoViewIfNeeded();
    await picture(page, 'supervisor-flags');
    // A mark that the tender's rule leaves out says by which, in words.
    const [expert = ''] = experts;
    const uncounted = { expert, bidder: 'B3', item: 'T1', mark: 3000, instead: 9571 };
    const left = [
      { ...uncounted, rule: 'strike-20-all' },
      { ...uncounted, item: 'T4', rule: 'vote-others' },
    ];
    current = { ...revealed, uncounted: left };
    hub.changed('projects');
    const rows = page.getByTestId('uncounted').locator('tbody tr:not([aria-hidden])');
    await rows.first().getByText('偏离全体平均分超过 20%').waitFor();
    await rows.nth(1).getByText('经表决认定异常，未说明理由').waitFor();
    expect(await rows.first().textContent()).toContain('9.571');
    await page.getByTestId('uncounted').scrollIntoViewIfNeeded();
    await picture(page, 'supervisor-uncounted');
  });

  it('reads the marks only when asked, since each reading is recorded', async () => {
    current = revealed;
    await open(`/projects/${project.id}`);
    await tab('结果与复核');
    await page.getByText('每次查阅都会记入留痕账本').waitFor();
    hub.changed('projects', 'alerts');
    expect(readings()).toBe(0);
    await page.getByTestId('read-marks').click();
    const bidder = result.find(({ id }) => id === 'B3')?.name ?? '';
    await page.getByRole('tab', { name: bidder }).click();
    const amended = page
      .getByTestId('marks')
      .filter({ visible: true })
      .locator('tr', { hasText: '总体技术方案' });
    await amended.locator('.flagged', { hasText: '▼' }).waitFor();
    expect(await amended.locator('del').textContent()).toContain('3');
    await page.getByTestId('marks').filter({ visible: true }).scrollIntoViewIfNeeded();
    await picture(page, 'supervisor-marks');
    hub.changed('projects');
    await page.getByRole('tab', { name: '初步评审意见' }).click();
    await page.getByText('质保承诺函未按招标文件格式填写').first().waitFor();
    await picture(page, 'supervisor-verdicts');
    expect(readings()).toBe(1);
  });

  it('offers report and evidence once sealed, and says in words what has happened', async () => {
    current = sealed;
    await open(`/projects/${project.id}`);
    await page.getByText('有不同意见').waitFor();
    await picture(page, 'supervisor-sealed');
    await tab('结果与复核');
    hub.on(`GET ${address}/evidence.zip`, () => ({}));
    const [file] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: '下载证据文件夹' }).click(),
    ]);
    expect(file.suggestedFilename()).toBe(`${project.id}-evidence.zip`);
    await tab('过程记录');
    await page.getByText('专家丙 当选组长').waitFor();
    await picture(page, 'supervisor-timeline');
    await tab('项目文件');
    await page.getByText('13,386,400.50').waitFor();
    await picture(page, 'supervisor-document');
  });
});

describe('alerts', () => {
  it('lists the open ones newest first, by colour and word, and takes a decision with a note', async () => {
    hub.on('POST /api/alerts/A5/decide', () => {
      raised = raised.map((alert) => {
        if (alert.id !== 'A5') return alert;
        const decision = { decision: 'handled', note: '走错席位', by: '周启明', at: alert.at } as const;
        return { ...alert, state: 'decided', decision };
      });
    });
    await open('/alerts');
    await page.getByText('失去联系').waitFor();
    const lines = () => page.getByTestId('alerts').locator('tbody tr').allTextContents();
    expect(await lines()).toHaveLength(3);
    expect((await lines())[0]).toContain('警示');
    expect((await lines())[1]).toContain('严重');
    expect((await lines())[2]).toContain(project.title);
    await picture(page, 'supervisor-alerts');
    await page.locator('tr', { hasText: 'JZ1-0203' }).getByRole('button', { name: '处理' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('button', { name: '提交处理意见' }).click();
    await dialog.getByText('请选择处理方式').waitFor();
    await dialog.getByText('请写明理由').waitFor();
    await dialog.getByLabel('已处置').check();
    await dialog.getByRole('textbox').fill('已现场核实：专家走错席位，已引导至 JZ1-0105。');
    await picture(page, 'supervisor-decide');
    await dialog.getByRole('button', { name: '提交处理意见' }).click();
    await page.getByText('处理意见已提交').waitFor();
    await expect.poll(async () => (await lines()).length).toBe(2);
    expect(hub.bodies('POST /api/alerts/A5/decide')).toEqual([
      { decision: 'handled', note: '已现场核实：专家走错席位，已引导至 JZ1-0105。' },
    ]);
    await page.getByText('全部 4').click();
    await page.locator('tr', { hasText: 'JZ1-0203' }).getByText('已处置').waitFor();
  });

  it('says the hub’s own words when another was faster', async () => {
    hub.on('POST /api/alerts/A7/decide', () => {
      throw new Refusal('ALERT_DECIDED', { alert: 'A7' });
    });
    await open('/alerts');
    await page.locator('tr', { hasText: 'JZ1-B07' }).getByRole('button', { name: '处理' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('移送有关部门').check();
    await dialog.getByRole('textbox').fill('转场地核查');
    await dialog.getByRole('button', { name: '提交处理意见' }).click();
    await dialog.getByTestId('refusal').waitFor();
  });
});

describe('venues', () => {
  it('shows sites with trouble first and every booth in its place', async () => {
    await open('/venues');
    const first = page.getByTestId('venues').locator('tbody tr').first();
    await first.getByText('1 台失联').waitFor();
    expect(await first.textContent()).toContain('江州市公共资源交易中心');
    expect(await page.locator('.hall-place.missing').getAttribute('aria-label')).toContain('1 排 7 号');
    await page.getByText('1 排 7 号 · JZ1-B07 · 失联').waitFor();
    await picture(page, 'supervisor-venues');
  });

  it('serves the discipline office alike', async () => {
    hub.begin({ ...supervisorSession, role: 'discipline' }).on('GET /api/projects', () => rows);
    await open('/');
    await page.getByText('数字化手术室').waitFor();
    expect(await page.getByRole('menuitem').filter({ visible: true }).allTextContents()).toEqual([
      '项目监督',
      '预警处理',
      '回头看',
      '抽取实况',
      '场所与终端',
      '同日抽取',
      '抽取公平性',
      '签名密钥',
    ]);
    expect(flags.length).toBeGreaterThan(1);
  });
});
