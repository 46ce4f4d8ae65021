import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { Refusal } from '#shared/catalogue/refusal.ts';
import type { BoothScreen, Intent } from '#shared/protocol/bridge.ts';
import type { Marks } from '#shared/protocol/evaluation.ts';
import { pledgeText } from '#shared/protocol/statements.ts';
import type { ScriptedCore } from '#test/simulators/bridge/scripted-core.ts';
import { type BoothOnScreen, builtPages, openBooth, openBrowser } from './booth-browser.ts';
import {
  bidders,
  clarifications,
  disputes,
  faultsOf,
  flaggedMarks,
  flags,
  fullMarks,
  pass,
  result,
  screen,
  sessionAt,
  sessionScreen,
  statements,
} from './booth-screens.ts';

let browser: Browser;
let booth: BoothOnScreen | undefined;

beforeAll(async () => {
  await builtPages();
  browser = await openBrowser();
});
afterAll(async () => {
  await booth?.close();
  await browser?.close();
});
afterEach(() => {
  expect(booth?.complaints).toEqual([]);
});

/** A booth started with this screen; the page of the test before is used again. */
async function open(first: BoothScreen) {
  if (booth) await booth.restart(first);
  else booth = await openBooth(browser, first);
  const { page, core, look } = booth;
  core.answerWith(() => null);
  return {
    page,
    core,
    look,
    button: (name: string | RegExp) => page.getByRole('button', { name, exact: typeof name === 'string' }),
    sees: (text: string) => page.getByText(text).first().waitFor(),
    /** What the page has sent, once it has sent as much. */
    sent: (...intents: Intent[]) => expect.poll(() => core.intents).toEqual(intents),
  };
}

const passing = { state: 'present' as const, holder: '李明华', triesLeft: null, touch: false };

