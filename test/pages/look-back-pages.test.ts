import { readFile } from 'node:fs/promises';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { Refusal } from '#shared/catalogue/refusal.ts';
import type { ExpertHistoryView, HintPage, PairPage } from '#shared/protocol/look-back.ts';
import type { RecordRow } from '#shared/protocol/views.ts';
import type { Staff } from '#test/demo/staff.ts';
import { ManyProjects } from '#test/rehearsal/many-projects.ts';
import { accessibilityFaults } from './booth-browser.ts';
import { looked } from './look-back-stubs.ts';
import { project, supervisorSession } from './project-stubs.ts';
import { venues } from './revealed-stubs.ts';
import { type Desktop, desktopOf, openBrowser, picture, StubHub } from './staff-stubs.ts';

const small = { width: 1366, height: 768 };
const large = { width: 1920, height: 1080 };
let browser: Browser;
let desktop: Desktop;
let page: Page;

beforeAll(async () => {
  browser = await openBrowser();
  desktop = await desktopOf(browser);
});
afterAll(() => browser?.close());
afterEach(() => {
  expect(desktop.faults.splice(0)).toEqual([]);
});

const rowsOf = (table: string) =>
  page.getByTestId(table).filter({ visible: true }).locator('tbody tr:not([aria-hidden])');
const plotted = (plot: string) => page.getByTestId(plot).locator('svg').waitFor();

/** Everything axe-core finds; that a page has a first heading is the frame's, which has none. */
const faults = async () =>
  (await accessibilityFaults(page)).filter((fault) => !fault.startsWith('axe page-has-heading-one'));

/** Nothing of the page lies beyond the screen's edge. */
async function expectNothingWide(): Promise<void> {
  const widths = 'document.documentElement.scrollWidth - document.documentElement.clientWidth';
  expect(await page.evaluate(widths)).toBe(0);
}

/** Pictures of the top of the page at both sizes, and of the whole of it. */
async function pictures(name: string): Promise<void> {
  await picture(page, name);
  await page.setViewportSize(large);
  await picture(page, `${name}-1920`);
  await page.setViewportSize(small);
}

