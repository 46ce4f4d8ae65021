import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { refusalText } from '#shared/catalogue/refusal.ts';
import type { BoothScreen } from '#shared/protocol/bridge.ts';
import { type BoothOnScreen, builtPages, openBooth, openBrowser, sizes } from './booth-browser.ts';
import {
  bidders,
  clarifications,
  disputes,
  faultsOf,
  flaggedMarks,
  flags,
  fullMarks,
  result,
  screen,
  sessionAt,
  sessionScreen,
  statements,
} from './booth-screens.ts';

vi.setConfig({ testTimeout: 20_000 });

let browser: Browser;

beforeAll(async () => {
  await builtPages();
  browser = await openBrowser();
}, 60_000);
afterAll(() => browser?.close());

describe('every screen and step reads well', () => {
  let shared: BoothOnScreen | undefined;
  afterAll(() => shared?.close());

  const marking = sessionAt('marking', { step: 'marking', marks: fullMarks });
  const consent = sessionAt('report', { step: 'consent', marks: fullMarks, result });
  const waitReview = sessionAt('review-vote', {
    step: 'wait',
    waitingFor: 'votes',
    progress: { done: 4, of: 7 },
    statements,
  });
  const shown: Record<string, BoothScreen> = {
    unassigned: screen({ screen: 'unassigned' }),
    badge: screen(),
    slip: screen({ screen: 'slip' }),
    'key-absent': screen({ screen: 'key' }),
    'key-present': screen({ screen: 'key', key: { state: 'present', holder: '李明华' } }),
    'key-locked': screen({ screen: 'key', key: { state: 'locked', holder: '李明华' } }),
    admitting: screen({ screen: 'admitting', key: { state: 'present', holder: '李明华' } }),
    refused: screen({
      screen: 'refused',
      refusal: {
        code: 'ADMISSION_WRONG_SEAT',
        message: refusalText('ADMISSION_WRONG_SEAT'),
        faults: [],
      },
    }),
    'key-removed': sessionScreen(marking, { screen: 'key-removed', key: { state: 'absent', holder: null } }),
    left: screen({ screen: 'left' }),
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
        bidders: bidders.map((bidder, index) => ({ ...bidder, valid: index < 2 })),
      }),
    ),
    'marking-empty': sessionScreen(sessionAt('marking', { step: 'marking' }), { sheetFaults: faultsOf({}) }),
    'marking-full': sessionScreen(marking),
    'marking-offline': sessionScreen(marking, { line: 'offline', hubAhead: null, pending: 3 }),
    'marking-differing': sessionScreen({ ...marking, differing: [{ bidder: 'B2', item: 'C1' }] }),
    sign: sessionScreen(sessionAt('signing', { step: 'sign', marks: fullMarks })),
    flags: sessionScreen(sessionAt('lookback', { step: 'flags', marks: flaggedMarks, flags, result })),
    consent: sessionScreen(consent),
    'consent-failed': sessionScreen(sessionAt('failed', { step: 'consent' })),
    'wait-marks': sessionScreen(
      sessionAt('marking', {
        step: 'wait',
        waitingFor: 'marks',
        progress: { done: 5, of: 7 },
        clarifications,
      }),
    ),
    'wait-votes': sessionScreen(waitReview),
    'wait-seal': sessionScreen(sessionAt('report', { step: 'wait', waitingFor: 'seal' })),
    done: sessionScreen(sessionAt('sealed', { step: 'done', result })),
  };

  /** Also seen in the other size and language. */
  const largeToo = ['marking-full', 'review', 'sign', 'consent', 'badge', 'review-vote'];
  const englishToo = ['marking-full', 'review', 'declare', 'flags', 'key-present', 'consent'];

  test('the check itself finds what is too small, too pale, cut off or too wide', async () => {
    const { page, look, close } = await openBooth(browser, shown.badge ?? screen());
    await page.addStyleTag({
      content: `.lead { font-size: 18px !important } .big-seat span { color: #999 !important }
        .field > span { width: 2em; white-space: nowrap; overflow: hidden } h1 { width: 2000px }
        .top-help { height: 40px !important }`,
    });
    const broken = (await look()).join('\n');
    for (const rule of ['type of 18px', 'contrast of 2', 'cut off', 'scrolls sideways', 'target of 40 px']) {
      expect(broken).toContain(rule);
    }
    await close();
  });

  test.each(Object.entries(shown))('%s', async (name, one) => {
    shared ??= await openBooth(browser, one);
    const { look, restart, page } = shared;
    await page.setViewportSize(sizes.small);
    await restart(one);
    expect(await look(name)).toEqual([]);
    await page.setViewportSize(sizes.large);
    expect(await look(largeToo.includes(name) ? `${name}-large` : undefined)).toEqual([]);
    await page.setViewportSize(sizes.small);
    await page.getByRole('button', { name: 'English' }).click();
    expect(await look(englishToo.includes(name) ? `${name}-en` : undefined)).toEqual([]);
    expect(await page.getByRole('button', { name: 'Call the staff' }).isEnabled()).toBe(true);
    await page.getByRole('button', { name: '中文' }).click();
    expect(shared.complaints).toEqual([]);
  });
});