describe('arrival', () => {
  test('a badge is read by a scanner that types and presses Enter; a wrong one is told in words', async () => {
    const { page, sees, sent, core } = await open(screen());
    await page.keyboard.type('张三\n');
    await sees('工作证号只有字母、数字和短横线');
    expect(core.intents).toEqual([]);
    await page.locator('#badge').fill('');
    await page.keyboard.type('ZJ-20417\n');
    await sent({ kind: 'badge', badge: 'ZJ-20417' });
  });

  test('the slip takes six digits from keypad and keyboard', async () => {
    const { page, button, sees, sent, core } = await open(screen({ screen: 'slip' }));
    await button('4').click();
    await button('8').click();
    await button('下一步').click();
    await sees('入座码是六位数字');
    expect(core.intents).toEqual([]);
    await page.keyboard.type('29x13\n');
    await sent({ kind: 'slip', code: '482913' });
    await button('重新开始').click();
    await sent({ kind: 'slip', code: '482913' }, { kind: 'start-over' });
  });

  test('a scanner types the slip’s code at once; one read in part, or too soon, is told in words', async () => {
    const { page, sees, sent, core, look } = await open(screen({ screen: 'slip' }));
    const digits = '0123456789'.repeat(35);
    await page.keyboard.type(`${digits.slice(0, 40)}\n`);
    await sees('没有读全');
    expect(await look('slip-in-part')).toEqual([]);
    expect(core.intents).toEqual([]);
    await page.keyboard.type(`${digits}\n`);
    await sent({ kind: 'scan-slip', text: digits });
    core.show(screen());
    await page.locator('#badge').focus();
    await page.keyboard.type(`${digits}\n`);
    await sees('请先刷工作证');
    expect(await look('badge-slip-too-soon')).toEqual([]);
    expect(await page.locator('#badge').inputValue()).toBe('');
    await sent({ kind: 'scan-slip', text: digits });
  });

  test('a slip scanned where the PIN belongs costs none of the key’s tries', async () => {
    const { page, sees, sent, core, look } = await open(screen({ screen: 'key', key: passing }));
    await page.locator('#pin').focus();
    await page.keyboard.type(`${'0123456789'.repeat(35)}\n`);
    await sees('不是 PIN 码');
    expect(await look('key-slip-scanned')).toEqual([]);
    expect(core.intents).toEqual([]);
    await page.keyboard.type('123456\n');
    await sent({ kind: 'admit', pin: '123456' });
  });

  test('the PIN is hidden, goes out once, and is forgotten; a refusal says what to do', async () => {
    const { page, button, sees, sent, core, look } = await open(screen({ screen: 'key', key: passing }));
    core.answerWith(() => new Refusal('ADMISSION_KEY_OF_ANOTHER').toMessage());
    expect(await page.locator('#pin').getAttribute('type')).toBe('password');
    expect(await button('入座').isDisabled()).toBe(true);
    await button('1').click();
    await button('2').click();
    await page.locator('#pin').focus();
    await page.keyboard.press('End');
    await page.keyboard.type('3456\n');
    await sent({ kind: 'admit', pin: '123456' });
    await sees('插入的签名 Key 不是您本人的，请换上您自己的 Key。');
    expect(await look('key-refused')).toEqual([]);
    expect(await page.locator('#pin').inputValue()).toBe('');
  });

  test('without a key no PIN can be typed', async () => {
    const { page, sees } = await open(screen({ screen: 'key' }));
    await sees('没有检测到 Key');
    expect(await page.locator('#pin').isDisabled()).toBe(true);
  });

  test('one who is refused can start over', async () => {
    const refusal = new Refusal('ADMISSION_WRONG_SEAT').toMessage();
    const { button, sees, sent } = await open(
      screen({ screen: 'refused', refusal: { ...refusal, faults: [] } }),
    );
    await sees('您的席位不在这里，请按座位单前往您的席位。');
    await button('重新开始').click();
    await sent({ kind: 'start-over' });
  });

  test('pausing covers the screen; one’s notes stay in the booth; both by the keyboard', async () => {
    const marking = sessionScreen(sessionAt('marking', { step: 'marking', marks: fullMarks }), {
      notes: [{ bidder: 'B1', item: 'T2', text: '检测设备清单不全' }],
    });
    const { page, core, button, sees, sent, look } = await open(marking);
    await button('笔记 1 条').focus();
    await page.keyboard.press('Enter');
    await page.getByLabel('投标人', { exact: true }).selectOption('B2');
    await page.getByLabel('笔记内容').fill('工期承诺含糊');
    expect(await look('notes')).toEqual([]);
    await button('保存笔记').press('Enter');
    await sent({ kind: 'note', bidder: 'B2', item: null, text: '工期承诺含糊' });
    await sees('已保存');
    await button('关闭').press('Enter');
    await button(/暂停/).press('Enter');
    await expect.poll(() => core.intents.at(-1)).toEqual({ kind: 'pause' });
    core.show({ ...marking, screen: 'paused', session: null, notes: [], pausedAt: marking.now });
    await sees('已暂停，屏幕已遮住');
    await button('继续').press('Enter');
    await expect.poll(() => core.intents.at(-1)).toEqual({ kind: 'resume' });
  });

  test('help can be called from anywhere', async () => {
    const { button, sees, sent } = await open(screen({ screen: 'unassigned' }));
    await button(/呼叫工作人员/).click();
    await sent({ kind: 'help' });
    await sees('已呼叫，等候应答');
  });

  test('the caller sees that the staff have answered, and while the line is down that nobody has heard', async () => {
    const quiet = screen({ screen: 'unassigned' });
    const { core, button, sees } = await open(quiet);
    const at = quiet.now;
    core.show({ ...quiet, call: { at, answeredAt: null } });
    await sees('已呼叫，等候应答');
    core.show({ ...quiet, call: { at, answeredAt: at } });
    await sees('工作人员已应答');
    core.show({ ...quiet, line: 'offline' });
    await button(/呼叫/).click();
    await sees('网络已断开，请招手示意');
  });
});

