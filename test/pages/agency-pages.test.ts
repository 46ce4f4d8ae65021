import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Refusal } from '#shared/catalogue/refusal.ts';
import { ruleText } from '#shared/conflicts/rules.ts';
import type { ProjectView } from '#shared/protocol/views.ts';
import {
  agencySession,
  draft,
  failedDraw,
  gatheringMembers,
  project,
  rows,
  runningDraw,
  view,
} from './project-stubs.ts';
import { revealed, sealed } from './revealed-stubs.ts';
import { type Desktop, desktopOf, openBrowser, picture, StubHub } from './staff-stubs.ts';

const hub = new StubHub();
const address = `/api/projects/${project.id}`;
let browser: Browser;
let desktop: Desktop;
let page: Page;
let current: ProjectView;

beforeAll(async () => {
  [browser] = await Promise.all([openBrowser(), hub.start()]);
  desktop = await desktopOf(browser);
});
afterAll(async () => {
  await browser.close();
  await hub.close();
});
beforeEach(() => {
  current = draft;
  hub
    .begin(agencySession)
    .on('GET /api/projects', () => rows)
    .on('GET /api/draws', () => [{ ...runningDraw, drawId: 'SL2026-041#1' }])
    .on(`GET ${address}`, () => current);
});
afterEach(() => {
  expect(desktop.faults.splice(0)).toEqual([]);
});

const open = async (path: string) => {
  page = await desktop.open(hub.url + path);
};
const field = (place: string) => page.locator(`[id="place:${place}"]`);
const dialog = () => page.getByRole('dialog').filter({ visible: true });
const faultPlaces = () =>
  page.getByTestId('fault').evaluateAll((all) => all.map((one) => one.getAttribute('data-place')));
const importJson = (document: unknown) =>
  page.locator('input[type=file]').setInputFiles({
    name: 'project.json',
    mimeType: 'application/json',
    buffer: Buffer.from(typeof document === 'string' ? document : JSON.stringify(document)),
  });

