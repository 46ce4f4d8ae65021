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
});
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

it('a hall is drawn anew by the system administrator alone, with what a hall can be', async () => {
  const redraw = async (given: object, hall = SMALL, user = 'sysadmin') =>
    codeOf(
      (await centre.as(user)).send('POST', `/api/halls/${hall}/drawing`, {
        ...{ rows: 1, columns: 3, reason: '加装隔断' },
        ...given,
      }),
    );
  const [one, two, three] = [
    [1, 1],
    [1, 2],
    [1, 3],
  ];
  const refused: [object, string][] = [
    [{ aisles: [two] }, 'HALL_SEAT_HAS_BOOTH'],
    [{ columns: 2 }, 'HALL_SEAT_HAS_BOOTH'],
    [{ closed: [[2, 1]] }, 'HALL_PLACE_OUTSIDE'],
    [{ closed: [two], aisles: [two] }, 'HALL_PLACE_TWICE'],
    [{ walls: [[one, three]] }, 'HALL_WALL'],
    [{ joined: [[one, two]] }, 'HALL_JOINED'],
    [
      {
        walls: [
          [one, two],
          [two, one],
        ],
      },
      'HALL_PAIR_TWICE',
    ],
    [{ closed: [one, two, three] }, 'HALL_NO_SEAT'],
    [{ reason: '' }, 'INPUT_INVALID'],
  ];
  for (const [given, code] of refused) expect(await redraw(given), code).toBe(code);
  expect(await redraw({}, 'NOWHERE')).toBe('HALL_UNKNOWN');
  expect(await redraw({}, SMALL, 'supervisor')).toBe('ROLE_FORBIDDEN');
  const drawing = { walls: [[one, two]], joined: [[one, three]] };
  expect(await redraw(drawing)).toBe('done');
  const shown = (await (await centre.desk('S1')).view()).halls.find(({ id }) => id === SMALL);
  expect(shown).toMatchObject({ ...drawing, closed: [], aisles: [] });
});

it('two halls are drawn together, each seat of both with the same chance, and the transcript holds', async () => {
  const [site] = centre.town.sites;
  const main = site?.hall ?? '';
  expect(await draw([main, SMALL])).toBe('done');
  const transcript = await lastTranscript();
  expect(replay(transcript).filter(({ holds }) => !holds)).toEqual([]);
  const { hall, seats, adjacent } = transcript.input as SeatsInput;
  const pairs = adjacent.map((pair) => pair.join(' ')).filter((pair) => pair.includes(SMALL));
  expect(pairs.sort()).toEqual([`${SMALL}-0101 ${SMALL}-0103`, `${SMALL}-0102 ${SMALL}-0103`]);
  expect(hall).toBe(`${main}+${SMALL}`);
  expect(new Set(seats.map(hallOfSeat))).toEqual(new Set([main, SMALL]));
  const views = (await (await centre.desk('S1')).view()).halls;
  expect(views.every(({ seatDraw }) => seatDraw?.phase === 'completed')).toBe(true);
});

it('a hall in which somebody sits stays as it is drawn', async () => {
  const main = centre.town.sites[0]?.hall ?? '';
  const path = `/api/halls/${main}/drawing`;
  const send = (await centre.as('sysadmin')).send('POST', path, { rows: 40, columns: 40, reason: '扩建' });
  expect(await codeOf(send)).toBe('HALL_IN_USE');
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