describe('before a hub with two months of projects', () => {
  const PROJECTS = 60;
  const LAST = `XX2026-00${PROJECTS}`;
  let many: ManyProjects;
  let supervisor: Staff;
  const open = (path: string) => page.goto(many.running.address + path);
  const readings = async () =>
    (await (await many.as('audit-admin')).get<RecordRow[]>('/api/record?limit=500')).filter(
      ({ type }) => type === 'marks.read',
    ).length;

  beforeAll(async () => {
    many = await ManyProjects.open({
      ...{ projects: PROJECTS, experts: 18, parties: 10 },
      shift: (expert, party) => (expert === 'E3' && party === 'P5' ? 12 : 0),
      change: (panel, index) => {
        // In the last project one expert gives a bidder next to nothing.
        if (index === PROJECTS - 1) for (let i = 0; i < 4; i++) panel.marks[(0 * 7 + 1) * 4 + i] = 1000;
      },
    });
    supervisor = await many.as('supervisor');
    page = await desktop.open(many.running.address);
    await page.locator('input').first().fill('discipline');
    await page.locator('input[type=password]').fill(many.password);
    await page.keyboard.press('Enter');
    await page.getByRole('menuitem', { name: '回头看' }).waitFor();
  });
  afterAll(() => many?.close());

  it('lists what the hub found, finds it by project, expert, bidder, kind and day, and goes back', async () => {
    const all = await supervisor.get<HintPage>('/api/look-back/hints');
    await page.getByRole('menuitem', { name: '回头看' }).click();
    await page.getByText(`符合条件 ${all.total} 条；共 ${PROJECTS} 个已揭示项目`).waitFor();
    expect(await rowsOf('hints').count()).toBe(20);
    await pictures('look-back-hints');
    expect(await faults()).toEqual([]);
    const last = await supervisor.get<HintPage>(`/api/look-back/hints?project=${LAST}&kind=percent`);
    await page.getByTestId('sought-project').locator('input').fill(LAST);
    await page.keyboard.press('Enter');
    await page.getByTestId('sought-kind').click();
    await page.locator('.ant-select-item-option', { hasText: '超出百分比界限' }).click();
    await expect.poll(() => rowsOf('hints').count()).toBe(last.total);
    const texts = await rowsOf('hints').allTextContents();
    for (const [place, { name, bidderName, flag }] of last.rows.entries())
      for (const told of [name, bidderName ?? '', flag ?? '']) expect(texts[place]).toContain(told);
    await page.getByTestId('sought-until').fill('2026-01-20');
    await page.getByText('没有符合条件的提示').waitFor();
    await page.goBack();
    await page.getByRole('menuitem', { name: '回头看' }).click();
    await page.getByText(`符合条件 ${all.total} 条`).waitFor();
  });

  it('saves the list under its filters, and the hub records it', async () => {
    await open(`/look-back?project=${LAST}`);
    await rowsOf('hints').first().waitFor();
    const { total } = await supervisor.get<HintPage>(`/api/look-back/hints?project=${LAST}`);
    await page.getByTestId('export').click();
    const [file] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('menuitem', { name: 'CSV' }).click(),
    ]);
    expect(file.suggestedFilename()).toBe('look-back-hints.csv');
    const lines = (await readFile(await file.path(), 'utf8')).trimEnd().split('\r\n');
    expect(lines).toHaveLength(total + 1);
    const record = await (await many.as('audit-admin')).get<RecordRow[]>('/api/record?limit=50');
    expect(record.find(({ type }) => type === 'tendencies.exported')).toMatchObject({
      payload: { reader: 'discipline', what: 'hints', form: 'csv', rows: total },
    });
  });

  it('puts the planted favour first, says how many chance gives, and plots how seldom each pair is', async () => {
    const { rows, tested } = await supervisor.get<PairPage>('/api/look-back/pairs?kind=expert');
    await page.getByRole('tab', { name: '跨项目的关系' }).click();
    await page.getByTestId('pairs-chance').getByText(`共比较了 ${tested} 对`).waitFor();
    const first = await rowsOf('pairs').first().textContent();
    for (const told of [rows[0]?.whoName, rows[0]?.partyName, '超过界限', `在 ${rows[0]?.n} 个项目中相遇`])
      expect(first).toContain(told);
    await plotted('plot-pairs');
    const names = await page.getByTestId('plot-pairs').locator('svg text').allTextContents();
    expect(names).toContain(`${rows[0]?.whoName} — ${rows[0]?.partyName}`);
    await pictures('look-back-pairs');
    expect(await faults()).toEqual([]);
    await page.getByTestId('language').click();
    await page.getByTestId('pairs-chance').getByText('pairs were compared').waitFor();
    await pictures('look-back-pairs-english');
    await expectNothingWide();
    await page.getByTestId('language').click();
    await page.getByTestId('sought-until').fill('2026-01-24');
    await page.getByTestId('pairs-chance').getByText('在 20 个已封存项目中').waitFor();
    const early = await supervisor.get<PairPage>('/api/look-back/pairs?kind=expert&until=2026-01-24');
    expect(early.tested).toBeLessThan(tested);
    await page.getByTestId('pairs-chance').getByText(`共比较了 ${early.tested} 对`).waitFor();
    expect(page.url()).toContain('until=2026-01-24');
    await page.getByTestId('sought-until').fill('');
    await page.getByText('两位专家', { exact: true }).click();
    await page.getByTestId('pairs-chance').getByText('对专家').waitFor();
    await page.getByText('单位与投标人', { exact: true }).click();
    await page.getByText('这里说的是单位').waitFor();
  });

  it('shows an expert’s severity and spread over time, each with how uncertain it is', async () => {
    await open('/look-back?list=experts');
    await plotted('plot-experts');
    await pictures('look-back-experts');
    expect(await faults()).toEqual([]);
    await page.getByTestId('language').click();
    await page.getByRole('columnheader', { name: 'Severity' }).waitFor();
    await pictures('look-back-experts-english');
    await expectNothingWide();
    await page.getByRole('tab').first().click();
    await rowsOf('hints').first().waitFor();
    await pictures('look-back-hints-english');
    await expectNothingWide();
    await page.getByTestId('language').click();
    await open('/look-back?list=experts&from=2026-01-05&until=2026-01-05');
    await expect.poll(() => rowsOf('experts').count()).toBe(7); // the panel of that day
    await open('/look-back?list=experts');
    await plotted('plot-experts');
    const view = await supervisor.get<ExpertHistoryView>('/api/look-back/experts/X-E3');
    await rowsOf('experts').getByRole('link', { name: view.name }).click();
    await plotted('plot-severity');
    await plotted('plot-spread');
    for (const { severity, spread } of view.panels) {
      expect(severity?.low).toBeLessThan(severity?.value ?? 0);
      expect(spread?.high).toBeGreaterThan(spread?.value ?? 0);
    }
    const [latest] = view.panels;
    const row = await rowsOf('panels').first().textContent();
    expect(row).toContain(latest?.title);
    expect(row).toContain(`（${(latest?.spread?.low ?? 0).toFixed(2)} 到`);
    await page.getByTestId('met').getByText('线索 L').first().waitFor();
    await pictures('look-back-expert');
    expect(await faults()).toEqual([]);
    await page.getByTestId('met').scrollIntoViewIfNeeded();
    await page.screenshot({ path: 'test/output/screens/look-back-expert-pairs.png', fullPage: true });
  });

  it('plots a panel’s marks once they are asked for, the flagged one by another shape, and each reading is recorded', async () => {
    const [hint] = (await supervisor.get<HintPage>(`/api/look-back/hints?project=${LAST}&kind=percent`)).rows;
    const before = await readings();
    await open(`/look-back?project=${LAST}&kind=percent`);
    await rowsOf('hints')
      .first()
      .getByRole('link', { name: hint?.title ?? '' })
      .click();
    await page.getByText('每次查阅评分都会记入留痕账本').waitFor();
    await expect.poll(() => page.getByTestId('plot-marks').count()).toBe(0);
    expect(await readings()).toBe(before);
    await page.getByTestId('read-marks').click();
    await plotted('plot-marks');
    expect(await readings()).toBe(before + 1);
    const flagged = page.getByTestId('marks').locator('.flagged').first();
    expect(await flagged.textContent()).toMatch(/▼ 4 偏低/);
    // Seven experts on five bidders: circles, but for what is flagged.
    const shapes = await page
      .getByTestId('plot-marks')
      .locator('svg path')
      .evaluateAll((paths) =>
        (paths as { getAttribute(name: string): string | null }[]).map((path) => path.getAttribute('fill')),
      );
    expect(shapes.filter((fill) => fill === '#c2410c')).toHaveLength(
      await page.getByTestId('marks').locator('.flagged').count(),
    );
    expect(await page.getByTestId('sentences').textContent()).toContain('低 91');
    await pictures('look-back-panel');
    expect(await faults()).toEqual([]);
  });

  it('says that marks are sealed before the reveal', async () => {
    const { project: next } = await many.drawNext();
    await open(`/look-back/projects/${next.id}`);
    await page.getByTestId('read-marks').click();
    await page.locator('[data-testid=refusal][data-code=MARKS_SEALED]').waitFor();
    expect(await page.locator('main, .ant-layout-content').first().textContent()).not.toContain(next.title);
    await open('/look-back/experts/X-nobody');
    await page.locator('[data-testid=refusal][data-code=LOOKED_AT_UNKNOWN]').waitFor();
  });
});

