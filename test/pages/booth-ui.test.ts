import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { refusalText } from '#shared/catalogue/refusal.ts';
import type { BoothScreen } from '#shared/protocol/bridge.ts';
import { pledgeText } from '#shared/protocol/statements.ts';
import { checkSheet } from '#shared/scoring/sheet.ts';
import { type BoothOnScreen, builtPages, openBooth, openBrowser } from './booth-browser.ts';
import {
  bidders,
  clarifications,
  disputes,
  flags,
  fullMarks,
  items,
  result,
  screen,
  sessionAt,
  sessionScreen,
  statements,
} from './booth-screens.ts';

let browser: Browser;
let booth: BoothOnScreen | null = null;

beforeAll(async () => {
  await builtPages();
  browser = await openBrowser();
}, 60_000);
afterAll(() => browser?.close());
afterEach(async () => {
  const complaints = booth?.complaints ?? [];
  await booth?.close();
  booth = null;
  expect(complaints).toEqual([]);
});

async function open(first: BoothScreen, size?: 'small' | 'large'): Promise<BoothOnScreen> {
  booth = await openBooth(browser, first, size);
  return booth;
}

/** The fault list an agent makes of these marks. */
function faultsOf(marks: Record<string, Record<string, number>>): BoothScreen['sheetFaults'] {
  return checkSheet(
    { items },
    marks,
    bidders.map(({ id }) => id),
  ).map((fault) => {
    const [, bidder = null, item = null] = fault.place.split('.');
    return { bidder, item, message: refusalText(fault.code, fault.values) };
  });
}

describe('every screen and step reads well', () => {
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
    flags: sessionScreen(sessionAt('lookback', { step: 'flags', marks: fullMarks, flags })),
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

  test.each(Object.entries(shown))('%s', async (name, one) => {
    const { look, core, page } = await open(one);
    expect(await look(name)).toEqual([]);
    await page.setViewportSize({ width: 1920, height: 1080 });
    expect(await look(`${name}-large`)).toEqual([]);
    await page.setViewportSize({ width: 1366, height: 768 });
    await page.getByRole('button', { name: 'English' }).click();
    expect(await look(`${name}-en`)).toEqual([]);
    await page.getByRole('button', { name: /Call the staff/ }).click();
    await expect.poll(() => core.intents).toEqual([{ kind: 'help' }]);
    await page.getByText('Called, please wait').waitFor();
  });
});
