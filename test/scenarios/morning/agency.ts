/** What the agency does at its pages: enters a project from a file, freezes it, asks for its panel. */
import type { Project } from '#shared/projects/project.ts';
import type { Workstation } from '#test/pages/workstation.ts';

export async function enterAndFreeze(agency: Workstation, project: Project): Promise<void> {
  const { page } = agency;
  await agency.choose('我的项目');
  await page.getByRole('button', { name: '录入新项目' }).click();
  const buffer = Buffer.from(JSON.stringify(project));
  const file = { name: `${project.id}.json`, mimeType: 'application/json', buffer };
  await page.locator('.ant-upload input[type=file]').setInputFiles(file);
  await page
    .getByLabel('项目名称')
    .and(page.locator(`[value="${project.title}"]`))
    .waitFor();
  await page.getByTestId('save').click();
  await page.getByTestId('freeze').click();
  await page.getByRole('dialog').getByRole('button', { name: '确认冻结' }).click();
  await page.getByTestId('ask-panel').waitFor();
}

/** From the page of a frozen project: asks to be drawn with the others of the day. */
export async function joinBatch({ page }: Workstation, day: string): Promise<void> {
  await page.getByTestId('ask-panel').click();
  await page.getByRole('dialog').getByLabel('评标日期').fill(day);
  await page.getByTestId('join-batch').click();
  await page.getByTestId('project-batch').waitFor();
}

/** Asks for the panel of a frozen project by itself, today. */
export async function askForPanel(agency: Workstation, project: Project): Promise<void> {
  const { page } = agency;
  await agency.visit(`/projects/${project.id}`);
  await page.getByTestId('ask-panel').click();
  await page.getByRole('dialog').getByRole('button', { name: '锁定并发起抽取' }).click();
  await page.getByTestId('ask-panel').waitFor({ state: 'detached' });
}