describe('gathering', () => {
  test('the whole pledge is shown before it is signed, and no bidder', async () => {
    const { page, button, sees, sent, look } = await open(
      sessionScreen(sessionAt('gathering', { step: 'pledge', bidders: [], chair: null })),
    );
    for (const line of pledgeText.zh.split('\n')) await sees(line);
    expect(await page.getByText('有限公司').count()).toBe(0);
    await button('我已读完，去签名').click();
    await page.keyboard.type('246810');
    expect(await look('pledge-sign')).toEqual([]);
    await button('签署承诺书').click();
    await sent({ kind: 'pledge', pin: '246810' });
  });

  test('a declaration needs a choice, and a recusal its reason', async () => {
    const { page, button, sees, sent, core, look } = await open(
      sessionScreen(sessionAt('gathering', { step: 'declare', bidders, chair: null })),
    );
    await button('确认，无需回避').click();
    await sees('请先选择：勾选需要回避的投标人');
    await button(bidders[1]?.name ?? '').click();
    await button('申请回避并退出').click();
    await sees('申请回避必须写明理由');
    expect(core.intents).toEqual([]);
    expect(await look('declare-recuse')).toEqual([]);
    await page.getByLabel('请写明回避的理由').fill('两年前曾任该公司总工程师。');
    await button('申请回避并退出').click();
    await sent({ kind: 'declare', bidders: ['B2'], reason: '两年前曾任该公司总工程师。' });
  });

  test('no conflict is declared by saying so', async () => {
    const { button, sent } = await open(
      sessionScreen(sessionAt('gathering', { step: 'declare', bidders, chair: null })),
    );
    await button('我与以上投标人都没有利害关系').click();
    await button('确认，无需回避').click();
    await sent({ kind: 'declare', bidders: [] });
  });

  test('a conflict found later can still be declared', async () => {
    const { page, button, sent, look } = await open(
      sessionScreen(sessionAt('marking', { step: 'marking', marks: fullMarks })),
    );
    await button('申请回避').click();
    const drawer = page.getByRole('dialog');
    await drawer.getByRole('button', { name: bidders[0]?.name ?? '' }).click();
    await drawer.getByLabel('请写明回避的理由').fill('配偶在该公司任职。');
    expect(await look('recusal-late')).toEqual([]);
    await button('申请回避并退出').click();
    await sent({ kind: 'declare', bidders: ['B1'], reason: '配偶在该公司任职。' });
  });

  test('who waits while a member is replaced is told so, and that what they have done is kept', async () => {
    const waiting = { step: 'wait', waitingFor: 'pledges', bidders, chair: null } as const;
    const { core, sees, page } = await open(sessionScreen(sessionAt('gathering', waiting)));
    await sees('正在等其他专家入座、签署承诺书');
    for (const begun of [{ chair: '专家甲' }, { myVerdicts: { B1: pass } }, { marks: { B1: { T1: 500 } } }]) {
      core.show(sessionScreen(sessionAt('gathering', { ...waiting, ...begun })));
      await sees('有专家退出，正在等候补专家入座');
      core.show(sessionScreen(sessionAt('gathering', waiting)));
      await page.getByText('有专家退出').waitFor({ state: 'hidden' });
    }
  });

  test('the chair is elected by alias', async () => {
    const { button, sees, sent } = await open(
      sessionScreen(sessionAt('chair', { step: 'chair', bidders, chair: null })),
    );
    await button('投票').click();
    await sees('请先选一位专家');
    await button('专家丁').click();
    await button('投票').click();
    await sent({ kind: 'chair-vote', alias: '专家丁' });
  });
});