describe('one panel', () => {
  const hub = new StubHub();
  const address = `/api/look-back/projects/${project.id}`;
  beforeAll(() => hub.start());
  afterAll(() => hub.close());
  const read = async (query = '') => {
    page = await desktop.open(`${hub.url}/look-back/projects/${project.id}${query}`);
    await page.getByTestId('read-marks').click();
  };

  it('tells a result on one expert, items marked alike and the time of entry, with care', async () => {
    hub
      .begin(supervisorSession)
      .on('GET /api/venues', () => venues)
      .on(`GET ${address}`, () => looked);
    const flag = looked.flags.find(({ item }) => item !== null);
    await read(`?flag=${flag?.id}`);
    await plotted('plot-marks');
    const title = looked.scopes.find(({ item }) => item === flag?.item)?.title ?? '';
    await page.getByText(`“${title}”：每一列`).waitFor();
    expect(await page.getByTestId('resting').textContent()).toMatch(
      /只有不计专家.的评分表时，第一名才会变。.*41%/,
    );
    expect(await page.getByTestId('alike').textContent()).toContain('每 1,300 位正常专家约有 1 位这样');
    await page.getByText('不是阅读投标文件的时间').waitFor();
    const pace = await rowsOf('pace').first().locator('td').allTextContents();
    expect(pace.at(1)).toBe('2.0');
    expect(pace.at(-1)).toBe('说不准');
    await plotted('plot-pace');
    await page.getByTestId('resting').scrollIntoViewIfNeeded();
    await picture(page, 'look-back-fairness');
    await page.getByTestId('pace').scrollIntoViewIfNeeded();
    await picture(page, 'look-back-pace');
    await page.getByTestId('language').click();
    await page.getByText('The panel’s marks').waitFor();
    await page.mouse.wheel(0, -5000);
    await pictures('look-back-panel-english');
  });

  it('says the hub’s own words where it refuses', async () => {
    hub.begin(supervisorSession).on(`GET ${address}`, () => {
      throw new Refusal('MARKS_SEALED');
    });
    await read();
    await page.locator('[data-testid=refusal][data-code=MARKS_SEALED]').waitFor();
    await expect.poll(() => page.getByTestId('plot-marks').count()).toBe(0);
  });
});
