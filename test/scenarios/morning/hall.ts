/** What hall staff do at their pages beside scanning. */
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { DeskPage } from '#test/pages/desk-page.ts';
import { pathOf } from '#test/programs.ts';

/** The workstation gets its signing key, and is back at check-in. */
export async function registerKey(desk: DeskPage, label: string): Promise<void> {
  const { page } = desk;
  await page.getByRole('link', { name: '登记本工作站' }).click();
  await page.getByTestId('register-key').click();
  await page.getByRole('dialog').getByLabel('工作站名称').fill(label);
  await page.getByRole('button', { name: '生成并登记' }).click();
  await page.getByText('打开页面时自动会签').waitFor();
  await toCheckIn(desk);
}

export async function toCheckIn(desk: DeskPage): Promise<void> {
  await desk.choose('签到与座位单');
  await desk.page.locator('#badge').waitFor();
}

/** Expected, checked in, missing, in their booths: as the page says it. */
export async function figures({ page }: DeskPage): Promise<number[]> {
  const told = await page.getByTestId('day').locator('.figure b').allTextContents();
  return told.map(Number);
}

export async function undoCheckIn({ page }: DeskPage, badge: string, reason: string): Promise<void> {
  await page.locator('tr', { hasText: badge }).getByRole('button', { name: '撤销签到' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('textbox').fill(reason);
  await dialog.getByRole('button', { name: '撤销签到' }).click();
  await dialog.waitFor({ state: 'detached' });
}

/**
 * Draws seats for all who wait here; `waiting` are those whose slips then wait to be printed. The other sites' desks take
 * part by themselves.
 */
export async function drawSeats({ page }: DeskPage, people: number, waiting = people): Promise<void> {
  await page.getByRole('button', { name: `为 ${people} 人抽取座位` }).click();
  await page.getByTestId('print-all').getByText(`打印全部待领座位单（${waiting}）`).waitFor();
}

/** Takes a hall of a site that has several into the next seat draw, or leaves it out. */
export async function useHall({ page }: DeskPage, name: string, used: boolean): Promise<void> {
  await page.getByTestId('seat-draw').getByRole('checkbox', { name }).setChecked(used);
}

/** Prints every slip that waits, as a document instead of on paper. */
export async function printSlips({ page }: DeskPage, people: number): Promise<Buffer> {
  await page.evaluate('window.print = () => {}');
  await page.getByTestId('print-all').click();
  const print = page.getByRole('button', { name: '打印（回车）' });
  await print.and(page.locator(':enabled')).waitFor();
  await page
    .locator('.slip-print .slip')
    .nth(people - 1)
    .waitFor({ state: 'attached' });
  const paper = await page.pdf();
  await print.click();
  await print.waitFor({ state: 'detached' });
  return paper;
}

/** What stands on each page of a document. Each ends in a form feed, an empty one too: a slip that spills over is two. */
export function sheetsOf(document: Buffer, directory: string): string[] {
  const file = join(directory, 'printed.pdf');
  writeFileSync(file, document);
  const text = execFileSync(pathOf('PDFTOTEXT'), ['-layout', file, '-'], { encoding: 'utf8' });
  return text.split('\f').slice(0, -1);
}

/** Opens the slip of somebody whose seat is drawn by their badge alone; the seat and its code. */
export async function slipOf({ page }: DeskPage, badge: string): Promise<{ seat: string; code: string }> {
  await page.locator('#badge').waitFor();
  await page.keyboard.type(`${badge}\n`);
  const slip = page.getByRole('dialog').getByTestId('slip');
  await slip.getByText(badge).waitFor();
  const code = (await slip.getByTestId('slip-code').textContent()) ?? '';
  const seat = (await slip.locator('dt', { hasText: '席位号' }).locator('+ dd').textContent()) ?? '';
  return { seat, code };
}

export async function closeSlip({ page }: DeskPage): Promise<void> {
  const dialog = page.getByRole('dialog');
  await page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'detached' });
}

/** The terminal at a seat has failed: closes the seat, and has its expert drawn anew. */
export async function moveFrom({ page }: DeskPage, reason: string): Promise<void> {
  await page.getByRole('button', { name: '终端故障，换席位' }).click();
  await page.getByRole('dialog').getByRole('textbox').fill(reason);
  await page.getByRole('button', { name: '停用并重新抽取' }).click();
  await page.getByText('换席位抽取已开始').waitFor();
}
