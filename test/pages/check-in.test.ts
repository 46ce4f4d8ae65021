import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Refusal } from '#shared/catalogue/refusal.ts';
import { type IdProof, idProofHolds } from '#shared/pool/id-proof.ts';
import type { HallDeskView } from '#shared/protocol/views.ts';
import { IdReader } from '#test/simulators/id-reader/reader.ts';
import { desk, deskSession, HUB_SECRET, person } from './hall-fixtures.ts';
import { type Asked, type Desktop, desktopOf, openBrowser, picture, StubHub } from './staff-stubs.ts';

const CHECK_IN = 'POST /api/hall/check-in';
const [idNumber, other] = ['11010519491231002X', '440524188001010014'];

interface Scan {
  readonly scan: string;
  readonly badge: string;
  readonly readAt: string;
  readonly idProof?: IdProof;
}

const hub = new StubHub();
let reader: IdReader;
let browser: Browser;
let desktop: Desktop;
let page: Page;
let day: HallDeskView;

beforeAll(async () => {
  reader = await IdReader.start();
  [browser] = await Promise.all([openBrowser(), hub.start(reader.address)]);
  desktop = await desktopOf(browser);
});
afterAll(async () => {
  await browser.close();
  await hub.close();
});
beforeEach(() => {
  day = desk();
  hub
    .begin(deskSession)
    .on('GET /api/hall', () => day)
    .on('GET /api/draws', () => [])
    .on(CHECK_IN, ({ body }: Asked) => ({ name: `姓名${(body as Scan).badge.slice(-2)}` }));
});
afterEach(async () => {
  expect(await kept()).toEqual([]);
  expect(desktop.faults.splice(0)).toEqual([]);
});

const open = async (path = '/desk') => {
  page = await desktop.open(hub.url + path);
  await page.getByText('合肥评标中心').waitFor();
};
const focused = () => page.evaluate(() => document.activeElement?.id);
const scan = (...lines: string[]) => page.keyboard.type(lines.map((line) => `${line}\n`).join(''));
/** What the browser itself holds, whatever the page shows. */
const kept = () =>
  page.evaluate(
    () =>
      new Promise<Scan[]>((resolve) => {
        const opening = indexedDB.open('kawei-desk');
        opening.onsuccess = () => {
          const db = opening.result;
          if (!db.objectStoreNames.contains('scans')) return resolve([]);
          const all = db.transaction('scans').objectStore('scans').getAll();
          all.onsuccess = () => {
            db.close();
            resolve(all.result as Scan[]);
          };
        };
      }),
  );

