import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { enrol } from '#booth/identity/enrol.ts';
import { type RunningHub, startHub } from '#hub/hub.ts';
import { readSettings } from '#hub/settings.ts';
import { Refusal } from '#shared/catalogue/refusal.ts';
import { SiteSigner } from '#test/demo/countersigning.ts';
import { poolList } from './admin-fixtures.ts';
import { buildPages, type Desktop, desktopOf, openBrowser, picture, StubHub } from './staff-stubs.ts';

// Against a real hub: what the administrators' pages send must be what the hub takes.
let folder: string;
let running: RunningHub;
let browser: Browser;
let desktop: Desktop;
let page: Page;

beforeAll(async () => {
  buildPages();
  folder = await mkdtemp(join(tmpdir(), 'kawei-pages-'));
  const settings = readSettings({ KAWEI_DATA: folder, KAWEI_PORT: '0' });
  [running, browser] = await Promise.all([startHub(settings), openBrowser()]);
  desktop = await desktopOf(browser);
});
afterAll(async () => {
  await browser.close();
  await running.close();
  await rm(folder, { recursive: true });
});
afterEach(() => {
  expect(desktop.faults.splice(0)).toEqual([]);
});

const passwordOf = (user: string) => running.firstUsers.find((first) => first.user === user)?.password ?? '';

async function signIn(user: string, password = passwordOf(user)): Promise<void> {
  await desktop.forget();
  page = await desktop.open(running.address);
  await enter(user, password);
  await page.getByTestId('person').waitFor();
}

async function enter(user: string, password: string): Promise<void> {
  await page.getByLabel('用户名').fill(user);
  await page.getByLabel('密码', { exact: true }).fill(password);
  await page.getByLabel('密码', { exact: true }).press('Enter');
}

const dialog = () => page.getByRole('dialog').filter({ visible: true });
const draw = async (tool: string, ...labels: string[]) => {
  await dialog().getByText(tool, { exact: true }).click();
  for (const label of labels) await dialog().getByLabel(label).click();
};
const menu = () => page.getByRole('menuitem').filter({ visible: true }).allTextContents();

describe('sign-in', () => {
  it('says in the hub’s words that the password is wrong, in either language', async () => {
    page = await desktop.open(running.address);
    await picture(page, 'staff-sign-in');
    await enter('sysadmin', 'not-the-password');
    await page.getByTestId('refusal').getByText('用户名或密码不正确').waitFor();
    await picture(page, 'staff-sign-in-refused');
    await page.getByTestId('language').click();
    await page.getByTestId('refusal').getByText('User name or password is wrong').waitFor();
  });

  it('changes one’s password, signs out, and takes the new one alone', async () => {
    await signIn('auditadmin');
    await page.getByTestId('person').click();
    await page.getByRole('menuitem', { name: '修改密码' }).click();
    await dialog().getByLabel('现用密码').fill(passwordOf('auditadmin'));
    await dialog().getByLabel('新密码', { exact: true }).fill('审计管理员的新密码2026');
    await dialog().getByLabel('再输入一次新密码').fill('审计管理员的新密码2027');
    await dialog().getByRole('button', { name: '保存' }).click();
    await page.getByText('两次输入的新密码不一致').waitFor();
    await dialog().getByLabel('再输入一次新密码').fill('审计管理员的新密码2026');
    await dialog().getByRole('button', { name: '保存' }).click();
    await page.getByText('密码已修改').waitFor();
    await enter('auditadmin', passwordOf('auditadmin'));
    await page.getByTestId('refusal').waitFor();
    await enter('auditadmin', '审计管理员的新密码2026');
    await page.getByText('操作留痕').first().waitFor();
    await page.getByTestId('person').click();
    await page.getByRole('menuitem', { name: '退出登录' }).click();
    await page.getByLabel('用户名').waitFor();
    await page.reload();
    await page.getByLabel('用户名').waitFor();
  });
});

