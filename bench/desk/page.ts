/** One desk in a real browser, with a hand that scans as fast as the page takes it. */
import type { Browser, BrowserContext, Page } from 'playwright-core';
import type { PoolExpert } from '#shared/pool/expert.ts';
import { deskAccount } from './town.ts';

export class DeskPage {
  readonly #context: BrowserContext;
  readonly #page: Page;

  private constructor(context: BrowserContext, page: Page) {
    this.#context = context;
    this.#page = page;
  }

  static async open(browser: Browser, address: string): Promise<DeskPage> {
    const context = await browser.newContext({ viewport: { width: 1366, height: 768 }, locale: 'zh-CN' });
    const page = await context.newPage();
    await page.goto(address);
    await page.getByLabel('用户名').fill(deskAccount.user);
    await page.getByLabel('密码', { exact: true }).fill(deskAccount.password);
    await page.keyboard.press('Enter');
    await page.locator('#badge').waitFor();
    return new DeskPage(context, page);
  }

  /** Checks somebody in; milliseconds from the first key of the badge to their name in green. */
  async checkIn(person: PoolExpert): Promise<number> {
    const start = performance.now();
    await this.#scan(person);
    await this.#page.getByTestId('check-done').getByText(person.name, { exact: true }).waitFor();
    return performance.now() - start;
  }

  /** Scans somebody while the line is down; milliseconds until the page says that they are noted. */
  async note(person: PoolExpert): Promise<number> {
    const start = performance.now();
    await this.#scan(person);
    await this.#page.getByTestId('check-noted').getByText(person.badge).waitFor();
    return performance.now() - start;
  }

  drop(): Promise<void> {
    return this.#context.setOffline(true);
  }

  /** The line comes back; milliseconds until nothing waits any more. */
  async restore(): Promise<number> {
    const start = performance.now();
    await this.#context.setOffline(false);
    await this.#page.getByTestId('scan-waiting').first().waitFor({ state: 'detached' });
    return performance.now() - start;
  }

  /** How many were refused afterwards. */
  refused(): Promise<number> {
    return this.#page.getByTestId('scan-refused').count();
  }

  async #scan({ badge, idNumber }: PoolExpert): Promise<void> {
    await this.#page.keyboard.type(`${badge}\n`);
    await this.#page.keyboard.type(`${idNumber}\n`);
  }
}
