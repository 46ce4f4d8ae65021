/** The agency puts main and side sites to the draw before the panel. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Refusal } from '#shared/catalogue/refusal.ts';
import type { ProjectView } from '#shared/protocol/views.ts';
import { agencySession, draw, project, runningDraw, view } from './project-stubs.ts';
import { type Desktop, desktopOf, openBrowser, picture, StubHub } from './staff-stubs.ts';

const hub = new StubHub();
const address = `/api/projects/${project.id}`;
const ready = view({ stage: 'frozen', draws: [], members: [], review: [], clarifications: [] });
let browser: Browser;
let desktop: Desktop;
let page: Page;
let current: ProjectView = ready;

beforeAll(async () => {
  [browser] = await Promise.all([openBrowser(), hub.start()]);
  desktop = await desktopOf(browser);
  hub
    .begin(agencySession)
    .on('GET /api/draws', () => [])
    .on(`GET ${address}`, () => current);
});
afterAll(async () => {
  await browser.close();
  await hub.close();
});

const dialog = () => page.getByRole('dialog').filter({ visible: true });

it('puts the sites to a draw, and then asks for the panel from them', async () => {
  const drawn = draw({ drawId: `${project.id}~sites#1`, kind: 'sites', phase: 'completed', seed: null });
  hub.on(`GET ${address}/exclusions`, () => ({
    day: '2026-11-23',
    frozen: false,
    candidates: 412,
    rules: [],
  }));
  hub.on(`POST ${address}/sites`, () => {
    throw new Refusal('SITES_PANEL_NONE', { main: 'JZ', sides: 'HC', zh: '专家不足。', en: 'Too few.' });
  });
  page = await desktop.open(`${hub.url}/projects/${project.id}`);
  await page.getByTestId('ask-panel').click();
  await dialog().getByLabel('评标场所').click();
  await page.getByText('从项目写明的场所中随机抽取主场和副场').click();
  await dialog().getByRole('button', { name: '锁定并发起抽取' }).click();
  await dialog().getByText('请填写此项').first().waitFor();
  for (const [label, value] of [
    ['主场人数 至少', '3'],
    ['主场人数 至多', '4'],
    ['每个副场人数 至少', '3'],
    ['每个副场人数 至多', '4'],
  ] as const)
    await dialog().getByLabel(label).fill(value);
  await dialog().getByRole('button', { name: '锁定并发起抽取' }).click();
  await dialog().getByTestId('refusal').getByText('如果抽中主场 JZ').waitFor();
  await picture(page, 'agency-sites');
  hub.on(`POST ${address}/sites`, () => {
    current = { ...ready, siteDraws: [drawn] };
    return { drawId: drawn.drawId };
  });
  await dialog().getByRole('button', { name: '锁定并发起抽取' }).click();
  await page.getByText('主场和副场已抽定并封存').waitFor();
  expect(hub.bodies(`POST ${address}/sites`).at(-1)).toEqual({
    ...{ sides: 1, quotas: { main: { min: 3, max: 4 }, side: { min: 3, max: 4 } } },
    ...{ possible: 'exclude', excluded: [] },
  });
  await picture(page, 'agency-sites-drawn');
  hub.on(`POST ${address}/panel/from-sites`, () => {
    current = { ...current, stage: 'drawing', draws: [runningDraw] };
    return { drawId: runningDraw.drawId };
  });
  await page.getByTestId('from-sites').click();
  await dialog().getByLabel('报到时间').fill('08:30');
  await picture(page, 'agency-from-sites');
  await dialog().getByRole('button', { name: '锁定并发起抽取' }).click();
  await page.getByText('承诺中').first().waitFor();
  expect(hub.bodies(`POST ${address}/panel/from-sites`)).toEqual([{ time: '08:30' }]);
  current = {
    ...current,
    drawnSites: [
      { id: 'JZ', role: 'main' },
      { id: 'HC', role: 'side' },
    ],
  };
  await page.reload();
  await page.getByText('主场：JZ；副场：HC').waitFor();
  expect(desktop.faults).toEqual([]);
});
