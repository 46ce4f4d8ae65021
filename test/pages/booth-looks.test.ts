import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type LockCode, locks } from '#shared/catalogue/locks.ts';
import { refusalText } from '#shared/catalogue/refusal.ts';
import { fillText } from '#shared/catalogue/text.ts';
import type { BoothScreen } from '#shared/protocol/bridge.ts';
import { type BoothOnScreen, builtPages, openBooth, openBrowser, sizes } from './booth-browser.ts';
import {
  bidders,
  clarifications,
  disputes,
  faultsOf,
  flaggedMarks,
  flags,
  flagVotes,
  fullMarks,
  result,
  screen,
  sessionAt,
  sessionScreen,
  statements,
  struckFlags,
  votedFlags,
} from './booth-screens.ts';

function lockOf(code: LockCode, text: string): NonNullable<BoothScreen['lock']> {
  const { cause, clears } = locks[code];
  const told = fillText(cause, { text });
  return { code, cause: told, clears, at: '2026-11-23T03:30:00.000Z' };
}

let browser: Browser;

beforeAll(async () => {
  await builtPages();
  browser = await openBrowser();
});
afterAll(() => browser?.close());

describe('every screen and step reads well', () => {
  let shared: BoothOnScreen | undefined;
  afterAll(() => shared?.close());

  const validUpTo = (count: number) => bidders.map((bidder, index) => ({ ...bidder, valid: index < count }));
  const marking = sessionAt('marking', { step: 'marking', marks: fullMarks });
  const consent = sessionAt('report', { step: 'consent', marks: fullMarks, result });
  const waitReview = sessionAt('review-vote', {
    step: 'wait',
    waitingFor: 'votes',
    progress: { done: 4, of: 7 },
    statements,
  });
  const gathering = sessionAt('gathering', {
    ...{ step: 'wait', waitingFor: 'pledges', chair: null },
    progress: { done: 6, of: 7 },
  });
  const bySlip: Partial<BoothScreen> = {
    ...{ line: 'offline' as const, bySlip: true, pending: 1 },
    key: { state: 'present', holder: '李明华', triesLeft: null, touch: false },
  };
  const shown: Record<string, BoothScreen> = {
    unassigned: screen({ screen: 'unassigned' }),
    badge: screen(),
    paused: screen({ screen: 'paused', pausedAt: '2026-11-23T03:30:00.000Z' }),
    slip: screen({ screen: 'slip' }),
    'slip-offline': screen({ screen: 'slip', line: 'offline' }),
    'key-absent': screen({ screen: 'key' }),
    'key-present': screen({
      screen: 'key',
      key: { state: 'present', holder: '李明华', triesLeft: null, touch: false },
    }),
    'key-several': screen({
      screen: 'key',
      key: { state: 'several', holder: null, triesLeft: null, touch: false },
    }),
    'key-tries-left': screen({
      screen: 'key',
      key: { state: 'present', holder: '李明华', triesLeft: 3, touch: false },
    }),
    'key-last-try': screen({
      screen: 'key',
      key: { state: 'present', holder: '李明华', triesLeft: 1, touch: false },
    }),
    'key-touch': screen({
      screen: 'key',
      key: { state: 'present', holder: '李明华', triesLeft: null, touch: true },
    }),
    'key-locked': screen({
      screen: 'key',
      key: { state: 'locked', holder: '李明华', triesLeft: null, touch: false },
    }),
    admitting: screen({
      screen: 'admitting',
      key: { state: 'present', holder: '李明华', triesLeft: null, touch: false },
    }),
    'admitting-by-slip': screen({ screen: 'admitting', ...bySlip }),
    'pledge-by-slip': sessionScreen(
      sessionAt('gathering', { step: 'pledge', bidders: [], chair: null }),
      bySlip,
    ),
    'pledge-signed-by-slip': sessionScreen(
      sessionAt('gathering', { step: 'pledge', bidders: [], chair: null }),
      { ...bySlip, pending: 2, busy: ['admit', 'admitting', 'pledge'] },
    ),
    'refused-by-slip': screen({
      screen: 'refused',
      bySlip: true,
      refusal: { code: 'SLIP_SUPERSEDED', message: refusalText('SLIP_SUPERSEDED'), faults: [] },
    }),
    refused: screen({
      screen: 'refused',
      refusal: {
        code: 'ADMISSION_WRONG_SEAT',
        message: refusalText('ADMISSION_WRONG_SEAT'),
        faults: [],
      },
    }),
    'refused-revoked': screen({
      screen: 'refused',
      refusal: {
        code: 'ADMISSION_KEY_REVOKED',
        message: refusalText('ADMISSION_KEY_REVOKED', { at: '2026-11-23T01:10:00.000Z' }),
        faults: [],
      },
    }),
    'key-removed': sessionScreen(marking, {
      screen: 'key-removed',
      key: { state: 'absent', holder: null, triesLeft: null, touch: false },
    }),
    locked: screen({ screen: 'locked', lock: lockOf('HALL_LOCK', '检查设备，请稍候') }),
    'locked-second-screen': screen({ screen: 'locked', lock: lockOf('SECOND_SCREEN', '') }),
    'hall-message': sessionScreen(marking, {
      message: { text: '十二点在二楼餐厅用餐，请不要带走纸张。', at: '2026-11-23T03:40:00.000Z' },
    }),
    'key-other': sessionScreen(marking, {
      screen: 'key-removed',
      key: { state: 'present', holder: '王芳', triesLeft: null, touch: false },
    }),
    'keys-several': sessionScreen(marking, {
      screen: 'key-removed',
      key: { state: 'several', holder: null, triesLeft: null, touch: false },
    }),
    left: screen({ screen: 'left' }),
    ended: screen({ screen: 'ended' }),
    pledge: sessionScreen(sessionAt('gathering', { step: 'pledge', bidders: [], chair: null })),
    declare: sessionScreen(sessionAt('gathering', { step: 'declare', bidders, chair: null })),
    chair: sessionScreen(sessionAt('chair', { step: 'chair', bidders, chair: null })),
    review: sessionScreen(sessionAt('review', { step: 'review', bidders, clarifications })),
    'review-vote': sessionScreen(
      sessionAt('review-vote', { step: 'review-vote', bidders, disputes, statements }),
    ),
    competition: sessionScreen(
      sessionAt('competition', {
        step: 'competition',
        bidders: validUpTo(2),
      }),
    ),
    'marking-empty': sessionScreen(sessionAt('marking', { step: 'marking' }), { sheetFaults: faultsOf({}) }),
    'marking-full': sessionScreen(marking),
    'marking-to-relay': sessionScreen({ ...marking, clarifications, isChair: true }),
    'marking-offline': sessionScreen(marking, { line: 'offline', hubAhead: null, pending: 3 }),
    'marking-differing': sessionScreen({ ...marking, differing: [{ bidder: 'B2', item: 'C1' }] }),
    sign: sessionScreen(sessionAt('signing', { step: 'sign', marks: fullMarks })),
    flags: sessionScreen(sessionAt('lookback', { step: 'flags', marks: flaggedMarks, flags, result })),
    'flags-voted': sessionScreen(
      sessionAt('lookback', { step: 'flags', marks: flaggedMarks, flags: votedFlags, result }),
    ),
    'flags-struck': sessionScreen(
      sessionAt('lookback', { step: 'flags', marks: flaggedMarks, flags: struckFlags, result }),
    ),
    'flag-vote': sessionScreen(
      sessionAt('lookback', { step: 'flag-vote', marks: flaggedMarks, flagVotes, result }),
    ),
    'wait-flag-votes': sessionScreen(
      sessionAt('lookback', { step: 'wait', waitingFor: 'flag-votes', result }),
    ),
    consent: sessionScreen(consent),
    'consent-rejected': sessionScreen({
      ...consent,
      bidders: bidders.map((bidder) => ({ ...bidder, valid: !['B3', 'B4'].includes(bidder.id) })),
      result: result?.filter(({ id }) => id !== 'B3' && id !== 'B4') ?? null,
    }),
    'consent-no-valid-bid': sessionScreen(sessionAt('failed', { step: 'consent', bidders: validUpTo(0) })),
    'consent-no-competition': sessionScreen(sessionAt('failed', { step: 'consent', bidders: validUpTo(2) })),
    'wait-failed': sessionScreen(
      sessionAt('failed', { step: 'wait', waitingFor: 'seal', bidders: validUpTo(0) }),
    ),
    'wait-marks': sessionScreen(
      sessionAt('marking', {
        step: 'wait',
        waitingFor: 'marks',
        progress: { done: 5, of: 7 },
        clarifications,
      }),
    ),
    'wait-votes': sessionScreen(waitReview),
    'wait-pledges': sessionScreen(gathering),
    'wait-reseating': sessionScreen({ ...gathering, chair: '专家甲', marks: fullMarks }),
    'wait-seal': sessionScreen(sessionAt('report', { step: 'wait', waitingFor: 'seal' })),
    done: sessionScreen(sessionAt('sealed', { step: 'done', result })),
  };

  /** Also seen in the other size and language. */
  const largeToo = [
    'consent-rejected',
    'consent-no-competition',
    'marking-full',
    'review',
    'sign',
    'consent',
    'badge',
    'review-vote',
    'flag-vote',
  ];
  const englishToo = [
    'consent-no-competition',
    'marking-to-relay',
    'wait-reseating',
    'ended',
    'marking-differing',
    'marking-full',
    'review',
    'declare',
    'flags',
    'flags-voted',
    'flags-struck',
    'flag-vote',
    'key-present',
    'slip-offline',
    'admitting-by-slip',
    'pledge-by-slip',
    'refused-by-slip',
    'key-last-try',
    'key-touch',
    'consent',
  ];

  test('the check itself finds what is too small, too pale, cut off or too wide', async () => {
    const { page, look, close } = await openBooth(browser, shown.badge ?? screen());
    await page.addStyleTag({
      content: `.lead { font-size: 18px !important } .big-seat span { color: #999 !important }
        .field > span { width: 2em; white-space: nowrap; overflow: hidden } h1 { width: 2000px; line-height: 1.1 }
        .top-help { height: 40px !important }`,
    });
    const broken = (await look()).join('\n');
    const size = ['type of 18px', 'lines 1.1', '× 40 px', 'cut off', 'scrolls sideways'];
    const rules = [...size, 'contrast of 2', 'axe color-contrast'];
    for (const rule of rules) {
      expect(broken).toContain(rule);
    }
    await close();
  });

  test.each(Object.entries(shown))('%s', async (name, one) => {
    shared ??= await openBooth(browser, one);
    const { look, restart, page } = shared;
    await page.setViewportSize(sizes.small);
    await restart(one);
    expect((await look(name)).join('\n')).toEqual('');
    await page.setViewportSize(sizes.large);
    expect((await look(largeToo.includes(name) ? `${name}-large` : undefined)).join('\n')).toEqual('');
    await page.setViewportSize(sizes.small);
    await page.getByRole('button', { name: 'English' }).click();
    expect((await look(englishToo.includes(name) ? `${name}-en` : undefined)).join('\n')).toEqual('');
    expect(await page.getByRole('button', { name: 'Call the staff' }).isEnabled()).toBe(true);
    await page.getByRole('button', { name: '中文' }).click();
    expect(shared.complaints).toEqual([]);
  });

  const open = { state: 'open' as const, said: 2 };
  const talks: Record<string, BoothScreen> = {
    'talk-closed': sessionScreen({ ...marking, talk: { state: 'marking', said: 2 }, statements }),
    'talk-unsent': sessionScreen(
      sessionAt('lookback', {
        ...{ step: 'flags', marks: flaggedMarks, flags, result, talk: open },
        statements: [
          ...statements,
          { alias: '专家丙', at: '2026-11-23T01:12:00.000Z', text: '我也看到了。' },
        ],
      }),
      { line: 'offline', pending: 1, talk: { unread: 2, unsent: 1 } },
    ),
  };
  test.each(Object.entries(talks))('%s: beside the page, which stays as it was', async (name, one) => {
    const { page, look, close, complaints } = await openBooth(browser, one);
    await page.setViewportSize(sizes.small);
    const scroller = page.locator('.page-body');
    await scroller.evaluate((body) => body.scrollTo(0, 40));
    const place = await scroller.evaluate((body) => body.scrollTop);
    const opener = page.getByRole('button', { name: /^讨论/ });
    await opener.focus();
    await page.keyboard.press('Enter');
    await page.getByText('评委会匿名讨论').waitFor();
    expect((await look(name)).join('\n')).toEqual('');
    await page.keyboard.press('Escape');
    await page.getByText('评委会匿名讨论').waitFor({ state: 'hidden' });
    expect(await scroller.evaluate((body) => body.scrollTop)).toBe(place);
    expect(await opener.evaluate((one) => one === document.activeElement)).toBe(true);
    expect(complaints).toEqual([]);
    await close();
  });
});