describe('review', () => {
  test('what is missing is listed, each entry leads to its place, and all is handed in at once', async () => {
    const { page, button, sees, sent, core, look } = await open(
      sessionScreen(sessionAt('review', { step: 'review', bidders })),
    );
    const judge = (bidder: string, head: string, finding: string) =>
      page
        .getByRole('group', { name: `${bidder} ${head}` })
        .getByRole('button', { name: finding, exact: true });
    for (const { name } of bidders.slice(0, 4)) {
      for (const head of ['形式', '资格', '响应性']) await judge(name, head, '通过').click();
    }
    const last = bidders[4]?.name ?? '';
    await judge(last, '形式', '通过').click();
    await judge(last, '资格', '不通过').click();
    await button('提交初审意见').click();
    expect(core.intents).toEqual([]);
    expect(await look('review-gaps')).toEqual([]);
    await button(`${last}：“资格”不通过，还没有写理由。`).click();
    await sees('还有 2 处没有填好');
    await page.keyboard.type('投标保证金未按时到账。');
    await button(`${last}：“响应性”还没有判定。`).click();
    await page.keyboard.press('Space');
    expect(await look('review-done')).toEqual([]);
    await button('提交初审意见').click();
    const verdicts = Object.fromEntries(bidders.map(({ id }) => [id, pass]));
    verdicts.B5 = { ...pass, qualification: { pass: false, reason: '投标保证金未按时到账。' } };
    await sent({ kind: 'review', verdicts });
  });

  test('a half-done review outlives a key pulled out', async () => {
    const { page, core, sees } = await open(sessionScreen(sessionAt('review', { step: 'review', bidders })));
    const before = core.screen;
    const place = page.getByRole('group', { name: `${bidders[0]?.name} 形式` });
    await place.getByRole('button', { name: '不通过' }).click();
    await page.getByLabel('“形式”不通过的理由').fill('投标函未盖章。');
    core.show({
      ...before,
      screen: 'key-removed',
      key: { state: 'absent', holder: null, triesLeft: null, touch: false },
    });
    await sees('Key 已拔出，工位已锁定');
    core.show(before);
    await place.waitFor();
    expect(await page.getByLabel('“形式”不通过的理由').inputValue()).toBe('投标函未盖章。');
  });

  test('a dispute shows the reasons by alias, is talked over and voted on', async () => {
    const { page, button, sees, sent } = await open(
      sessionScreen(
        sessionAt('review-vote', {
          ...{ step: 'review-vote', bidders, disputes, statements },
          talk: { state: 'open', said: 2 },
        }),
        { talk: { unread: 2, unsent: 0 } },
      ),
    );
    await sees('安全生产许可证已于 2026 年 9 月到期');
    await button('讨论 2 条未读').click();
    await sent({ kind: 'talk-read', said: 2 });
    await sees('第 91 页附有主管部门的延期受理通知书');
    await page.getByLabel(/您的发言/).fill('受理通知书不能代替许可证。');
    await button('发言').click();
    await sent({ kind: 'talk-read', said: 2 }, { kind: 'say', text: '受理通知书不能代替许可证。' });
    await button('关闭').click();
    await button('提交表决').click();
    await sees('请先选“有效”或“无效”');
    await button('无效').click();
    await button('提交表决').click();
    await sent(
      { kind: 'talk-read', said: 2 },
      { kind: 'say', text: '受理通知书不能代替许可证。' },
      { kind: 'review-vote', bidder: 'B4', valid: false },
    );
  });

  test('competition is voted on', async () => {
    const { button, sent } = await open(
      sessionScreen(sessionAt('competition', { step: 'competition', bidders })),
    );
    await button('仍有竞争，继续评标').click();
    await button('提交表决').click();
    await sent({ kind: 'competition-vote', remains: true });
  });

  test('clarifications: the chair relays, anyone drafts', async () => {
    const { page, button, sent, look } = await open(
      sessionScreen(
        sessionAt('marking', {
          step: 'marking',
          marks: fullMarks,
          clarifications,
          isChair: true,
          chair: '专家丙',
        }),
      ),
    );
    await button('澄清：1 条待您转交').click();
    await button('转给投标人').click();
    await sent({ kind: 'clarification-relay', id: 'C2' });
    await page
      .getByRole('dialog')
      .getByRole('button', { name: bidders[2]?.name ?? '' })
      .click();
    await page.getByLabel('问题', { exact: true }).fill('请说明项目经理在建项目情况。');
    expect(await look('clarifications')).toEqual([]);
    await button('交给组长').click();
    await sent(
      { kind: 'clarification-relay', id: 'C2' },
      { kind: 'clarification-draft', bidder: 'B3', question: '请说明项目经理在建项目情况。' },
    );
  });
});

/** Takes marks as a core does, and shows them with the faults that are left. */
function keepsMarks(core: ScriptedCore): void {
  core.answerWith((intent) => {
    const { session } = core.screen;
    if (intent.kind !== 'mark' || !session) return null;
    const { [intent.item]: _old, ...others } = session.marks[intent.bidder] ?? {};
    const own = intent.mark === null ? others : { ...others, [intent.item]: intent.mark };
    const marks: Marks = { ...session.marks, [intent.bidder]: own };
    core.show({ ...core.screen, session: { ...session, marks }, sheetFaults: faultsOf(marks) });
    return null;
  });
}

const cell = (bidder: string, item: string) => `[id="mark/${bidder}/${item}"]`;

function marking(marks: Marks, change: Partial<BoothScreen> = {}): BoothScreen {
  return sessionScreen(sessionAt('marking', { step: 'marking', marks }), {
    sheetFaults: faultsOf(marks),
    ...change,
  });
}

