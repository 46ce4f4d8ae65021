/** Somebody of the staff at a computer of their own: one profile of a browser, signed in through the page. */
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { picture } from './staff-stubs.ts';

export interface SignedIn {
  readonly user: string;
  readonly password: string;
}

export class Workstation {
  readonly page: Page;
  readonly address: string;
  /** What the page has thrown or complained of; requests that were refused or lost are no faults of the page. */
  readonly faults: string[] = [];
  protected readonly context: BrowserContext;

  constructor(context: BrowserContext, page: Page, address: string) {
    this.context = context;
    this.page = page;
    this.address = address;
    page.on('pageerror', (error) => this.faults.push(String(error)));
    page.on('console', (message) => {
      const lost = message.text().includes('Failed to load resource');
      if (message.type() === 'error' && !lost) this.faults.push(message.text());
    });
  }

  /** Opens the hub's first page and signs in. */
  static async open<T>(
    this: new (
      context: BrowserContext,
      page: Page,
      address: string,
    ) => T,
    browser: Browser,
    address: string,
    { user, password }: SignedIn,
  ): Promise<T> {
    const context = await browser.newContext({
      viewport: { width: 1366, height: 768 },
      timezoneId: 'Asia/Shanghai',
      locale: 'zh-CN',
      reducedMotion: 'reduce',
    });
    context.setDefaultTimeout(60_000);
    const page = await context.newPage();
    const own = new this(context, page, address);
    await page.goto(address);
    await page.getByLabel('用户名').fill(user);
    await page.getByLabel('密码', { exact: true }).fill(password);
    await page.keyboard.press('Enter');
    await page.getByTestId('role').waitFor();
    return own;
  }

  /** Goes to a page by the menu. */
  async choose(title: string): Promise<void> {
    await this.page.getByRole('menuitem', { name: title }).click();
  }

  /** Goes to an address, as by a link that somebody has sent. */
  async visit(path: string): Promise<void> {
    await this.page.goto(this.address + path);
  }

  picture(name: string): Promise<void> {
    return picture(this.page, `morning-${name}`);
  }

  /** All text that stands on the page, dialogs included. */
  async text(): Promise<string> {
    return (await this.page.locator('body').textContent()) ?? '';
  }

  /** What the hub answers this browser's session at an address that no page of it asks for. */
  ask(path: string): Promise<{ status: number; text: string }> {
    return this.page.evaluate(async (asked) => {
      const response = await fetch(asked);
      return { status: response.status, text: await response.text() };
    }, path);
  }

  close(): Promise<void> {
    return this.context.close();
  }
}
