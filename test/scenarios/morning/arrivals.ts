/** How people come to the desks: the queues, and all that goes wrong at a desk. */
import { expect } from 'vitest';
import type { Person } from '#test/demo/people.ts';
import type { DeskPage } from '#test/pages/desk-page.ts';
import { toCheckIn, undoCheckIn } from './hall.ts';
import type { Morning } from './morning.ts';

/** Milliseconds from the first key of a badge to the name in green, of everybody. */
export const times: number[] = [];
let seconds = 0;

/** How many are scanned at a side site while its line is down. */
export const OFFLINE = 4;

/** All desks at once; how long it took altogether is added up. */
export async function arrive(queues: readonly (() => Promise<void>)[]): Promise<void> {
  const start = performance.now();
  await Promise.all(queues.map((queue) => queue()));
  seconds += (performance.now() - start) / 1000;
}

export async function checkInAll(desk: DeskPage, people: readonly Person[]): Promise<void> {
  for (const person of people) times.push(await desk.checkIn(person));
}

/** The last one was somebody else's card: taken back at once, and scanned again. */
export async function undoAndAgain(desk: DeskPage, person: Person): Promise<void> {
  await desk.picture('desk-checked-in');
  await undoCheckIn(desk, person.badge, '同名证件误扫');
  await desk.page.locator('.people').getByText(person.badge).waitFor({ state: 'detached' });
  await checkInAll(desk, [person]);
}

/** Those who cannot be checked in here, and why; each is told what to do. */
export async function turnAway(
  { declined, site, town }: Morning,
  desk: DeskPage,
  people: readonly Person[],
  known: Person,
): Promise<void> {
  const { people: pool } = town.centre;
  const [outsider] = site('S1', pool).filter((one) => one !== declined && !people.includes(one)) as [Person];
  const [abroad] = site('S2', people) as [Person];
  const [card] = site('S1', people).filter((one) => one !== known) as [Person];
  expect(await desk.refuse(outsider)).toContain('今日未被抽中');
  if (declined) expect(await desk.refuse(declined)).toContain('今日未被抽中');
  await desk.picture('desk-not-expected');
  expect(await desk.refuse(abroad)).toContain('场所');
  await desk.picture('desk-other-site');
  expect(await desk.refuse({ badge: outsider.badge, idNumber: card.idNumber })).toContain(
    '身份证号码与工作证不符',
  );
}

/** The line drops at a side site: it goes on scanning, and all are checked in when it is back. */
export async function withoutLine(desk: DeskPage, people: readonly Person[]): Promise<void> {
  const before = people.slice(0, 6);
  const during = people.slice(6, 6 + OFFLINE);
  await checkInAll(desk, before);
  await desk.drop();
  for (const person of during) await desk.note(person);
  await desk.page
    .getByTestId('scan-waiting')
    .nth(OFFLINE - 1)
    .waitFor();
  await desk.picture('desk-without-line');
  await desk.restore();
  for (const { badge } of during) await desk.page.locator('.people').getByText(badge).waitFor();
  await checkInAll(desk, people.slice(6 + OFFLINE));
}

/** An expert calls their site's desk, and is asked for the code again. */
export async function byTelephone({ town }: Morning, desk: DeskPage, { id, badge }: Person): Promise<void> {
  const { code = '' } = [...town.gateway.messages.values()].find(({ expert }) => expert === id) ?? {};
  await desk.choose('电话答复');
  await desk.page.getByLabel('工作证号').fill(badge);
  await desk.page.getByLabel('答复码').fill(code === '000000' ? '000001' : '000000');
  await desk.page.getByRole('button', { name: '能参加', exact: true }).click();
  await desk.page.getByTestId('refusal').waitFor();
  await desk.picture('telephone-wrong-code');
  await desk.page.getByLabel('答复码').fill(code);
  await desk.page.getByRole('button', { name: '能参加', exact: true }).click();
  await desk.page.getByTestId('answer-recorded').waitFor();
  await toCheckIn(desk);
}

/** What the machine takes; people walk, and look for their cards. */
export function tellTimes(): void {
  const sorted = times.toSorted((a, b) => a - b);
  const part = (share: number) => `${((sorted[Math.trunc(sorted.length * share)] ?? 0) / 1000).toFixed(2)} s`;
  process.stdout.write(
    `${times.length} people at four desks: ${seconds.toFixed(1)} s; each half ${part(0.5)}, one in twenty over ${part(0.95)}\n`,
  );
}