describe('system administrator', () => {
  it('makes a site, a hall with an aisle, and a booth, which enrols by a code that is shown once and is revoked', async () => {
    await signIn('sysadmin');
    expect(await menu()).toEqual(['场所与卡位', '专家库', '同日抽取']);
    await page.getByRole('button', { name: '新建场所' }).click();
    await dialog().getByLabel('编号').fill('合肥');
    await dialog().getByLabel('名称').fill('合肥市公共资源交易中心');
    await dialog().getByLabel('所在城市').fill('合肥市');
    await dialog().getByRole('button', { name: '新建场所' }).click();
    await dialog().getByTestId('fault').getByText('id').first().waitFor();
    await picture(page, 'staff-admin-site-refused');
    await dialog().getByLabel('编号').fill('HF');
    await dialog().getByRole('button', { name: '新建场所' }).click();
    await page.getByText('合肥市公共资源交易中心（HF）').waitFor();

    await page.getByRole('button', { name: '新建大厅' }).click();
    await dialog().getByLabel('编号').fill('HF1');
    await dialog().getByLabel('名称').fill('合肥一厅');
    await draw('过道', '第 4 列，整列标注');
    await dialog().getByText('共 35 个席位').waitFor();
    await draw('停用席位', '5-8');
    await draw('隔断', '2/2 与 2/3 之间的隔断');
    await draw('相邻关系', '2-2', '3-3');
    expect(await dialog().locator('.place-neighbour').count()).toBe(4);
    await picture(page, 'staff-admin-hall');
    await draw('席位');
    await dialog().getByLabel('5-8').press('Enter');
    await dialog().getByRole('button', { name: '新建大厅' }).click();
    await page.getByText('35 个席位，已登记 0 台终端').waitFor();

    await page.getByRole('button', { name: '登记终端' }).click();
    expect(await dialog().getByLabel('终端编号').inputValue()).toBe('B-HF1-0101');
    await dialog().getByRole('button', { name: '登记终端' }).click();
    // Registered; now it is enrolled, by a code that is shown once.
    await dialog().getByRole('button', { name: '签发入网码' }).click();
    const code = (await page.getByTestId('code').textContent()) ?? '';
    expect(code).toMatch(/^([0-9A-Z]{4}-){7}[0-9A-Z]{4}$/);
    await dialog().getByText(`kawei booth enrol --hub wss://127.0.0.1`).waitFor();
    await picture(page, 'staff-admin-enrol');
    await page.keyboard.press('Escape');
    await page.getByTestId('code').waitFor();
    await dialog().getByRole('button', { name: '完成' }).click();
    await page.getByText('35 个席位，已登记 1 台终端').waitFor();
    await page.getByTestId('code').waitFor({ state: 'detached' });
    await page.getByText('待入网，入网码有效至').waitFor();
    const hub = running.boothAddress ?? '';
    await enrol({ hub, code, data: join(folder, 'terminal'), fingerprint: [] });
    await page.getByText('已入网，有效至').waitFor();
    await picture(page, 'staff-admin-venues');

    await page.getByRole('button', { name: '吊销' }).click();
    await dialog().getByLabel('理由').fill('终端送修');
    await picture(page, 'staff-admin-revoke');
    await dialog().getByRole('button', { name: '吊销' }).click();
    await page.getByText('已吊销', { exact: true }).waitFor();

    await page.getByRole('button', { name: '修改布局' }).click();
    expect(await dialog().locator('.edge-wall').count()).toBe(1);
    await draw('过道', '1-1');
    await dialog().getByLabel('修改原因').fill('一排一号改为立柱');
    await dialog().getByRole('button', { name: '保存布局' }).click();
    await dialog().getByText('登记了终端 B-HF1-0101').first().waitFor();
    await picture(page, 'staff-admin-hall-refused');
    await draw('停用席位', '1-1');
    await dialog().getByRole('button', { name: '保存布局' }).click();
    await page.getByText('34 个席位，已登记 1 台终端').waitFor();
  });

  it('imports the pool as a whole: every fault of a list, then everybody', async () => {
    await signIn('sysadmin');
    await page.getByRole('menuitem', { name: '专家库' }).click();
    const give = (list: unknown) =>
      page.getByTestId('pool-file').setInputFiles({
        name: 'experts.json',
        mimeType: 'application/json',
        buffer: Buffer.from(typeof list === 'string' ? list : JSON.stringify(list)),
      });
    const experts = poolList('HF', 14);
    const [first, second, third] = experts;
    await give([
      { ...first, idNumber: '340104196803124510' },
      { ...second, site: 'NJ' },
      { ...third, id: first?.id },
    ]);
    await expect.poll(() => page.getByTestId('fault').count()).toBe(3);
    const cells = await page.locator('tr.fault td:nth-child(-n+2)').allTextContents();
    expect(cells).toEqual(['1', '身份证号码', '2', '场所编号', '3', '编号']);
    await picture(page, 'staff-admin-experts-refused');
    await give('{"experts": [');
    await page.getByText('不是有效的 JSON').waitFor();
    await give({ experts });
    await page.getByText('已导入 14 名专家').waitFor();
    await page.getByText('共 14 人').waitFor();
    const text = await page.locator('.experts').textContent();
    for (const { idNumber } of experts) expect(text).not.toContain(idNumber);
    await picture(page, 'staff-admin-experts');
  });

  it('sees what bars an expert, and changes it with a reason that stays', async () => {
    await signIn('sysadmin');
    await page.getByRole('menuitem', { name: '专家库' }).click();
    await page.getByPlaceholder('按姓名、编号、工作证号、单位查找').fill('zj-01023');
    await page.keyboard.press('Enter');
    await page.getByText('共 1 人').waitFor();
    await page.getByRole('button', { name: 'HF-E003' }).click();
    const drawer = page.getByRole('dialog').filter({ visible: true }).first();
    await drawer.getByRole('button', { name: '登记任职' }).click();
    const form = page.locator('.form-dialog');
    await form.getByLabel('单位', { exact: true }).fill('江州城建集团有限公司');
    await form.getByLabel('起', { exact: true }).fill('2026-06-01');
    await form.getByLabel('原因').fill('调动函〔2026〕17 号');
    await picture(page, 'staff-admin-expert-employment');
    await form
      .getByRole('button', { name: '保 存' })
      .or(form.getByRole('button', { name: '保存' }))
      .click();
    await drawer.getByText('2026-05-31').waitFor();
    await drawer
      .getByRole('button', { name: '暂 停' })
      .or(drawer.getByRole('button', { name: '暂停' }))
      .click();
    await form.getByLabel('起', { exact: true }).fill('2020-01-01');
    await form.getByLabel('原因').fill('年度考核不合格');
    await form.getByRole('button', { name: /暂\s?停/ }).click();
    await drawer.getByText('解除为止').waitFor();
    await drawer.getByText('调动函〔2026〕17 号').waitFor();
    await page
      .locator('.ant-modal-mask')
      .waitFor({ state: 'hidden' })
      .catch(() => {});
    await picture(page, 'staff-admin-expert');
  });
});

