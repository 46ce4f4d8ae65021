/** An expert who works the real page of their booth in Chromium, with keyboard and mouse alone. */
import type { Locator, Page } from 'playwright-core';
import type { Project } from '#shared/projects/project.ts';
import type { Marks } from '#shared/protocol/evaluation.ts';
import { pointsText } from '#shared/scoring/exact.ts';
import { PIN } from '../demo/people.ts';

export class PersonAtPage {
  readonly #page: Page;
  readonly #picture: (name: string) => Promise<void>;

  constructor(page: Page, picture: (name: string) => Promise<void>) {
    this.#page = page;
    this.#picture = picture;
  }

  async sees(text: string | RegExp): Promise<void> {
    await this.#page.getByText(text).first().waitFor({ timeout: 30_000 });
  }

  /** Badge by scanner, slip by keyboard; `insertKey` is done when the page asks for it. */
  async sitDown(badge: string, slip: string, insertKey: () => void): Promise<void> {
    await this.sees('请刷工作证');
    await this.#picture('01-badge');
    await this.#page.keyboard.type(`${badge}\n`);
    await this.sees('请扫描座位单上的二维码');
    await this.#picture('02-slip');
    await this.#page.keyboard.type(`${slip}\n`);
    await this.sees('没有检测到 Key');
    insertKey();
    await this.sees('Key 的持有人');
    await this.#picture('03-key');
    await this.#typePin();
    await this.sees('评标专家承诺书');
  }

  async pledge(): Promise<void> {
    await this.#picture('04-pledge');
    await this.#press('我已读完，去签名');
    await this.#typePin();
    await this.sees('您与投标人有没有利害关系');
    await this.#picture('05-declare');
  }

  async declareNone(): Promise<void> {
    await this.#press('我与以上投标人都没有利害关系');
    await this.#press('确认，无需回避');
  }

  async voteFor(alias: string): Promise<void> {
    await this.sees('推选评标组长');
    await this.#picture('06-chair');
    await this.#button(alias).click();
    await this.#press('投票');
  }

  async passAll({ bidders }: Project): Promise<void> {
    await this.sees('逐家判定三项');
    for (const { name } of bidders) {
      for (const head of ['形式', '资格', '响应性']) {
        await this.#page
          .getByRole('group', { name: `${name} ${head}` })
          .getByRole('button', { name: '通过', exact: true })
          .click();
      }
    }
    await this.#picture('07-review');
    await this.#press('提交初审意见');
  }

  async voteValid(): Promise<void> {
    await this.sees('对有分歧的投标人表决');
    await this.#picture('08-review-vote');
    await this.#press('有效');
    await this.#press('提交表决');
  }

  /** Reads the bid beside the marks to its last page, by keyboard, and closes it. */
  async readsTheBid(pages: number): Promise<void> {
    await this.#press('投标文件');
    const sheet = this.#page.locator('#document-sheet');
    for (let page = 1; page <= pages; page++) {
      await this.#page.locator(`#document-sheet[data-page="${page}"]`).waitFor({ timeout: 60_000 });
      if (page < pages) await sheet.press('PageDown');
    }
    await this.#picture('08-bid');
    await this.#press('收起文件');
  }

  /** Types each mark and Enter, without touching the mouse after the first cell. */
  async typeMarks({ bidders, items }: Project, marks: Marks): Promise<void> {
    await this.sees('自动保存');
    for (const { id: bidder } of bidders) {
      for (const { id: item } of items) {
        const cell = this.#page.locator(`[id="mark/${bidder}/${item}"]`);
        await cell.fill(pointsText(marks[bidder]?.[item] ?? 0));
        await cell.press('Enter');
      }
    }
    await this.sees(/已保存到中心/);
    await this.#picture('09-marking');
  }

  async complete(): Promise<void> {
    await this.#press('我已评完');
  }

  /** Signs with the PIN mistyped first. */
  async signSheet(): Promise<void> {
    await this.sees('核对评分表');
    await this.#picture('10-sign');
    await this.#press('核对无误，去签名');
    await this.#typePin('999999');
    await this.sees('PIN 码不正确');
    await this.#picture('10-wrong-pin');
    await this.#typePin();
  }

  /** The key is pulled out and put back: the page locks, and goes on by itself where it was. */
  async losesKey(pullOut: () => void, insert: () => void): Promise<void> {
    pullOut();
    await this.sees('Key 已拔出，工位已锁定');
    await this.#picture('09-key-removed');
    insert();
    await this.#page.getByText('Key 已拔出，工位已锁定').waitFor({ state: 'detached' });
  }

  /** Amends the one flagged mark. */
  async amend(bidder: string, item: string, mark: number): Promise<void> {
    await this.sees('回头看提示');
    await this.#picture('11-flags');
    await this.#button('修正评分').first().click();
    await this.#button('修正评分').last().click();
    const cell = this.#page.locator(`[id="mark/${bidder}/${item}"]`);
    await cell.fill(pointsText(mark));
    await cell.press('Enter');
    await this.#press('去签名');
    await this.#picture('12-amend');
    await this.#typePin();
  }

  /** Votes on the marks of others, each as it is put. */
  async voteOnFlags(count: number, abnormal: boolean, name: string): Promise<void> {
    for (let n = 0; n < count; n++) {
      await this.sees('对异常评分表决');
      await this.sees(`还有 ${count - n} 条`);
      await this.#press(abnormal ? '异常' : '不异常');
      if (n === 0) await this.#picture(name);
      await this.#press('提交表决');
    }
  }

  /** Keeps every flagged mark of their own, in writing. */
  async explain(count: number, text: string): Promise<void> {
    await this.sees('回头看提示');
    await this.#press('不作说明');
    await this.#picture('12-refusal');
    for (let n = 0; n < count; n++) {
      await this.#press('维持原评分，书面说明');
      await this.#page.getByLabel('书面说明', { exact: true }).fill(text);
      if (n === 0) await this.#picture('12-explain');
      await this.#press('提交说明');
      if (n + 1 < count) await this.sees(`第 ${n + 2} 条`);
    }
    await this.sees('正在等监督人员查看');
    await this.#picture('12-waiting-review');
  }

  async agree(): Promise<void> {
    await this.sees('签署评标报告');
    await this.#picture('13-consent');
    await this.#press('同意评标报告');
    await this.#press('去签名');
    await this.#typePin();
  }

  async leave(): Promise<void> {
    await this.sees('本次评标已全部完成');
    await this.#picture('14-done');
    await this.#press('离席');
    await this.sees('您已离席');
    await this.#picture('15-left');
  }

  async #typePin(pin = PIN): Promise<void> {
    await this.#page.locator('#pin').waitFor();
    await this.#page.locator('#pin').focus();
    await this.#page.keyboard.type(`${pin}\n`);
  }

  #button(name: string): Locator {
    return this.#page.getByRole('button', { name, exact: true });
  }

  async #press(name: string): Promise<void> {
    await this.#button(name).click({ timeout: 30_000 });
  }
}
