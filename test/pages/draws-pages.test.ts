import { readFileSync } from 'node:fs';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { events } from '#shared/catalogue/events/index.ts';
import { Refusal } from '#shared/catalogue/refusal.ts';
import { fillText } from '#shared/catalogue/text.ts';
import type { DrawRow, WatchedDraw } from '#shared/protocol/views.ts';
import { draw, supervisorSession } from './project-stubs.ts';
import { venues } from './revealed-stubs.ts';
import { buildPages, type Desktop, desktopOf, openBrowser, picture, StubHub } from './staff-stubs.ts';

// Supervision watches a draw: what the ledger has, as soon as it has it, and then the result one by one.
const hub = new StubHub();
let browser: Browser;
let desktop: Desktop;
let page: Page;
let watched: WatchedDraw;

const example = (name: string): unknown =>
  JSON.parse(readFileSync(new URL(`../../docs/examples/${name}.json`, import.meta.url), 'utf8'));
const started = draw({
  phase: 'committing',
  parties: ['HC', 'JZ'].map((party) => ({
    ...{ party, countersigned: true, committed: false, revealed: false, withheld: null },
  })),
  ...{ commitmentRoot: null, seed: null, completedAt: null },
});
const step = (seq: number, type: string, party: string | null, zh: string) => ({
  ...{ seq, type, party },
  at: new Date(Date.parse(started.openedAt) + seq * 1000).toISOString(),
  text: { zh, en: zh },
});
const frozen = step(1, 'draw.opened', null, '抽取的输入已冻结，等待各方承诺');
const row = (given: Partial<DrawRow>): DrawRow => ({ ...started, ...given });

beforeAll(async () => {
  buildPages();
  [browser] = await Promise.all([openBrowser(), hub.start()]);
  desktop = await desktopOf(browser);
});
afterAll(async () => {
  await browser.close();
  await hub.close();
});
beforeEach(() => {
  watched = { draw: started, record: [frozen] };
  const at = encodeURIComponent(started.drawId);
  hub
    .begin(supervisorSession)
    .on('GET /api/venues', () => venues)
    .on('GET /api/draws/watch', () => [
      row({ drawId: 'XX2026-001#1', phase: 'completed', completedAt: started.openedAt }),
      row({ drawId: 'HC_halls-20261123-1#1', kind: 'seats', title: '合川一厅、合川二厅', phase: 'failed' }),
      row({}),
    ])
    .on(`GET /api/draws/${at}/watch`, () => watched)
    .on(`GET /api/draws/${at}/transcript`, () => example('panel-draw'));
});
afterEach(() => {
  expect(desktop.faults.splice(0)).toEqual([]);
});

it('lists draws of both kinds, those under way first, and follows one to its last ticket', async () => {
  page = await desktop.open(`${hub.url}/draws`);
  await page.getByText('合川一厅、合川二厅').waitFor();
  const rows = page.getByTestId('draws').locator('tbody tr');
  expect(await rows.first().innerText()).toContain('承诺中');
  await picture(page, 'supervisor-draws');
  await rows.first().getByRole('link').click();
  await page.getByText('正在等待各方交出密封的随机数').waitFor();

  const [one, two] = started.parties;
  if (!one || !two) throw new Error('no parties');
  const parties = [{ ...one, committed: true }, two];
  watched = {
    draw: { ...started, parties },
    record: [frozen, step(2, 'draw.committed', 'HC', 'HC 提交承诺')],
  };
  hub.changed('draws');
  await page.getByTestId('party-HC').getByText('已承诺').waitFor();
  await expect.poll(() => page.getByTestId('party-HC').locator('.watch-done').count()).toBe(2);
  expect(await page.getByTestId('record').locator('li').count()).toBe(2);
  await picture(page, 'supervisor-draw-under-way');

  watched = {
    draw: draw({ parties: [one, two].map((party) => ({ ...party, committed: true, revealed: true })) }),
    record: [...watched.record, step(3, 'draw.completed', null, '抽取完成')],
  };
  hub.changed('draws');
  await page.getByText('本机已按公开规则重新计算').waitFor();
  const walked = page.getByTestId('walk').locator('tbody tr.ant-table-row');
  // They come by themselves.
  await expect.poll(() => walked.count()).toBe(4);
  await picture(page, 'supervisor-draw-made');
});