describe('marking', () => {
  test('Enter and arrows lead from cell to cell, each mark goes out at once, sums follow', async () => {
    const { page, core, sent } = await open(marking({}));
    keepsMarks(core);
    const focused = () => page.evaluate(() => document.activeElement?.id);
    await page.locator(cell('B1', 'T1')).click();
    await page.keyboard.type('11.5');
    await page.keyboard.press('Enter');
    await expect.poll(focused).toBe('mark/B1/T2');
    await page.keyboard.type('9');
    await page.keyboard.press('ArrowRight');
    await expect.poll(focused).toBe('mark/B2/T2');
    await page.keyboard.type('8.5');
    await page.keyboard.press('ArrowUp');
    await expect.poll(focused).toBe('mark/B2/T1');
    await page.keyboard.press('ArrowLeft');
    await expect.poll(focused).toBe('mark/B1/T1');
    await sent(
      { kind: 'mark', bidder: 'B1', item: 'T1', mark: 11_500 },
      { kind: 'mark', bidder: 'B1', item: 'T2', mark: 9_000 },
      { kind: 'mark', bidder: 'B2', item: 'T2', mark: 8_500 },
    );
    await expect.poll(() => page.locator('[data-sum="B1"]').textContent()).toBe('20.5');
    await page.locator(cell('B1', 'C3')).focus();
    await page.keyboard.press('Enter');
    await expect.poll(focused).toBe('mark/B2/T1');
  });

  test('a mark goes out while one still rests in its cell, and is taken back when emptied', async () => {
    const { page, core, sent } = await open(marking({}));
    keepsMarks(core);
    await page.locator(cell('B3', 'T4')).click();
    await page.keyboard.type('7');
    await sent({ kind: 'mark', bidder: 'B3', item: 'T4', mark: 7_000 });
    await page.keyboard.press('Backspace');
    await sent(
      { kind: 'mark', bidder: 'B3', item: 'T4', mark: 7_000 },
      { kind: 'mark', bidder: 'B3', item: 'T4', mark: null },
    );
  });

  test('a wrong mark is told in its cell and in the list, is not stored, and the list leads to it', async () => {
    const { page, core, button, sees, sent, look } = await open(marking(fullMarks));
    keepsMarks(core);
    await page.locator(cell('B2', 'T1')).fill('13');
    await page.locator(cell('B5', 'C1')).fill('4');
    await page.locator(cell('B1', 'T1')).click();
    await sent(
      { kind: 'mark', bidder: 'B2', item: 'T1', mark: null },
      { kind: 'mark', bidder: 'B5', item: 'C1', mark: null },
    );
    await sees('应为 0–12');
    await sees('评分表有 2 处需要补正');
    expect(await page.locator(cell('B2', 'T1')).inputValue()).toBe('13');
    expect(await look('marking-faults')).toEqual([]);
    await button(/中交华岳路桥工程有限公司 的“施工组织设计总体方案”应在 0 到 12 分之间/).click();
    await expect.poll(() => page.evaluate(() => document.activeElement?.id)).toBe('mark/B2/T1');
    await page.keyboard.type('12');
    await button(/山东鲁中第二市政工程有限责任公司 的“类似项目业绩”应为 3 分的整数倍/).click();
    await page.keyboard.type('3');
    await button('我已评完').click();
    await expect.poll(() => core.intents.at(-1)).toEqual({ kind: 'ready' });
    expect(core.screen.session?.marks).toEqual({
      ...fullMarks,
      B2: { ...fullMarks.B2, T1: 12_000 },
      B5: { ...fullMarks.B5, C1: 3_000 },
    });
  });

  test('"complete" with empty cells lists them and goes to the first', async () => {
    const marks = { ...fullMarks, B4: {} };
    const { page, core, button, sees, look } = await open(marking(marks));
    expect(await page.locator('.places').count()).toBe(0);
    await button('我已评完').click();
    await sees('评分表有 8 处需要补正');
    await expect.poll(() => page.evaluate(() => document.activeElement?.id)).toBe('mark/B4/T1');
    await button('显示全部 8 处').click();
    expect(await page.locator('.places .place').count()).toBe(8);
    expect(await look('marking-incomplete')).toEqual([]);
    expect(core.intents).toEqual([]);
  });

  test('objective items that differ are pointed out', async () => {
    const session = sessionAt('marking', {
      step: 'marking',
      marks: fullMarks,
      differing: [{ bidder: 'B2', item: 'C1' }],
    });
    const { page, button, sees } = await open(sessionScreen(session));
    await sees('全体一致后才能签名');
    await button('中交华岳路桥工程有限公司：类似项目业绩').click();
    await expect.poll(() => page.evaluate(() => document.activeElement?.id)).toBe('mark/B2/C1');
    await sees('请核对');
  });

  test('a mark is not lost when the key is pulled out right after it was typed', async () => {
    const { page, core, sees, sent } = await open(marking(fullMarks));
    await page.locator(cell('B1', 'T1')).fill('9.5');
    core.show({
      ...core.screen,
      screen: 'key-removed',
      key: { state: 'absent', holder: null, triesLeft: null, touch: false },
    });
    await sees('Key 已拔出，工位已锁定');
    await sent({ kind: 'mark', bidder: 'B1', item: 'T1', mark: 9_500 });
  });

  test('a mark the hub refused later is told until it was read', async () => {
    const { core, button, sees, page } = await open(marking(fullMarks));
    const refusal = new Refusal('MARKING_READY').toMessage();
    core.show(marking(fullMarks, { refusal: { ...refusal, faults: [] } }));
    await sees(refusal.message.zh);
    await button('知道了').click();
    await expect.poll(() => page.getByText(refusal.message.zh).count()).toBe(0);
  });

  test('offline is told in words, and what waits in the booth is counted', async () => {
    const { page, core, sees } = await open(
      marking(fullMarks, { line: 'offline', hubAhead: null, pending: 3 }),
    );
    await sees('网络已断开');
    await sees('您可以继续评分');
    await sees('已存本机，待同步 3 项');
    expect(await page.locator(cell('B1', 'T1')).isEnabled()).toBe(true);
    core.show(marking(fullMarks));
    await sees('已保存到中心 09:12:30');
    await expect.poll(() => page.getByText('您可以继续评分').count()).toBe(0);
  });

  test('a mark typed while the agent restarts is sent when it is back', async () => {
    const { page, core, sees, sent, button } = await open(marking(fullMarks));
    keepsMarks(core);
    core.line(false);
    await sees('本机程序正在重新连接');
    await page.locator(cell('B1', 'T1')).fill('10.5');
    expect(await button('我已评完').isDisabled()).toBe(true);
    core.line(true);
    await sent({ kind: 'mark', bidder: 'B1', item: 'T1', mark: 10_500 });
    await expect.poll(() => page.getByText('本机程序正在重新连接').count()).toBe(0);
    booth?.complaints.splice(0); // the browser reports each line that was refused meanwhile
  });

  test('buttons are disabled while the core is busy with the step', async () => {
    const { core, button } = await open(marking(fullMarks, { busy: ['ready'] }));
    await expect.poll(() => button('我已评完').isDisabled()).toBe(true);
    core.show(marking(fullMarks, { busy: ['marking'] }));
    await expect.poll(() => button('我已评完').isDisabled()).toBe(true);
    core.show(marking(fullMarks));
    await expect.poll(() => button('我已评完').isEnabled()).toBe(true);
  });

  test('what is handed in offline waits in the booth, and is said to', async () => {
    const { page, sees, button } = await open(
      marking(fullMarks, { line: 'offline', hubAhead: null, pending: 1, busy: ['ready', 'marking'] }),
    );
    await sees('您提交的内容已存本机');
    expect(await button('我已评完').isDisabled()).toBe(true);
    expect(await page.locator(cell('B1', 'T1')).isDisabled()).toBe(true);
  });

  test('many bidders are turned like pages instead of scrolled sideways', async () => {
    const many = Array.from({ length: 14 }, (_, n) => ({
      id: `M${n + 1}`,
      name: `第${n + 1}投标人工程集团有限责任公司`,
      valid: true,
    }));
    const { page, button, sees, look } = await open(
      sessionScreen(sessionAt('marking', { step: 'marking', bidders: many }), {
        sheetFaults: faultsOf({}, many),
      }),
    );
    await sees('投标人 1–6，共 14 家');
    expect(await look('marking-many')).toEqual([]);
    await button('下一组').click();
    await page.locator(cell('M12', 'C3')).focus();
    await page.keyboard.press('Enter');
    await expect.poll(() => page.evaluate(() => document.activeElement?.id)).toBe('mark/M13/T1');
  });
});