describe('check-in', () => {
  it('goes from badge to ID card to the next badge by scanners alone, and sends no ID number', async () => {
    hub.on(CHECK_IN, () => {
      day = desk({ people: [...day.people, person(7)] });
      return { name: '郑海涛' };
    });
    await open();
    expect(await focused()).toBe('badge');
    await scan('ZJ-01028');
    await page.getByTestId('check-more').getByText('请读身份证').waitFor();
    await scan(idNumber.toLowerCase());
    await page.getByTestId('check-done').getByText('郑海涛').waitFor();
    const [sent] = hub.bodies<Scan>(CHECK_IN);
    expect(Object.keys(sent ?? {}).sort()).toEqual(['badge', 'idProof', 'readAt', 'scan']);
    const proof = sent?.idProof as IdProof;
    expect(idProofHolds(HUB_SECRET, proof, { badge: 'ZJ-01028', idNumber })).toBe(true);
    expect([await focused(), await page.inputValue('#badge')]).toEqual(['badge', '']);
    await page.locator('.people').getByText('ZJ-01028').waitFor();
    // Told in type that is read at two metres.
    const size = await page.locator('.check-done b').evaluate((node) => getComputedStyle(node).fontSize);
    expect(Number.parseInt(size, 10)).toBeGreaterThanOrEqual(60);
    await picture(page, 'staff-hall-check-in');
    await scan('ZJ-01028');
    await page.getByTestId('check-told').getByText('签到').waitFor();
    expect(hub.bodies(CHECK_IN)).toHaveLength(1);
  });

  it('is one scan where the hub is set so, with the focus back after every click, and doubles ignored', async () => {
    day = desk({ identity: { ...desk().identity, needed: false } });
    await open();
    await scan('ZJ-01041');
    await page.getByTestId('check-done').getByText('姓名41').waitFor();
    await scan('ZJ-01041');
    await page.getByTestId('check-told').getByText('刚才已扫描').waitFor();
    await page.locator('.people .ant-card-head-title').click();
    await expect.poll(focused).toBe('badge');
    await scan('ZJ-01042');
    await page.getByTestId('check-done').getByText('姓名42').waitFor();
    expect(hub.bodies<Scan>(CHECK_IN).map(({ badge }) => badge)).toEqual(['ZJ-01041', 'ZJ-01042']);
  });

  it('says why the hub refuses, and what cannot be read', async () => {
    hub.on(CHECK_IN, () => {
      throw new Refusal('CHECK_IN_ID_NUMBER');
    });
    await open();
    await scan('ZJ-01030', other);
    await page.getByTestId('check-refused').getByText('身份证号码与工作证不符').waitFor();
    await picture(page, 'staff-hall-check-in-refused');
    await scan('110105194912310021');
    await page.getByTestId('check-refused').getByText('校验位不符').waitFor();
    await scan('王建军');
    await page.getByText('读到的不是工作证号').waitFor();
    await page.keyboard.press('Escape');
    await page.getByTestId('check-refused').waitFor({ state: 'detached' });
    expect(hub.bodies(CHECK_IN)).toHaveLength(1);
    expect(await page.getByTestId('scans').count()).toBe(0);
  });

  it('hears the ID card reader of its machine, and doubts another name on the card', async () => {
    day = desk({ identity: { ...desk().identity, reader: reader.address } });
    await open();
    await expect.poll(() => reader.pages).toBe(1);
    reader.lay({ name: '郑海淘', idNumber });
    await page.getByTestId('check-more').getByText('请扫工作证').waitFor();
    reader.lay({ name: '郑海淘', idNumber }); // still lying there
    hub.on(CHECK_IN, () => ({ name: '郑海涛' }));
    await scan('ZJ-01028');
    await page.getByTestId('check-done').getByText('不一致').waitFor();
    await picture(page, 'staff-hall-id-reader');
    await reader.close();
    await page.getByTestId('id-reader').getByText('读卡器未连接').waitFor();
  });

  it('undoes a check-in only with a reason', async () => {
    hub.on('POST /api/hall/check-in/undo', () => undefined);
    await open();
    await page.locator('tr', { hasText: '王建军' }).getByRole('button', { name: '撤销签到' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('button', { name: '撤销签到' }).click();
    await page.getByText('请写明理由').waitFor();
    expect(hub.bodies('POST /api/hall/check-in/undo')).toEqual([]);
    await dialog.getByRole('textbox').fill('同名证件误扫');
    await dialog.getByRole('button', { name: '撤销签到' }).click();
    await page.getByText('已撤销 王建军 的签到').waitFor();
    expect(hub.bodies('POST /api/hall/check-in/undo')).toEqual([
      { badge: 'ZJ-01023', reason: '同名证件误扫' },
    ]);
    // Wherever the focus is now: the next scan goes to its field.
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await scan('ZJ-01041', idNumber);
    await page.getByTestId('check-done').getByText('姓名41').waitFor();
  });
});

describe('a line that drops', () => {
  it('keeps scans in the browser over a reload, sends them once in order, and lists who was refused', async () => {
    day = desk({ identity: { ...desk().identity, needed: false } });
    await open();
    await page.context().setOffline(true);
    await page.locator('[data-testid=live][data-state=lost]').waitFor();
    for (const badge of ['ZJ-01052', 'ZJ-01051', 'ZJ-01053']) {
      await scan(badge);
      await page.getByTestId('check-noted').getByText(badge).waitFor();
    }
    expect(await page.getByTestId('check-noted').textContent()).toContain('尚未签到，请勿放行');
    await expect.poll(() => page.getByTestId('scan-waiting').count()).toBe(3);
    const stored = await kept();
    expect(stored.map((one) => Object.keys(one).sort())).toEqual(
      Array.from({ length: 3 }, () => ['badge', 'readAt', 'scan', 'site']),
    );
    await picture(page, 'staff-hall-scans-waiting');
    await page.getByTestId('language').click();
    await page.getByText('3 not sent yet').waitFor();
    await picture(page, 'staff-hall-scans-waiting-english');
    await page.getByTestId('language').click();
    await scan('ZJ-01051');
    await page.getByTestId('check-told').getByText('尚未签到，不必再扫').waitFor();
    await page.getByRole('menuitem', { name: '席位图' }).click();
    await page.getByText('3 人的签到待上传').waitFor();

    // The hub answers once, and the answer is lost.
    hub.on(CHECK_IN, () => {
      throw new Error('a hub in trouble');
    });
    await page.context().setOffline(false);
    await expect.poll(() => hub.bodies(CHECK_IN).length).toBeGreaterThan(0);
    await page.reload();
    await page.getByText('3 人的签到待上传').waitFor();
    hub.on(CHECK_IN, ({ body }: Asked) => {
      const { badge } = body as Scan;
      if (badge === 'ZJ-01051') throw new Refusal('CHECK_IN_NOT_EXPECTED');
      return { name: badge };
    });
    await page.getByText('1 人补传后未能签到').waitFor();
    await page.getByRole('link', { name: '查看' }).click();
    await page.getByTestId('scan-refused').getByText('该专家今日未被抽中').waitFor();
    await picture(page, 'staff-hall-scans-refused');
    const sent = hub.bodies<Scan>(CHECK_IN);
    expect([...new Set(sent.map(({ badge }) => badge))]).toEqual(['ZJ-01052', 'ZJ-01051', 'ZJ-01053']);
    expect(new Set(sent.map((one) => one.scan)).size).toBe(3);
    expect(await kept()).toHaveLength(1);
    await page.getByRole('button', { name: '已处理' }).click();
    await page.getByTestId('scans').waitFor({ state: 'detached' });
  });
});

describe('an answer by telephone', () => {
  it('is recorded by badge and code; a refusal to come is asked twice', async () => {
    hub.on('POST /api/hall/answers', () => undefined);
    day = desk();
    page = await desktop.open(`${hub.url}/answers`);
    await page.getByLabel('工作证号').fill('ZJ-01023');
    await page.getByLabel('答复码').fill('12345');
    await page.getByRole('button', { name: '能参加', exact: true }).click();
    await page.getByText('请填写通知中的六位数字').waitFor();
    await page.getByLabel('答复码').fill('123456');
    await page.getByRole('button', { name: '能参加', exact: true }).click();
    await page.getByTestId('answer-recorded').getByText('能参加').waitFor();
    await page.getByLabel('工作证号').fill('ZJ-01024');
    await page.getByLabel('答复码').fill('654321');
    await page.getByRole('button', { name: '不能参加' }).click();
    await picture(page, 'staff-hall-answers');
    await page.getByRole('button', { name: '确认不能参加' }).click();
    await page.getByTestId('answer-recorded').getByText('不能参加').waitFor();
    expect(hub.bodies('POST /api/hall/answers')).toEqual([
      { badge: 'ZJ-01023', code: '123456', answer: 'accepted' },
      { badge: 'ZJ-01024', code: '654321', answer: 'declined' },
    ]);
    hub.on('POST /api/hall/answers', () => {
      throw new Refusal('INVITATION_CODE_TOLD');
    });
    await page.getByLabel('工作证号').fill('ZJ-01025');
    await page.getByLabel('答复码').fill('000000');
    await page.getByRole('button', { name: '能参加', exact: true }).click();
    await page.getByTestId('refusal').waitFor();
  });
});