describe('security administrator', () => {
  it('creates, resets and disables users, and hears why not', async () => {
    await signIn('secadmin');
    expect(await menu()).toEqual(['用户', '签名密钥']);
    await page.getByRole('button', { name: '新建用户' }).click();
    await dialog().getByLabel('用户名').fill('合肥前台');
    await dialog().getByLabel('姓名').fill('周晓岚');
    await dialog().getByLabel('场所编号').fill('HF');
    await dialog().getByLabel('初始密码').fill('short');
    await dialog().getByRole('button', { name: '新建用户' }).click();
    await expect
      .poll(() => dialog().getByTestId('fault').locator('code').allTextContents())
      .toEqual(['user', 'password']);
    await picture(page, 'staff-admin-user-refused');
    await dialog().getByLabel('用户名').fill('hefei-desk');
    await dialog().getByLabel('初始密码').fill('hefei-desk-2026');
    await dialog().getByRole('button', { name: '新建用户' }).click();
    const row = page.locator('tr', { hasText: 'hefei-desk' });
    await row.getByText('场地人员').waitFor();

    await row.getByRole('button', { name: '重置密码' }).click();
    await dialog().getByLabel('新密码').fill('hefei-desk-2027');
    await dialog().getByRole('button', { name: '重置密码' }).click();
    await page.getByText('密码已重置').waitFor();

    await row.getByRole('button', { name: '停用' }).click();
    await dialog().getByRole('textbox').fill('岗位调整');
    await dialog().getByRole('button', { name: '停用' }).click();
    await row.getByText('已停用').waitFor();
    await page.getByRole('button', { name: '新建用户' }).click();
    await dialog().getByLabel('用户名').fill('hefei-zhou');
    await dialog().getByLabel('姓名').fill('周启明');
    await dialog().getByLabel('角色').click();
    await page.locator('.ant-select-item-option', { hasText: '行政监督' }).click();
    await dialog().getByLabel('监督范围').click();
    await page.locator('.ant-select-item-option', { hasText: 'HF' }).click();
    await dialog().getByLabel('初始密码').fill('hefei-zhou-2026');
    await picture(page, 'staff-admin-user-charge');
    await dialog().getByRole('button', { name: '新建用户' }).click();
    const limited = page.locator('tr', { hasText: 'hefei-zhou' });
    await limited.getByRole('cell', { name: 'HF', exact: true }).waitFor();
    await limited.getByRole('button', { name: '调整范围' }).click();
    await dialog().getByTestId('charge').hover();
    await dialog().locator('.ant-select-clear').click();
    await picture(page, 'staff-admin-charge');
    await dialog().getByRole('button', { name: '调整范围' }).click();
    await limited.getByText('全部项目').waitFor();

    await page.locator('tr', { hasText: 'sysadmin' }).getByRole('button', { name: '停用' }).click();
    await dialog().getByRole('textbox').fill('试一试');
    await dialog().getByRole('button', { name: '停用' }).click();
    await dialog().getByText('停用前请先新建一名').waitFor();
    await dialog().getByRole('button', { name: '取消' }).click();
    await picture(page, 'staff-admin-users');
  });
});