describe('signing', () => {
  test('the sheet is read only, then signed with the PIN', async () => {
    const { page, button, sees, sent, look } = await open(
      sessionScreen(sessionAt('signing', { step: 'sign', marks: fullMarks })),
    );
    expect(await page.locator('input').count()).toBe(0);
    await button('核对无误，去签名').click();
    expect(await look('sign-pin')).toEqual([]);
    await page.keyboard.type('135790\n');
    await sent({ kind: 'sign', pin: '135790' });
    await button('返回').click();
    await sees('核对评分表');
  });

  test('a revoked key is told with what to do; the sheet is still there, to be signed with another', async () => {
    const { page, core, button, sees, sent, look } = await open(
      sessionScreen(sessionAt('signing', { step: 'sign', marks: fullMarks })),
    );
    const about = { authority: '某省数字证书认证中心', at: '2026-11-23T01:10:00.000Z' };
    core.answerWith(() => new Refusal('CERTIFICATE_REVOKED', about).toMessage());
    await button('核对无误，去签名').click();
    await page.keyboard.type('135790\n');
    await sees('请呼叫工作人员，换用您本人有效的 Key。');
    expect(await look('sign-revoked')).toEqual([]);
    core.answerWith(() => null);
    await page.keyboard.type('246801\n');
    await sent({ kind: 'sign', pin: '135790' }, { kind: 'sign', pin: '246801' });
  });

  test('a sheet with a fault cannot be signed, and the place is told', async () => {
    const marks = { ...fullMarks, B1: { ...fullMarks.B1, T1: 99_000 } };
    const { button, sees } = await open(
      sessionScreen(sessionAt('signing', { step: 'sign', marks }), { sheetFaults: faultsOf(marks) }),
    );
    await sees('江苏苏中市政建设集团有限公司 的“施工组织设计总体方案”应在 0 到 12 分之间');
    expect(await button('核对无误，去签名').isDisabled()).toBe(true);
  });
});

