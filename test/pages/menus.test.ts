/** The menu of every role's pages on the smallest screen of a desk, in both languages: every entry is seen. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import type { Role } from '#shared/protocol/requests.ts';
import type { SessionView } from '#shared/protocol/views.ts';
import { type Desktop, desktopOf, openBrowser, picture, StubHub } from './staff-stubs.ts';

const hub = new StubHub();
let browser: Browser;
let desktop: Desktop;

beforeAll(async () => {
  [browser] = await Promise.all([openBrowser(), hub.start()]);
  desktop = await desktopOf(browser);
});
afterAll(async () => {
  await browser?.close();
  await hub.close();
});
afterEach(() => {
  expect(desktop.faults.splice(0)).toEqual([]);
});

/** How many pages stand in each role's menu. */
const entries: Readonly<Record<Role, number>> = {
  ...{ hall: 7, agency: 1, supervisor: 8, discipline: 8 },
  ...{ 'system-admin': 3, 'security-admin': 2, 'audit-admin': 4 },
};

/** As long as they come: a name of four characters, a site, a charge of several. */
function sessionOf(role: Role): SessionView {
  const charge = role === 'supervisor' ? ['HEFEI', 'JIANGZHOU', 'HECHUAN'] : null;
  return { user: 'one', name: '欧阳晓岚', role, site: role === 'hall' ? 'JIANGZHOU' : null, charge };
}

const labels = '.kawei-menu > .ant-menu-item:visible .ant-menu-title-content';

/** Left, top, right and bottom of each entry's words, as far as they are on the screen and nothing lies over them. */
async function seen(page: Page): Promise<{ text: string; top: number; whole: boolean }[]> {
  return page.locator(labels).evaluateAll((found) =>
    (found as unknown as SeenElement[]).map((label) => {
      const { left, right, top, bottom } = label.getBoundingClientRect();
      const at = (x: number) => label.ownerDocument.elementFromPoint(x, (top + bottom) / 2);
      const whole =
        left >= 0 && right <= 1366 && [left + 1, right - 1].every((x) => label.parentElement.contains(at(x)));
      return { text: label.textContent, top, whole: whole && label.scrollWidth <= label.clientWidth + 1 };
    }),
  );
}

/** What this file, which is not built for browsers, needs of one. */
interface SeenElement {
  readonly textContent: string;
  readonly parentElement: { contains(other: unknown): boolean };
  readonly ownerDocument: { elementFromPoint(x: number, y: number): unknown };
  readonly scrollWidth: number;
  readonly clientWidth: number;
  getBoundingClientRect(): { left: number; right: number; top: number; bottom: number };
}

it.each(Object.keys(entries) as Role[])('of %s is seen whole', async (role) => {
  hub.begin(sessionOf(role));
  const page = await desktop.open(hub.url);
  for (const language of ['chinese', 'english']) {
    if (language === 'english') await page.getByTestId('language').click();
    await page
      .getByTestId('language')
      .getByText(language === 'english' ? '中文' : 'English')
      .waitFor();
    await picture(page, `menu-${role}-${language}`);
    const menu = await seen(page);
    expect([language, menu.length]).toEqual([language, entries[role]]);
    expect(menu.filter(({ whole }) => !whole)).toEqual([]);
    expect([language, new Set(menu.map(({ top }) => top)).size]).toEqual([language, 1]);
    const head = await page.locator('.kawei-head').boundingBox();
    const person = await page.getByTestId('person').boundingBox();
    expect((person?.x ?? 0) + (person?.width ?? 0)).toBeLessThanOrEqual(1366);
    expect([language, head?.height]).toEqual([language, 52]);
  }
});

it('stands in a second row, and is seen whole, on a narrower screen', async () => {
  hub.begin(sessionOf('supervisor'));
  const page = await desktop.open(hub.url);
  await page.setViewportSize({ width: 1024, height: 768 });
  await page.locator(labels).last().waitFor();
  const menu = await seen(page);
  await picture(page, 'menu-narrow');
  await page.setViewportSize({ width: 1366, height: 768 });
  expect(menu.length).toBe(entries.supervisor);
  expect(menu.filter(({ whole }) => !whole)).toEqual([]);
  expect(new Set(menu.map(({ top }) => top)).size).toBeGreaterThan(1);
});