describe('signing keys', () => {
  /** A desk that registers the key of its workstation. */
  async function registeredKey(): Promise<string> {
    const signer = new SiteSigner('HF');
    const post = (path: string, body: object, cookie = '') =>
      fetch(running.address + path, {
        method: 'POST',
        headers: { 'content-type': 'application/json', cookie },
        body: JSON.stringify(body),
      });
    const signedIn = await post('/api/session', { user: 'hefei-keys', password: 'hefei-keys-2026' });
    const cookie = signedIn.headers.get('set-cookie')?.split(';')[0];
    expect((await post('/api/site-keys', signer.registration('一楼服务台 1 号机'), cookie)).status).toBe(204);
    return signer.key;
  }

  it('are seen of every site, and revoked with a reason', async () => {
    await signIn('secadmin');
    await page.getByRole('button', { name: '新建用户' }).click();
    await dialog().getByLabel('用户名').fill('hefei-keys');
    await dialog().getByLabel('姓名').fill('周晓岚');
    await dialog().getByLabel('场所编号').fill('HF');
    await dialog().getByLabel('初始密码').fill('hefei-keys-2026');
    await dialog().getByRole('button', { name: '新建用户' }).click();
    await page.locator('tr', { hasText: 'hefei-keys' }).waitFor();
    const key = await registeredKey();
    await page.getByRole('menuitem', { name: '签名密钥' }).click();
    const row = page.locator('tr', { hasText: key.slice(0, 16) });
    await row.getByText('有效').waitFor();
    expect(await page.getByTestId('this-workstation').count()).toBe(0);
    await row.getByRole('button', { name: '停用' }).click();
    await dialog().getByRole('textbox').fill('工作站遗失');
    await picture(page, 'staff-admin-site-key-revoke');
    await dialog().getByRole('button', { name: '停用' }).click();
    await row.getByText('已停用').waitFor();
    expect(await row.textContent()).toContain('工作站遗失');
    await picture(page, 'staff-admin-site-keys');
  });
});