it('shows whoever withheld, in words of the page’s language, and stops a result that this machine cannot confirm', async () => {
  const made = example('panel-draw') as { seed: string };
  hub.on(`GET /api/draws/${encodeURIComponent(started.drawId)}/transcript`, () => ({
    ...made,
    seed: '0'.repeat(64),
  }));
  const reason = '逾期未揭示 / no reveal in time';
  const parties = draw().parties.map((party, at) =>
    at === 0 ? party : { ...party, revealed: false, withheld: reason },
  );
  const text = fillText(events['draw.withheld'], { party: 'JZ', drawId: started.drawId, reason });
  const late = { ...step(2, 'draw.withheld', 'JZ', ''), text };
  watched = { draw: draw({ parties }), record: [frozen, late] };
  page = await desktop.open(`${hub.url}/draws/${encodeURIComponent(started.drawId)}`);
  await page.getByTestId('party-JZ').getByText('未按规则参加：逾期未揭示', { exact: true }).waitFor();
  await page.getByText('请立即停止使用该结果并上报').waitFor();
  expect(await page.getByTestId('walk').count()).toBe(0);
  expect(await page.getByTestId('record').textContent()).not.toContain('no reveal');
  await picture(page, 'supervisor-draw-wrong');
  await page.getByRole('button', { name: 'English' }).click();
  await page
    .getByTestId('party-JZ')
    .getByText('Withheld its part: no reveal in time', { exact: true })
    .waitFor();
  expect(await page.getByTestId('record').textContent()).not.toContain('逾期');
  await picture(page, 'supervisor-draw-wrong-english');
});

it('takes the beacon that was named, from two people who do not see each other’s value', async () => {
  const named = { source: '福利彩票双色球', round: '2026131', published: started.openedAt };
  const parties = draw().parties.map((party) => ({ ...party, countersigned: true }));
  const waiting = draw({
    ...{ phase: 'awaiting-beacon', parties, named, seed: null, completedAt: null },
    readings: [{ by: 'user:wang', at: started.openedAt }],
  });
  watched = { draw: waiting, record: [frozen] };
  const address = `POST /api/draws/${encodeURIComponent(started.drawId)}/beacon`;
  hub.on(address, () => {
    throw new Refusal('DRAW_BEACON_NOT_YET', named);
  });
  page = await desktop.open(`${hub.url}/draws/${encodeURIComponent(started.drawId)}`);
  const entry = page.getByTestId('beacon-entry');
  await entry.getByText('wang 已录入').waitFor();
  await entry.getByRole('button', { name: /录\s*入/ }).click();
  await entry.getByText('请填写公布的值').waitFor();
  await entry.getByLabel('公布的值').fill('03 11 17 22 25 30 + 09');
  await entry.getByRole('button', { name: /录\s*入/ }).click();
  await entry.getByTestId('refusal').getByText('请届时再录入').waitFor();
  hub.on(address, () => undefined);
  watched = { draw: { ...waiting, readingsVoidedAt: '2026-11-23T02:06:00.000Z' }, record: [frozen] };
  await entry.getByRole('button', { name: /录\s*入/ }).click();
  await entry.getByText('两人录入的值不同').waitFor();
  expect(hub.bodies(address).at(-1)).toEqual({ value: '03 11 17 22 25 30 + 09' });
  await picture(page, 'supervisor-draw-beacon');
});

it('shows the draw of the sites as it came out, by the names of the sites', async () => {
  const drawId = 'SL2026-041~sites#1';
  const sites = draw({ drawId, kind: 'sites', phase: 'completed' });
  const at = `/api/draws/${encodeURIComponent(drawId)}`;
  hub
    .on(`GET ${at}/watch`, () => ({ draw: sites, record: [frozen] }))
    .on(`GET ${at}/transcript`, () => example('sites-draw'));
  page = await desktop.open(`${hub.url}/draws/${encodeURIComponent(drawId)}`);
  await page.getByText('场所抽取 ·').waitFor();
  await page.getByTestId('sites-walk').getByText('主场 · 3–4 人').waitFor();
  await page.getByText('没有使用公共信标').waitFor();
  await picture(page, 'supervisor-draw-sites');
});