describe('entering a project', () => {
  it('lists projects with stage and the deadline of a running draw', async () => {
    await open('/projects');
    const running = page.locator('tr', { hasText: '清溪水库' });
    await running.getByText('抽取专家').waitFor();
    await running.getByText('08:40:00').waitFor();
    await picture(page, 'agency-projects');
  });

  it('lists every fault at once with its place, and a click leads to the field', async () => {
    await open('/projects');
    await page.getByRole('button', { name: '录入新项目' }).click();
    expect(await page.getByTestId('fault').count()).toBe(0);
    await page.getByTestId('save').click();
    await page.getByTestId('fault').first().waitFor();
    expect(await faultPlaces()).toEqual(
      expect.arrayContaining(['id', 'title', 'items[0].title', 'items[0].max', 'bidders[2].price']),
    );
    expect(hub.bodies('POST /api/projects')).toEqual([]);
    await picture(page, 'agency-faults');
    await page.locator('[data-testid=fault][data-place="bidders[2].price"]').click();
    await expect.poll(() => page.evaluate(() => document.activeElement?.id)).toBe('place:bidders[2].price');
    await page.keyboard.type('一千二百万');
    await page.getByText('请填写金额（元），最多两位小数').first().waitFor();
    await page.keyboard.press('Control+A');
    await page.keyboard.type('12,865,000.5');
    await expect.poll(faultPlaces).not.toContain('bidders[2].price');
    await page.getByText('JSON', { exact: true }).click();
    expect(await page.locator('textarea').first().inputValue()).toContain('"price": 1286500050');
  });

  it('takes a file, shows it as the form, and sends what the form has become', async () => {
    hub.on('POST /api/projects', () => ({ project: project.id, warnings: [] }));
    await open('/projects/new');
    await importJson(project);
    await page.getByText('没有发现问题').waitFor();
    expect(await field('items[0].max').inputValue()).toBe('15');
    expect(await field('price.formula.factor').inputValue()).toBe('0.98');
    expect(await field('bidders[3].price').inputValue()).toBe('13,386,400.50');
    await field('items[3].max').fill('8.5');
    await field('title').fill('江州市智能交通信号控制系统');
    await picture(page, 'agency-new');
    await page.getByTestId('save').click();
    await page.getByTestId('freeze').waitFor();
    const [body] = hub.bodies<{ project: typeof project }>('POST /api/projects');
    expect(body?.project).toEqual({
      ...project,
      title: '江州市智能交通信号控制系统',
      items: project.items.map((item) => (item.id === 'T4' ? { ...item, max: 8500 } : item)),
    });
  });

  it('says what only the hub can know at its place, until that place is changed', async () => {
    hub.on('POST /api/projects', () => {
      throw new Refusal('PROJECT_INVALID', { count: 1 }, [
        { code: 'SITE_UNKNOWN', place: 'panel.sites[1].id', values: { site: 'HC' } },
      ]);
    });
    await open('/projects/new');
    await importJson(project);
    await page.getByTestId('save').click();
    await expect.poll(faultPlaces).toEqual(['panel.sites[1].id']);
    await field('panel.sites[1].id').fill('HF');
    await expect.poll(faultPlaces).toEqual([]);
  });

  it('shows warnings without standing in the way', async () => {
    hub.on('POST /api/projects', () => ({ project: project.id, warnings: [] }));
    await open('/projects/new');
    await importJson({
      ...project,
      bidders: project.bidders.map((bidder, at) =>
        at === 1 ? { ...bidder, party: '91110100MA00088429' } : bidder,
      ),
    });
    await page.getByTestId('warning').getByText('投标人 2 · 统一社会信用代码').waitFor();
    expect(await page.getByTestId('warning').textContent()).toContain('校验位不符');
    await picture(page, 'agency-warning');
    await page.getByTestId('language').click();
    await page.getByTestId('warning').getByText('fails the check of GB 32100').waitFor();
    await page.locator('[id="place:price"]').scrollIntoViewIfNeeded();
    await picture(page, 'agency-form-english');
    await page.getByTestId('language').click();
    await page.locator('[id="place:panel"]').scrollIntoViewIfNeeded();
    await picture(page, 'agency-form-foot');
    await page.getByTestId('save').click();
    await page.getByTestId('freeze').waitFor();
  });

  it('keeps the form when a file or what is typed is no JSON, and what is unsaved over a reload', async () => {
    await open('/projects/new');
    await field('title').fill('滨江路照明改造');
    await importJson('{"title": ');
    await page.getByText('不是正确的 JSON').waitFor();
    expect(await field('title').inputValue()).toBe('滨江路照明改造');
    await page.getByText('JSON', { exact: true }).click();
    await page.locator('textarea').first().fill('{ "title": "半句');
    await page.getByTestId('json-wrong').waitFor();
    expect(await page.getByTestId('save').isDisabled()).toBe(true);
    await picture(page, 'agency-json');
    await page.reload();
    await page.getByText('已恢复').waitFor();
    expect(await field('title').inputValue()).toBe('滨江路照明改造');
  });

  it('forgets what is unsaved when its user signs out', async () => {
    hub.on('DELETE /api/session', () => undefined);
    await open('/projects/new');
    await field('title').fill('滨江路照明改造');
    await page.getByTestId('person').click();
    hub.session = null;
    await page.getByRole('menuitem', { name: '退出登录' }).click();
    await page.getByLabel('用户名').waitFor();
    expect(await page.evaluate(() => sessionStorage.length)).toBe(0);
  });
});