describe('look-back', () => {
  const lookback = (change: Partial<BoothScreen> = {}) =>
    sessionScreen(sessionAt('lookback', { step: 'flags', marks: flaggedMarks, flags, result }), change);

  test('a flag is explained', async () => {
    const { page, button, sees, sent } = await open(lookback());
    await sees('低 72.4%，超过 30%');
    await button('提交说明').click();
    await sees('请写明维持原评分的理由');
    await page.getByLabel('书面说明', { exact: true }).fill('检测方案缺少沥青混合料压实度检测。');
    await button('提交说明').click();
    await sent({ kind: 'explain', flag: 'F1', text: '检测方案缺少沥青混合料压实度检测。' });
  });

  test('a mark is amended beside the signed one, and signed anew', async () => {
    const { page, core, button, sees, sent, look } = await open(lookback());
    core.answerWith((intent) => {
      if (intent.kind === 'amend-mark') {
        core.show({ ...core.screen, amendment: { B3: { T2: intent.mark } } });
      }
      return null;
    });
    await button('修正评分').first().click();
    await button('修正评分').last().click();
    await button('去签名').click();
    await sees('还没有修改任何一项');
    await page.locator(cell('B3', 'T2')).fill('11');
    await button('去签名').click();
    await sees('请先改正标出的评分');
    expect(core.intents).toEqual([]);
    await page.locator(cell('B3', 'T2')).fill('6.5');
    await page.keyboard.press('Enter');
    await sent({ kind: 'amend-mark', bidder: 'B3', item: 'T2', mark: 6_500 });
    expect(await look('amendment')).toEqual([]);
    await button('去签名').click();
    await sees('2 → 6.5');
    await page.keyboard.type('135790\n');
    await sent(
      { kind: 'amend-mark', bidder: 'B3', item: 'T2', mark: 6_500 },
      { kind: 'amend-sign', pin: '135790' },
    );
    expect(await look('amendment-sign')).toEqual([]);
  });

  test('an amendment can be given up', async () => {
    const { button, sent, sees } = await open(lookback({ amendment: { B3: { T2: 6_500 } } }));
    await button('修正评分').first().click();
    await button('修正评分').last().click();
    await button('放弃修正').click();
    await sent({ kind: 'amend-cancel' });
    await sees('回头看提示');
  });
});

