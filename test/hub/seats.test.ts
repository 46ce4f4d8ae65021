/** Seats of a site with two halls: one draw over both, later arrivals beside those who sit, nobody of a later day. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { SeatsInput } from '#shared/draw/input.ts';
import { replay, type Transcript } from '#shared/draw/transcript.ts';
import { dayInChina } from '#shared/time/day.ts';
import { hallOfSeat } from '#shared/venues/plan.ts';
import type { Person } from '#test/demo/people.ts';
import { codeOf, expectSound, projectAt } from '#test/rehearsal/at-the-door.ts';
import { Centre } from '#test/rehearsal/centre.ts';

const [today, later] = [projectAt('TODAY', ['S1']), projectAt('LATER', ['S1'])];
const SMALL = 'S1SMALL';
let centre: Centre;

const inThreeDays = () => dayInChina(new Date(Date.now() + 3 * 86_400_000).toISOString());
const membersOf = async (project: string): Promise<Person[]> => {
  const rows = await centre.running.hub.store
    .selectFrom('panel_members')
    .select('real_id')
    .where('project', '=', project)
    .where('current', '=', 1)
    .execute();
  return centre.people.filter(({ id }) => rows.some(({ real_id }) => real_id === id));
};
const draw = async (halls: string[]): Promise<string> => {
  const desk = await centre.desk('S1');
  const code = await codeOf(desk.staff.send('POST', '/api/hall/seat-draw', { halls }));
  if (code !== 'done') return code;
  return centre.inCeremony(async () =>
    (await desk.view()).halls.every(({ toSeat }) => toSeat === 0) ? 'done' : null,
  );
};
const lastTranscript = async (): Promise<Transcript> => {
  const { halls } = await (await centre.desk('S1')).view();
  const path = `/api/draws/${encodeURIComponent(halls[0]?.seatDraw?.drawId ?? '')}/transcript`;
  return (await centre.as('supervisor')).get<Transcript>(path);
};
const seatOf = async ({ badge }: Person) =>
  (await (await centre.desk('S1')).view()).people.find((one) => one.badge === badge)?.seat ?? '';

beforeAll(async () => {
  centre = await Centre.open([today, later]);
  // Three seats in a row: only two of one panel can sit there, on its ends.
  const system = await centre.as('sysadmin');
  await system.send('POST', '/api/halls', { id: SMALL, site: 'S1', name: '小厅', rows: 1, columns: 3 });
  for (const column of ['01', '02', '03']) {
    const seat = `${SMALL}-01${column}`;
    await system.send('POST', '/api/booths', { id: `T-${seat}`, hall: SMALL, seat });
  }
  for (const project of [today, later]) await centre.enterAndFreeze(project);
  await centre.drawPanel(today);
  const agency = await centre.as('agency');
  const excluded = (await membersOf('TODAY')).map(({ id }) => ({ expert: id, reason: '另有安排' }));
  await agency.send('POST', '/api/projects/LATER/panel', { excluded, day: inThreeDays() });
  await centre.inCeremony(async () => ((await membersOf('LATER')).length > 0 ? true : null));
}, 60_000);
afterAll(async () => {
  await expectSound(centre);
  await centre.close();
});

it('nobody waits for those of a later day, and the desk does not know them today', async () => {
  const desk = await centre.desk('S1');
  const [early] = await membersOf('LATER');
  if (!early) throw new Error('no member');
  expect(await codeOf(desk.checkIn(early))).toBe('CHECK_IN_NOT_EXPECTED');
  for (const person of await membersOf('TODAY')) await desk.checkIn(person);
  expect(await desk.view()).toMatchObject({ expected: 5, checkedIn: 5, allIn: true });
});

it('a hall that is too small refuses them all, a hall of another site and none at all are no halls', async () => {
  expect(await draw([SMALL])).toMatch(/^DRAW_SEATS_/);
  expect(await draw([SMALL, 'S9'])).toBe('HALL_UNKNOWN');
  expect(await draw([])).toBe('INPUT_INVALID');
});

it('two halls are drawn together, each seat of both with the same chance, and the transcript holds', async () => {
  const [site] = centre.town.sites;
  const main = site?.hall ?? '';
  expect(await draw([main, SMALL])).toBe('done');
  const transcript = await lastTranscript();
  expect(replay(transcript).filter(({ holds }) => !holds)).toEqual([]);
  const { hall, seats } = transcript.input as SeatsInput;
  expect(hall).toBe(`${main}+${SMALL}`);
  expect(new Set(seats.map(hallOfSeat))).toEqual(new Set([main, SMALL]));
  const views = (await (await centre.desk('S1')).view()).halls;
  expect(views.every(({ seatDraw }) => seatDraw?.phase === 'completed')).toBe(true);
});

it('whoever is moved finds those who sit already in the frozen input, and sits beside nobody of theirs', async () => {
  const desk = await centre.desk('S1');
  const main = centre.town.sites[0]?.hall; // at least three of the five sit there
  const seats = await Promise.all(
    (await membersOf('TODAY')).map(async (one) => [one, await seatOf(one)] as const),
  );
  const [moved, before] = seats.find(([, seat]) => hallOfSeat(seat) === main) ?? [];
  if (!moved || !before) throw new Error('nobody sits in the hall');
  await desk.staff.send('POST', '/api/hall/move', { seat: before, reason: '终端故障' });
  await centre.inCeremony(async () => ((await seatOf(moved)) ? true : null));
  const { input, result } = await lastTranscript();
  const { taken = [], occupants, adjacent } = input as SeatsInput;
  expect(taken.length).toBeGreaterThan(0);
  const [group] = occupants.map((one) => one.group);
  const now = await seatOf(moved);
  expect(Object.values((result as { placement: object }).placement)).toEqual([now]);
  expect(now).not.toBe(before);
  for (const [a, b] of adjacent)
    for (const [here, there] of [
      [a, b],
      [b, a],
    ])
      expect(here === now && taken.some((one) => one.seat === there && one.group === group)).toBe(false);
});