describe('carrying it on', () => {
  it('freezes only after asking, and never what is unsaved', async () => {
    hub.on(`POST ${address}/freeze`, () => {
      current = view({ stage: 'frozen', draws: [], members: [], review: [], clarifications: [] });
      return { digest: '00' };
    });
    await open(`/projects/${project.id}`);
    await field('title').fill('改了又没有保存');
    await expect.poll(() => page.getByTestId('freeze').isDisabled()).toBe(true);
    await page.getByRole('button', { name: '放弃未保存的修改' }).click();
    await page.getByTestId('freeze').click();
    await dialog().getByText('也不能撤销冻结').waitFor();
    expect(hub.bodies(`POST ${address}/freeze`)).toHaveLength(0);
    await picture(page, 'agency-freeze');
    await dialog().getByRole('button', { name: '取消' }).click();
    expect(hub.bodies(`POST ${address}/freeze`)).toHaveLength(0);
    await page.getByTestId('freeze').click();
    await dialog().getByRole('button', { name: '确认冻结' }).click();
    await page.getByTestId('ask-panel').waitFor();
    expect(hub.bodies(`POST ${address}/freeze`)).toHaveLength(1);
    expect(await page.getByTestId('freeze').count()).toBe(0);
  });

  it('asks for the panel with experts to bar, and follows the ceremony', async () => {
    current = view({ stage: 'frozen', draws: [failedDraw], members: [], review: [], clarifications: [] });
    hub.on(`POST ${address}/panel`, () => {
      current = view({
        ...current,
        stage: 'drawing',
        draws: [{ ...runningDraw, drawId: `${project.id}#2` }, failedDraw],
      });
      return { drawId: `${project.id}#2` };
    });
    const text = ruleText('bidder-employment', true, project.regime);
    hub.on(`GET ${address}/exclusions`, () => ({
      ...{ day: '2026-11-23', frozen: false, candidates: 412 },
      rules: [{ rule: 'bidder-employment', certain: true, count: 17, text }],
    }));
    await open(`/projects/${project.id}`);
    await page.getByText('上一次抽取未成').waitFor();
    await page.getByTestId('ask-panel').click();
    await dialog().getByText('JZ 3–4 人').waitFor();
    await dialog().getByTestId('exclusions').getByText('17 人').waitFor();
    await dialog().getByRole('button', { name: '添加回避专家' }).click();
    await dialog().getByRole('button', { name: '锁定并发起抽取' }).click();
    await dialog().getByText('请写明理由').waitFor();
    expect(hub.bodies(`POST ${address}/panel`)).toEqual([]);
    await dialog().getByPlaceholder('专家编号').fill('E0417');
    await dialog().getByPlaceholder('回避理由').fill('两年前任投标人技术顾问');
    await dialog().getByLabel('揭示').fill('15');
    await dialog().getByLabel('公共信标').click();
    await page.getByText('其他公开数值').click();
    await dialog().getByLabel('信标名称').fill('福利彩票双色球');
    await dialog().getByLabel('期号').fill('2026131');
    await dialog().getByLabel('公布时间').fill('2026-11-24T21:15');
    await picture(page, 'agency-panel');
    await dialog().getByRole('button', { name: '锁定并发起抽取' }).click();
    await page.getByText('承诺中').first().waitFor();
    expect(hub.bodies(`POST ${address}/panel`)).toEqual([
      {
        possible: 'exclude',
        excluded: [{ expert: 'E0417', reason: '两年前任投标人技术顾问' }],
        times: { reveal: 900 },
        beacon: {
          ...{ kind: 'other', source: '福利彩票双色球', round: '2026131' },
          published: '2026-11-24T13:15:00.000Z',
        },
      },
    ]);
    await page.getByText('未履行：逾期未揭示', { exact: true }).waitFor();
    await picture(page, 'agency-ceremony');
  });

  it('files bids’ documents with their digests, says why one is refused, and withdraws after asking', async () => {
    current = view({ stage: 'frozen', draws: [], members: [], review: [], clarifications: [] });
    const [{ id: bidder } = { id: '' }] = project.bidders;
    const digest = 'ab'.repeat(32);
    const filed = { bidder, title: '技术标', digest, size: 1_234_567, filedAt: '2026-11-23T00:10:00.000Z' };
    let documents = [filed];
    hub
      .on(`GET ${address}/documents`, () => ({ begun: false, limit: 200_000_000, documents }))
      .on(`POST ${address}/bids/${bidder}/documents*`, ({ path }) => {
        const title = new URL(path, hub.url).searchParams.get('title') ?? '';
        if (title === '断') throw new Refusal('BID_DOCUMENT_CUT');
        documents = [...documents, { ...filed, title, digest: 'cd'.repeat(32), size: 4000 }];
        return undefined;
      })
      .on(`DELETE ${address}/bids/${bidder}/documents/${digest}`, () => {
        documents = documents.slice(1);
        return undefined;
      });
    await open(`/projects/${project.id}`);
    await page.getByRole('tab', { name: '投标文件' }).click();
    const card = page.getByTestId(`documents-${bidder}`);
    await card.getByText('1.2 MB').waitFor();
    const pdf = (name: string) => ({ name, mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.7') });
    await page.getByTestId(`file-${bidder}`).setInputFiles([pdf('商务标.pdf'), pdf('断.pdf')]);
    await card.getByRole('link', { name: '商务标' }).waitFor();
    await card.getByTestId('refusal').getByText('请重新取得完整文件').waitFor();
    await picture(page, 'agency-bid-documents');
    await card.locator('tr', { hasText: '技术标' }).getByRole('button', { name: '撤回' }).click();
    await page.getByText('撤回会留痕').waitFor();
    await page.locator('.ant-popconfirm').getByRole('button', { name: '撤回', exact: true }).click();
    await expect.poll(() => card.getByRole('link', { name: '技术标' }).count()).toBe(0);
    expect(await card.getByRole('link', { name: '商务标' }).getAttribute('href')).toContain('cd'.repeat(32));
  });

  it('replaces a member who does not come, with a reason', async () => {
    current = view({ stage: 'gathering', members: gatheringMembers, review: [], clarifications: [] });
    hub.on(`POST ${address}/panel/replace`, () => ({ replaced: false }));
    await open(`/projects/${project.id}`);
    await page.getByTestId('replace').first().waitFor();
    expect(await page.getByTestId('replace').count()).toBe(2);
    await picture(page, 'agency-gathering');
    await page.getByTestId('replace').first().click();
    await dialog().getByRole('textbox').fill('08:40 电话联系，专家因病不能到场');
    await dialog().getByRole('button', { name: '确认递补' }).click();
    await page.locator('.ant-modal-confirm-title', { hasText: '候补专家已用完' }).waitFor();
    expect(hub.bodies(`POST ${address}/panel/replace`)).toEqual([
      { ticket: gatheringMembers[5]?.ticket, reason: '08:40 电话联系，专家因病不能到场' },
    ]);
  });

  it('hands in a bidder’s answer, and shows no mark before the reveal', async () => {
    current = view();
    hub.on(`POST ${address}/clarifications/Q1`, () => undefined);
    await open(`/projects/${project.id}`);
    await page.getByRole('button', { name: '提交答复…' }).click();
    await dialog()
      .getByRole('textbox')
      .fill('以第 112 页设备清单所列 GB/T 20999—2017 为准，第 47 页系笔误。');
    await dialog().getByRole('button', { name: '提交答复' }).click();
    await page.getByText('答复已转交评标委员会').waitFor();
    await picture(page, 'agency-marking');
    await page.getByRole('tab', { name: '结果与报告' }).click();
    await page.getByTestId('result-hidden').waitFor();
    expect(hub.asked.filter(({ path }) => path.includes('marks'))).toEqual([]);
  });

  it('shows the ranking to the last thousandth, and the report once it is sealed', async () => {
    current = revealed;
    await open(`/projects/${project.id}`);
    await page.getByRole('tab', { name: '结果与报告' }).click();
    await page.getByText('尚未结束').waitFor();
    expect(await page.getByText('下载评标报告').count()).toBe(0);
    current = sealed;
    hub.changed('projects');
    hub.on(`GET ${address}/certificate.json`, () => {
      throw new Refusal('CERTIFICATE_NOT_WITNESSED', { have: 0, need: 2 });
    });
    await page.getByRole('button', { name: '下载评标报告' }).waitFor();
    await page.getByRole('button', { name: '下载见证书' }).click();
    await page.getByTestId('refusal').getByText('需要 2 个').waitFor();
    hub.on(`GET ${address}/certificate.json`, () => ({ format: 'kawei/certificate@1' }));
    const [file] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: '下载见证书' }).click(),
    ]);
    expect(file.suggestedFilename()).toBe(`${project.id}-certificate.json`);
    expect(await page.getByTestId('refusal').count()).toBe(0);
    await page
      .getByTestId('ranking')
      .getByText(/^\d+\.\d{3}$/)
      .first()
      .waitFor();
    await picture(page, 'agency-result');
    await page.getByTestId('language').click();
    await page.getByText('Download the report').waitFor();
    await picture(page, 'agency-result-english');
  });
});