describe('closing', () => {
  const consent = sessionScreen(sessionAt('report', { step: 'consent', marks: fullMarks, result }));

  test('one agrees', async () => {
    const { page, button, sees, sent } = await open(consent);
    await button('去签名').click();
    await sees('请先选“同意”或“有不同意见”');
    await button('同意评标报告').click();
    await button('去签名').click();
    await page.keyboard.type('135790');
    await button('签名：同意').click();
    await sent({ kind: 'consent', position: 'agree', pin: '135790' });
  });

  test('a dissent needs its reasons', async () => {
    const { page, button, sees, sent, core } = await open(consent);
    await button('有不同意见').click();
    await button('去签名').click();
    await sees('有不同意见的，请写明意见和理由');
    await page.getByLabel('请写明不同意见和理由').fill('第一名业绩证明材料存疑，建议核实。');
    await button('去签名').click();
    expect(core.intents).toEqual([]);
    await page.keyboard.type('135790\n');
    await sent({
      kind: 'consent',
      position: 'dissent',
      dissent: '第一名业绩证明材料存疑，建议核实。',
      pin: '135790',
    });
  });

  test('an evaluation that failed says why, names the bids, and ticks no step that never took place', async () => {
    const failed = (valid: number) =>
      sessionScreen(
        sessionAt('failed', {
          step: 'consent',
          bidders: bidders.map((bidder, index) => ({ ...bidder, valid: index < valid })),
        }),
      );
    const { page, core, sees } = await open(failed(0));
    await sees('没有有效投标，全部投标已被否决');
    expect(await page.locator('.bids').getByText('已判定无效').count()).toBe(5);
    expect(await page.locator('.steps li').allInnerTexts()).not.toContainEqual(expect.stringMatching('评分'));
    await sees('报告');
    core.show(failed(2));
    await sees('有效投标不足三家，评标委员会表决认为缺乏竞争');
    expect(await page.locator('.bids').getByText('有效投标').count()).toBe(2);
  });

  test('the bids that were rejected stand below the ranking', async () => {
    const rejected = bidders.map((bidder, index) => ({ ...bidder, valid: index !== 3 }));
    const { page } = await open(
      sessionScreen(sessionAt('report', { step: 'consent', bidders: rejected, result })),
    );
    await page.locator('.bids').waitFor();
    expect(await page.locator('.bids li').allInnerTexts()).toEqual([
      expect.stringContaining(bidders[3]?.name ?? ''),
    ]);
  });

  test('what refusing both means is told before it is done', async () => {
    const { button, sees, sent, core, look } = await open(consent);
    await button('不签名，也不写意见').click();
    await sees('视为同意评标结果');
    expect(core.intents).toEqual([]);
    expect(await look('consent-refuse')).toEqual([]);
    await button('我知道了，仍然拒绝').click();
    await sent({ kind: 'refuse-consent' });
  });

  test('waiting tells for whom; marks can be reopened until all are in', async () => {
    const { core, button, sees, sent } = await open(
      sessionScreen(
        sessionAt('marking', {
          step: 'wait',
          waitingFor: 'marks',
          progress: { done: 5, of: 7 },
          marks: fullMarks,
        }),
      ),
    );
    await sees('正在等其他专家完成评分');
    await sees('已完成 5 人，共 7 人');
    await button('返回修改评分').click();
    await sent({ kind: 'unready' });
    core.show(
      sessionScreen(sessionAt('signing', { step: 'wait', waitingFor: 'signatures', marks: fullMarks })),
    );
    await sees('正在等其他专家签署评分表');
    expect(await button('返回修改评分').count()).toBe(0);
  });

  test('one leaves at the end', async () => {
    const { button, sent } = await open(sessionScreen(sessionAt('sealed', { step: 'done', result })));
    await button('离席').click();
    await sent({ kind: 'leave' });
  });

  test('an act that the agent never answered is told as not done', async () => {
    const { core, button, sees, sent } = await open(
      sessionScreen(sessionAt('sealed', { step: 'done', result })),
    );
    core.hold();
    await button('离席').click();
    await sent({ kind: 'leave' });
    expect(await button(/离席/).isDisabled()).toBe(true);
    core.line(false);
    await sees('本机程序没有答复，可能没有办成');
    core.line(true);
    await expect.poll(() => button('离席').isEnabled()).toBe(true);
    booth?.complaints.splice(0);
  });
});

test('the language is switched on any screen, and back', async () => {
  const { button, sees } = await open(
    sessionScreen(sessionAt('chair', { step: 'chair', bidders, chair: null })),
  );
  await button('English').click();
  await sees('Elect the chair');
  await button('中文').click();
  await sees('推选评标组长');
});

test('where Electron has put a bridge, the page uses that one', async () => {
  const page = await browser.newPage();
  const first = screen();
  await page.addInitScript((shown) => {
    const acts: unknown[] = [];
    Object.assign(window, {
      acts,
      kaweiBridge: {
        watch: (show: (screen: unknown) => void) => {
          show(shown);
          return () => {};
        },
        act: async (intent: unknown) => {
          acts.push(intent);
          return null;
        },
      },
    });
  }, first);
  await page.goto((await open(first)).page.url());
  await page.locator('#badge').fill('ZJ-20417');
  await page.keyboard.press('Enter');
  await expect
    .poll(() => page.evaluate(() => (window as unknown as { acts: unknown[] }).acts))
    .toEqual([{ kind: 'badge', badge: 'ZJ-20417' }]);
  await page.close();
});