describe('audit administrator', () => {
  it('reads the record of the others, newest first, and changes nothing', async () => {
    await signIn('auditadmin', '审计管理员的新密码2026');
    expect(await menu()).toEqual(['操作留痕', '场所与卡位', '用户', '签名密钥']);
    await page.getByText('hefei-desk').first().waitFor();
    const rows = page.locator('.ant-table-row');
    const numbers = (await rows.locator('td:nth-child(2)').allTextContents()).map(Number);
    expect(numbers.length).toBeGreaterThan(10);
    expect(numbers).toEqual(numbers.toSorted((a, b) => b - a));
    expect(await page.content()).not.toContain('scrypt');
    await picture(page, 'staff-admin-record');
    await page.locator('tr', { hasText: 'HF1' }).first().locator('button').click();
    await page.getByText('叶哈希').waitFor();
    await picture(page, 'staff-admin-record-entry');
    await page.getByRole('menuitem', { name: '用户' }).click();
    await page.getByText('hefei-desk').waitFor();
    expect(await page.getByRole('button', { name: /停用|重置|新建/ }).count()).toBe(0);
    await page.getByRole('menuitem', { name: '场所与卡位' }).click();
    await page.getByText('B-HF1-0101').waitFor();
    expect(await page.getByRole('button', { name: /新建|登记/ }).count()).toBe(0);
    await page.goto(`${running.address}/experts`);
    await page.getByText('没有这个页面').waitFor();
  });

  it('is sent to sign-in, and told why, when the session has ended', async () => {
    await signIn('auditadmin', '审计管理员的新密码2026');
    await page.getByText('操作留痕').first().waitFor();
    await page.context().clearCookies();
    // The page may have asked for something by itself first, and be gone from under the mouse.
    await page
      .getByRole('menuitem', { name: '用户' })
      .click({ timeout: 2000 })
      .catch(() => {});
    await page.getByText('登录已失效').waitFor();
  });
});

it('tells how long to wait after too many tries', async () => {
  const hub = await new StubHub().start();
  hub.begin(null).on('POST /api/session', () => {
    throw new Refusal('TOO_MANY_REQUESTS', { seconds: 42 });
  });
  page = await desktop.open(hub.url);
  await enter('sysadmin', 'whatever');
  await page.getByText('操作过于频繁，请 42 秒后再试').waitFor();
  await picture(page, 'staff-sign-in-too-often');
  await hub.close();
});

describe('a hub that is behind', () => {
  afterAll(() => running.hub.behind.settled());

  it('says on every page what that means and who acts, and to the system administrator what is missing', async () => {
    await signIn('secadmin');
    const notice = page.getByTestId('behind');
    expect(await notice.count()).toBe(0);
    const held = { size: 4711, root: '5f'.repeat(32) };
    for (const source of ['booth/T-01', 'witness/witness.example/w1'])
      await running.hub.behind.noticeHead({ ...held, source });
    await running.hub.behind.noticeActs('T-01', 37);
    // Whoever sends something is refused, and sees why at once on whatever page comes next.
    await page.getByRole('button', { name: '新建用户' }).click();
    await dialog().getByLabel('用户名').fill('late');
    await dialog().getByLabel('姓名').fill('王迟');
    await dialog().getByLabel('场所编号').fill('HF');
    await dialog().getByLabel('初始密码').fill('late-desk-2026');
    await dialog().getByRole('button', { name: '新建用户' }).click();
    await dialog().getByTestId('refusal').waitFor();
    await notice.getByText('中心暂停办理').waitFor();
    await notice.getByText('由系统管理员核对').waitFor();
    expect(await page.getByTestId('behind-missing').count()).toBe(0);
    await dialog().getByRole('button', { name: '取消' }).click();
    await dialog().waitFor({ state: 'hidden' });
    await picture(page, 'behind-staff');
    running.hub.behind.settled();
    await signIn('sysadmin');
    for (const source of ['booth/T-01', 'witness/witness.example/w1'])
      await running.hub.behind.noticeHead({ ...held, source });
    await running.hub.behind.noticeActs('T-01', 37);
    await page.reload();
    const missing = page.getByTestId('behind-missing');
    await missing.getByText('witness/witness.example/w1').waitFor();
    await missing.getByText('已确认至第 37 项操作').waitFor();
    await notice.getByText('kawei admin accept-loss').waitFor();
    await picture(page, 'behind-system-admin');
    await page.getByTestId('language').click();
    await notice.getByText('Noticed at').first().waitFor();
    await page.getByTestId('language').click();
    running.hub.behind.settled();
    await page.reload();
    await page.getByTestId('person').waitFor();
    await page.waitForLoadState('networkidle').catch(() => {});
    expect(await notice.count()).toBe(0);
  });
});
