/**
 * A whole morning at a centre of three cities: twelve projects, two hundred and four experts, four desks. All that the
 * staff do they do at the real pages in Chromium, against a real hub; three booths are real agents, the other seats
 * stay empty once they are drawn. What is tried is desks and draws; an evaluation is in evaluation.test.ts.
 */
import { existsSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { replay } from '#shared/draw/transcript.ts';
import { ExpertAtBooth } from '#test/demo/expert.ts';
import type { Person } from '#test/demo/people.ts';
import { Workstation } from '#test/pages/workstation.ts';
import { expectSound } from '#test/rehearsal/at-the-door.ts';
import { askForPanel, enterAndFreeze, joinBatch } from './morning/agency.ts';
import {
  arrive,
  byTelephone,
  checkInAll,
  OFFLINE,
  tellTimes,
  times,
  turnAway,
  undoAndAgain,
  withoutLine,
} from './morning/arrivals.ts';
import {
  closeSlip,
  drawSeats,
  figures,
  moveFrom,
  printSlips,
  registerKey,
  sheetsOf,
  slipOf,
  toCheckIn,
  useHall,
} from './morning/hall.ts';
import { Morning } from './morning/morning.ts';
import { PANEL, partOf, projects, SECOND_HALL, waves } from './morning/town.ts';

let morning: Morning;

beforeAll(async () => {
  morning = await Morning.begin();
});
afterAll(() => morning?.end());
afterEach(async ({ task }) => {
  if (task.result?.state === 'fail') await morning.pictures('failed');
});

describe('before the experts come', () => {
  it('the desks register their workstations; the agency enters and freezes twelve projects', async () => {
    const { agency, desks } = morning;
    const keys = desks.map((desk, n) => registerKey(desk, `服务台 ${n + 1} 号机`));
    await Promise.all([...keys, enterProjects()]);
    await agency.choose('我的项目');
    await agency.page
      .getByText('已冻结')
      .nth(projects.length - 1)
      .waitFor();
    await agency.picture('agency-projects');
  });

  it('eight panels are drawn one after the other by the three sites’ pages alone, in the supervisor’s sight', async () => {
    const { browser, supervisor, town } = morning;
    const admin = await Workstation.open(browser, town.centre.address, town.centre.account('sysadmin'));
    await admin.choose('同日抽取');
    await admin.page.getByTestId('open-batch').click();
    const dialog = admin.page.getByTestId('open-batch-dialog');
    await dialog.getByText(`${8 * PANEL} 个席位都有人可抽`).waitFor();
    await admin.picture('batch-outlook');
    await dialog.getByRole('button', { name: '冻结并开始' }).click();
    await supervisor.choose('抽取实况');
    await supervisor.page.getByText('承诺中').or(supervisor.page.getByText('揭示中')).first().waitFor();
    await supervisor.picture('draws-under-way');
    await admin.page.getByText('8 / 8 个项目已有结果').waitFor();
    await admin.picture('batch-complete');
    await admin.close();
    await supervisor.page.getByText('已完成').nth(7).waitFor();
  });

  it('experts answer by code: one declines, and the next in the drawn order is called', async () => {
    const { agency, supervisor } = morning;
    await morning.invited(8 * PANEL);
    const people = await morning.drawn(waves.first);
    expect(people).toHaveLength(8 * PANEL);
    const declined = morning.site('S1', people)[0] as Person;
    morning.declined = declined;
    const caller = morning.site('S2', people)[0] as Person;
    const others = people.filter((person) => person !== declined && person !== caller);
    await morning.acceptedBy(others);
    await byTelephone(morning, morning.desks[2], caller);
    expect(await morning.reply(declined.id, 'declined')).toBe('done');
    await morning.invited(8 * PANEL + 1);
    const after = await morning.drawn(waves.first);
    expect(after).toHaveLength(8 * PANEL);
    const [next] = after.filter((person) => !people.includes(person)) as [Person];
    expect(next.site).toBe('S1');
    expect(await morning.reply(next.id, 'accepted')).toBe('done');
    // Nobody of the staff has read a name by now.
    for (const { id } of waves.first.slice(0, 2)) {
      for (const reader of [agency, supervisor]) {
        await reader.visit(`/projects/${id}`);
        await reader.page.getByTestId('members').getByText('到齐前不显示姓名').first().waitFor();
        await morning.expectNoNames(reader, [...after, declined]);
      }
    }
    await agency.picture('agency-sealed-names');
  });
});

describe('the first wave', () => {
  it('is checked in at four desks at once, with all that goes wrong at a desk', async () => {
    const { desks } = morning;
    const people = await morning.drawn(waves.first);
    const main = morning.site('S1', people);
    const half = main.length / 2;
    await arrive([
      async () => {
        const [desk] = desks;
        const own = main.slice(0, half);
        await checkInAll(desk, own.slice(0, 3));
        await undoAndAgain(desk, own[2] as Person);
        await checkInAll(desk, own.slice(3));
      },
      async () => {
        const [, desk] = desks;
        const own = main.slice(half);
        await checkInAll(desk, own.slice(0, 2));
        await turnAway(morning, desk, people, own[0] as Person);
        await checkInAll(desk, own.slice(2));
      },
      async () => withoutLine(desks[2], morning.site('S2', people)),
      async () => checkInAll(desks[3], morning.site('S3', people)),
    ]);
    for (const [desk, site] of morning.sitesOfDesks) {
      await desk.page.locator('[data-testid=all-in][data-all-in=true]').waitFor();
      expect(await figures(desk)).toEqual([8 * partOf(site), 8 * partOf(site), 0, 0]);
      expect(await desk.refused()).toBe(0);
      await morning.expectNoProject(desk);
    }
    await desks[0].picture('desk-all-in');
    expect(await morning.drawn(waves.first)).toHaveLength(8 * PANEL);
  });

  it('draws its seats at each site, the supervisor watching, and prints the slips', async () => {
    const { desks, supervisor, town } = morning;
    await supervisor.choose('抽取实况');
    const [main, , two, three] = desks;
    await useHall(main, SECOND_HALL.name, false);
    await Promise.all([
      drawSeats(main, 8 * partOf('S1')),
      drawSeats(two, 8 * partOf('S2')),
      drawSeats(three, 8 * partOf('S3')),
    ]);
    await supervisor.page.getByText('座位抽取', { exact: true }).last().click();
    await supervisor.page.getByRole('link', { name: '一号评标大厅' }).click();
    await supervisor.page.getByText('本机已按公开规则重新计算').waitFor();
    await supervisor.picture('seat-draw-watched');
    await main.picture('desk-seated');
    const slips = 8 * partOf('S3');
    const sheets = sheetsOf(await printSlips(three, slips), town.centre.directory);
    expect(sheets).toHaveLength(slips);
    const codes = sheets.map((sheet) => /(?<!\d)\d{6}(?!\d)/.exec(sheet)?.[0]);
    expect(new Set(codes).size).toBe(slips);
    await three.page.getByTestId('print-all').getByText(`重新打印未入座的座位单（${slips}）`).waitFor();
    await three.picture('desk-printed');
  });

  it('names are known to agency and supervisor now that all are in', async () => {
    const { agency, declined, supervisor } = morning;
    const [project] = waves.first as [(typeof projects)[number]];
    const members = await morning.drawn([project]);
    for (const reader of [agency, supervisor]) {
      await reader.visit(`/projects/${project.id}`);
      for (const { name } of members) await reader.page.getByText(name, { exact: true }).first().waitFor();
      await morning.expectNoNames(reader, declined ? [declined] : []);
    }
    await supervisor.picture('supervisor-seated');
  });
});

describe('the second wave', () => {
  it('has its panels drawn by themselves, checks in, and is seated among those who sit', async () => {
    const { agency, desks, supervisor } = morning;
    for (const project of waves.second) {
      await askForPanel(agency, project);
      await supervisor.visit(`/draws/${encodeURIComponent(`${project.id}#1`)}`);
      await supervisor.page.locator('[data-testid=watched][data-phase=completed]').waitFor();
    }
    await supervisor.page.getByText('本机已按公开规则重新计算').waitFor();
    await supervisor.picture('panel-draw-watched');
    await morning.invited(12 * PANEL + 1);
    const people = await morning.drawn(waves.second);
    await morning.acceptedBy(people);
    const main = morning.site('S1', people);
    await arrive([
      () => checkInAll(desks[0], main.slice(0, main.length / 2)),
      () => checkInAll(desks[1], main.slice(main.length / 2)),
      () => checkInAll(desks[2], morning.site('S2', people)),
      () => checkInAll(desks[3], morning.site('S3', people)),
    ]);
    // Now both halls of the main site are drawn as one; in the first of them people sit already.
    await useHall(desks[0], SECOND_HALL.name, true);
    await Promise.all(
      morning.sitesOfDesks.map(async ([desk, site]) => {
        // At the third site the first wave's slips are printed already.
        const waves = site === 'S3' ? 4 : 12;
        if (desk !== desks[1]) await drawSeats(desk, 4 * partOf(site), waves * partOf(site));
      }),
    );
    expect(times).toHaveLength(12 * PANEL - OFFLINE + 1);
    tellTimes();
  });

  it('the seat map shows who sits where and no project, and the hub refuses the desk everything else', async () => {
    const [desk] = morning.desks;
    await desk.choose('席位图');
    const taken = desk.page.locator('.seat[data-state=taken]');
    const [first, second] = [taken.and(seatsOf('S11')), taken.and(seatsOf(SECOND_HALL.id))];
    await first.first().waitFor();
    const inFirst = await first.count();
    await desk.picture('seat-map');
    await desk.page.getByRole('tab', { name: SECOND_HALL.name }).click();
    await second.first().waitFor();
    const inSecond = await second.count();
    // Of the second wave alone: nobody sat here before.
    expect(inSecond).toBeGreaterThan(0);
    expect(inSecond).toBeLessThanOrEqual(4 * partOf('S1'));
    expect(inFirst + inSecond).toBe(12 * partOf('S1'));
    await desk.picture('seat-map-second-hall');
    await second.first().click();
    await desk.page.getByRole('dialog').getByText('席位号').waitFor();
    await desk.picture('seat-dialog');
    await morning.expectNoProject(desk);
    await desk.page.keyboard.press('Escape');
    for (const path of [
      '/api/projects',
      `/api/projects/${projects[0]?.id}`,
      '/api/record',
      '/api/draws/watch',
    ])
      expect([path, (await desk.ask(path)).status]).toEqual([path, 403]);
    await toCheckIn(desk);
  });
});

describe('in the booths', () => {
  it('one at the wrong seat is turned away; one whose terminal fails is drawn another seat, and goes on there', async () => {
    const { desks } = morning;
    const [desk] = desks;
    const [mover, stranger] = (await morning.drawn(waves.first)).filter(({ keyFile }) =>
      existsSync(keyFile),
    ) as [Person, Person];
    const own = await slipOf(desk, mover.badge);
    await desk.picture('slip');
    await closeSlip(desk);
    const other = await slipOf(desk, stranger.badge);
    await closeSlip(desk);
    const first = await morning.switchOn(own.seat);
    const wrong = await new ExpertAtBooth(stranger, first, other.code, { marks: {} }).sitDownWrongly(first);
    expect(wrong.code).toBe('ADMISSION_WRONG_SEAT');
    await new ExpertAtBooth(mover, first, own.code, { marks: {} }).sitDown();
    await first.act({ kind: 'help' });
    await desk.choose('席位图');
    await desk.page.getByTestId('incidents').getByText('呼叫人员').waitFor();
    const seated = desk.page
      .locator('.seat:is([data-state=taken], [data-state=admitted])')
      .and(seatsOf('S11'));
    const before = await seated.count();
    await first.breakDown();
    await desk.picture('seat-incident');
    await desk.page.getByTestId('incidents').getByRole('button', { name: '呼叫人员' }).click();
    await moveFrom(desk, '屏幕黑屏，重启后仍无法使用');
    await desk.page.locator(`[data-testid=seat-${own.seat}][data-state=failed]`).waitFor();
    await seated.nth(before - 1).waitFor();
    await desk.picture('seat-map-moved');
    await toCheckIn(desk);
    const next = await slipOf(desk, mover.badge);
    await closeSlip(desk);
    expect(next.seat).not.toBe(own.seat);
    expect(next.code).not.toBe(own.code);
    const second = await morning.switchOn(next.seat);
    await new ExpertAtBooth(mover, second, next.code, { marks: {} }).sitDown();
    expect(second.screen.session?.step).toBe('pledge');
    await expect.poll(async () => (await figures(desk))[3]).toBe(1);
  });

  it('the supervisors’ page has the alerts, and one is dealt with', async () => {
    const { supervisor } = morning;
    await supervisor.choose('预警处理');
    const { page } = supervisor;
    const refused = page.locator('tr', { hasText: '您的席位不在这里' });
    await refused.waitFor();
    await page.locator('tr', { hasText: '呼叫工作人员' }).waitFor();
    await supervisor.picture('alerts');
    await refused.getByRole('button', { name: '处理…' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText('已处置').click();
    await dialog.getByRole('textbox').fill('已核实，专家走错席位，已引导至本人席位');
    await supervisor.picture('alert-decided');
    await dialog.getByRole('button', { name: '提交处理意见' }).click();
    await refused.waitFor({ state: 'detached' });
  });
});

describe('afterwards', () => {
  it('everybody sits beside nobody of theirs, every draw replays, and ledger and tables hold', async () => {
    const transcripts = await morning.transcripts();
    const seatDraws = transcripts.filter(({ input }) => input.kind === 'seats');
    expect([transcripts.length, seatDraws.length]).toEqual([12 + 7, 7]);
    for (const transcript of transcripts)
      expect(replay(structuredClone(transcript)).filter(({ holds }) => !holds)).toEqual([]);
    expect(await morning.seatedApart(seatDraws)).toBe(12 * PANEL);
    await expectSound(morning.town.centre);
  });

  it('a stranger’s browser replays a panel and a seat draw from the files alone', async () => {
    const transcripts = await morning.transcripts();
    const stranger = await morning.browser.newPage({ timezoneId: 'Asia/Shanghai' });
    for (const kind of ['panel', 'seats'] as const) {
      await stranger.goto(`${morning.town.centre.address}/replay`);
      const transcript = transcripts.findLast(({ input }) => input.kind === kind);
      const buffer = Buffer.from(JSON.stringify(transcript));
      const file = { name: 'draw.json', mimeType: 'application/json', buffer };
      await stranger.locator('input[type=file]').setInputFiles(file);
      await stranger.locator('[data-testid=verdict][data-holds=true]').waitFor();
    }
  });

  it('no page has complained', () => {
    expect(morning.pages.flatMap(({ faults }) => faults)).toEqual([]);
  });
});

/** The seats of a hall on the first desk's map. */
const seatsOf = (hall: string) => morning.desks[0].page.locator(`[data-testid^="seat-${hall}-"]`);

async function enterProjects(): Promise<void> {
  const { agency, town } = morning;
  for (const project of projects) {
    await enterAndFreeze(agency, project);
    if (waves.first.includes(project)) await joinBatch(agency, town.day);
  }
}
