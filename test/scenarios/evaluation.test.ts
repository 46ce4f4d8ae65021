/**
 * One evaluation with everything real: the hub, the agents of the booths as processes, and Chromium before one
 * expert and the supervisor. The other experts work their booths over the same bridge as the page.
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { replay } from '#shared/draw/transcript.ts';
import type { ProjectView } from '#shared/protocol/views.ts';
import { score } from '#shared/scoring/score.ts';
import type { MarkSheet } from '#shared/scoring/sheet.ts';
import { readInput } from '#test/demo/evaluation-input.ts';
import { saveEvidence } from '#test/demo/evidence.ts';
import { ExpertAtBooth } from '#test/demo/expert.ts';
import type { Person } from '#test/demo/people.ts';
import { until } from '#test/demo/staff.ts';
import { type KeySlot, Terminal } from '#test/demo/terminal.ts';
import { PASSWORD } from '#test/demo/town.ts';
import { openBrowser, sizes } from '#test/pages/booth-browser.ts';
import { pathOf } from '#test/programs.ts';
import { fileBids } from '#test/rehearsal/bid-pdf.ts';
import { Centre } from '#test/rehearsal/centre.ts';
import { PersonAtPage } from './person-at-page.ts';
import { readersOf } from './readers.ts';
import { SoftHsmSlot } from './soft-hsm-slot.ts';

const shipped = readInput({});
/** Steps of a thousandth and marks nobody would guess: any of them found in an answer is a leak. */
const main = {
  ...shipped.main,
  items: shipped.main.items.map((item) => ({ ...item, step: 1 })),
};
const plans = shipped.plans.map((plan, expert) => ({
  ...plan,
  marks: Object.fromEntries(
    Object.entries(plan.marks).map(([bidder, cells]) => [
      bidder,
      Object.fromEntries(
        Object.entries(cells).map(([item, mark]) => {
          const objective = main.items.some(({ id, kind }) => id === item && kind === 'objective');
          return [
            item,
            objective ? mark - 137 : Math.max(0, mark - 100 - 13 * expert - Number(bidder.slice(1))),
          ];
        }),
      ),
    ]),
  ),
}));
const [second] = shipped.others;
/** Place in the panel of the expert who sits before the real page: the one whose slip of the pen is flagged. */
const ME = 2;

let centre: Centre;
let browser: Browser;
const terminals: Terminal[] = [];
/** The one before the real page has a real key. */
let softHsm: SoftHsmSlot;
let experts: ExpertAtBooth[];
let me: { expert: ExpertAtBooth; slip: string; page: Page; person: PersonAtPage };
let supervisor: Page;
const pictures = 'test/output/screens';

async function picture(page: Page, name: string): Promise<void> {
  await page.screenshot({ path: join(pictures, `real-${name}.png`) });
}

async function signIn(page: Page, user: string): Promise<void> {
  await page.locator('input').first().fill(user);
  await page.locator('input[type=password]').fill(PASSWORD);
  await page.keyboard.press('Enter');
}

/** The desk's seat map while the experts are at work. */
async function pictureOfHall(site: string): Promise<void> {
  const context = await browser.newContext({ viewport: sizes.small, timezoneId: 'Asia/Shanghai' });
  const page = await context.newPage();
  await page.goto(centre.address);
  await signIn(page, `hall-${site.toLowerCase()}`);
  await page.getByRole('menuitem', { name: '席位图' }).click();
  await page.getByText('在座').first().waitFor();
  await picture(page, 'hall-seats');
  await context.close();
}

const others = () => experts.filter((expert) => expert !== me.expert);

beforeAll(async () => {
  mkdirSync(pictures, { recursive: true });
  if (!second) throw new Error('no second project');
  centre = await Centre.open([main, second]);
  softHsm = new SoftHsmSlot();
  browser = await openBrowser();
  supervisor = await browser.newPage({ viewport: sizes.small, timezoneId: 'Asia/Shanghai' });
});

afterAll(async () => {
  await browser?.close();
  await Promise.all(terminals.map((terminal) => terminal.stop()));
  await centre?.close();
  softHsm?.remove();
});

async function start(person: Person, slot?: KeySlot): Promise<{ terminal: Terminal; slip: string }> {
  const { seat, code } = await (await centre.desk(person.site)).slip(person);
  const booth = centre.town.booths.find((entry) => entry.seat === seat);
  if (!booth) throw new Error(seat);
  const directory = join(centre.directory, booth.booth);
  const hub = centre.address.replace('http', 'ws');
  const terminal = await Terminal.start({ ...booth, hub, directory, ...(slot && { slot }) });
  terminals.push(terminal);
  return { terminal, slip: code };
}

describe('one evaluation, start to finish', () => {
  it('the supervisor signs in and sees the project frozen; panel and seats are drawn, everybody checks in', async () => {
    if (!second) throw new Error('no second project');
    for (const project of [main, second]) await centre.enterAndFreeze(project);
    await fileBids(await centre.as('agency'), main, 3);
    await supervisor.goto(centre.address);
    await picture(supervisor, 'sign-in');
    await signIn(supervisor, 'supervisor');
    await supervisor.getByText(main.title).first().waitFor();
    await picture(supervisor, 'supervisor-projects');
    for (const project of [main, second]) await centre.drawPanel(project);
    const invited = await centre.invited(12);
    for (const person of invited) await (await centre.desk(person.site)).checkIn(person);
    for (const { id, hall } of centre.town.sites) {
      const desk = await centre.desk(id);
      await desk.startSeatDraw(hall);
      await centre.inCeremony(async () =>
        (await desk.view()).halls.every(({ toSeat }) => toSeat === 0) ? true : null,
      );
    }
    const { members } = await centre.project(main.id);
    const seated = await Promise.all(
      members.map(async ({ name, site }, place) => {
        const person = invited.find((entry) => entry.name === name && entry.site === site);
        if (!person) throw new Error(`${name} is not invited`);
        const { terminal, slip } = await start(person, place === ME ? softHsm : undefined);
        return { expert: new ExpertAtBooth(person, terminal, slip, plans[place] ?? { marks: {} }), slip };
      }),
    );
    experts = seated.map(({ expert }) => expert);
    const mine = seated[ME];
    if (!mine) throw new Error('nobody sits there');
    await mine.expert.terminal.letGo();
    const page = await browser.newPage({ viewport: sizes.small });
    await page.goto(mine.expert.terminal.address);
    me = { ...mine, page, person: new PersonAtPage(page, (name) => picture(page, `booth-${name}`)) };
  });

  it('an expert gets from the badge to the preliminary review by what the screen says', async () => {
    const { person, expert, slip } = me;
    const rest = Promise.all(others().map((other) => other.sitDown()));
    await person.sitDown(expert.person.badge, slip, () => expert.terminal.insertKey(expert.person.keyFile));
    await rest;
    await person.pledge();
    await person.declareNone();
    const working = Promise.all(others().map((other) => other.workUntil(({ step }) => step === 'marking')));
    await person.voteFor('专家甲');
    await person.passAll(main);
    await person.voteValid();
    await working;
  });

  it('marks are kept as they are typed, and nobody else can read one before the reveal', async () => {
    await Promise.all([
      ...others().map((other) => other.typeMarks(0)),
      me.person.readsTheBid(3).then(() => me.person.typeMarks(main, plans[ME]?.marks ?? {})),
    ]);
    await picture(supervisor, 'supervisor-marking');
    await pictureOfHall(me.expert.person.site);
    const given = plans.flatMap(({ marks }) => Object.values(marks).flatMap((cells) => Object.values(cells)));
    const unusual = [...new Set(given)].filter((mark) => mark % 100 !== 0 && mark > 1000).map(String);
    expect(unusual.length).toBeGreaterThan(100);
    await until('all marks at the hub', async () => {
      const { members } = await centre.project(main.id);
      return (
        members.every(({ marksGiven, marksTotal }) => marksGiven === marksTotal && marksTotal > 0) || null
      );
    });
    const answers = await readersOf(centre, [main.id, second?.id ?? '']);
    expect(answers.length).toBeGreaterThan(60);
    for (const { user, path, status, text } of answers) {
      if (status !== 200) continue;
      // Times and digests hold all sorts of digits; a mark would stand by itself.
      const plain = text.replaceAll(/\d{4}-\d{2}-\d{2}T[\d:.]+Z/g, '');
      const numbers = new Set(plain.match(/(?<![\w.])\d+(\.\d+)?(?!\w)/g) ?? []);
      const leaked = unusual.filter((mark) => numbers.has(mark) || numbers.has(`${Number(mark) / 1000}`));
      expect([user, path, leaked]).toEqual([user, path, []]);
    }
    const refused = answers.filter(({ path }) => /\/(marks|report\.pdf|evidence\.zip)$/.test(path));
    expect(refused.length).toBeGreaterThan(10);
    expect(refused.every(({ status }) => status >= 400)).toBe(true);
    for (const { user, path, status, text } of answers) {
      if (!user.startsWith('hall-') || status !== 200 || path === '/api/draws') continue;
      for (const word of [main.id, main.title, second?.id ?? '', second?.title ?? ''])
        expect([path, text.includes(word)]).toEqual([path, false]);
    }
    const mine = Object.values(plans[ME]?.marks ?? {})
      .flatMap((cells) => Object.values(cells))
      .filter((mark) => unusual.includes(String(mark)));
    for (const expert of others()) {
      const seen = JSON.stringify(expert.terminal.screen);
      const own = JSON.stringify(plans[experts.indexOf(expert)]);
      expect(mine.filter((mark) => seen.includes(`:${mark}`) && !own.includes(`:${mark}`))).toEqual([]);
    }
  });

  it('signed by all, revealed, flagged, amended, consented to and sealed', async () => {
    const { person } = me;
    await Promise.all([person.complete(), ...others().map((other) => other.finishMarking())]);
    const working = Promise.all(others().map((other) => other.workUntil(({ step }) => step === 'done')));
    const { terminal, person: holder } = me.expert;
    await person.losesKey(
      () => terminal.removeKey(),
      () => terminal.insertKey(holder.keyFile),
    );
    await person.signSheet();
    await person.amend('B2', 'T1', 13_457);
    await picture(supervisor, 'supervisor-lookback');
    await person.agree();
    await working;
    await until('the seal', async () => ((await centre.project(main.id)).report?.sealedAt ? true : null));
    await supervisor.goto(`${centre.address}/projects/${main.id}`);
    await supervisor.getByText(main.title).first().waitFor();
    await picture(supervisor, 'supervisor-sealed');
    await supervisor.getByRole('tab', { name: '结果与复核' }).click();
    await supervisor
      .getByText(main.bidders[1]?.name ?? '')
      .first()
      .waitFor();
    await supervisor.screenshot({ path: join(pictures, 'real-supervisor-result.png'), fullPage: true });
    await person.leave();
    await Promise.all(others().map((other) => other.leave()));
  });
});

describe('the day after', () => {
  it('the experts are free again: the same seven can be drawn for another project, and the desk is empty', async () => {
    const next = { ...main, id: 'JT2026-119' };
    await centre.enterAndFreeze(next);
    const seven = new Set(experts.map(({ person }) => person.id));
    const excluded = centre.people
      .filter(({ id }) => !seven.has(id))
      .map(({ id }) => ({ expert: id, reason: '测试' }));
    await (await centre.as('agency')).send('POST', `/api/projects/${next.id}/panel`, { excluded });
    const { members } = await centre.inCeremony(async () => {
      const view = await centre.project(next.id);
      return view.members.length > 0 ? view : null;
    });
    expect(members).toHaveLength(7);
    for (const { id } of centre.town.sites) {
      const { people, expected } = await (await centre.desk(id)).view();
      expect(people.some(({ left }) => left)).toBe(false);
      expect(expected).toBeGreaterThan(0);
    }
  });
});

describe('the evidence', () => {
  let folder: string;
  const files = (place: string) => readdirSync(join(folder, place)).filter((name) => name.endsWith('.json'));

  beforeAll(async () => {
    folder = join(centre.directory, 'evidence');
    await saveEvidence(await centre.as('supervisor'), main.id, folder);
  });

  it('openssl verifies every signature and time-stamp, and refuses a sheet with one byte flipped', () => {
    expect(files('sheets')).toHaveLength(7);
    expect(files('sheets/earlier')).toHaveLength(1);
    const ca = join(folder, 'ca.pem');
    for (const place of ['sheets', 'sheets/earlier', 'pledges', 'consents']) {
      for (const name of files(place)) {
        const content = join(folder, place, name);
        const verify = (what: string) =>
          execFileSync(
            pathOf('OPENSSL'),
            [
              'cms',
              '-verify',
              '-binary',
              '-inform',
              'DER',
              '-in',
              `${content}.p7s`,
              '-content',
              what,
              '-CAfile',
              ca,
              '-out',
              '/dev/null',
            ],
            { stdio: 'pipe' },
          );
        verify(content);
        const bytes = readFileSync(content);
        bytes[bytes.length >> 1] = (bytes[bytes.length >> 1] ?? 0) ^ 1;
        const flipped = join(centre.directory, 'flipped.json');
        writeFileSync(flipped, bytes);
        expect(() => verify(flipped)).toThrow();
        if (place === 'pledges') continue;
        execFileSync(
          pathOf('OPENSSL'),
          ['ts', '-verify', '-data', `${content}.p7s`, '-in', `${content}.tsr`, '-CAfile', ca],
          { stdio: 'pipe' },
        );
      }
    }
  });

  it('totals follow from the sheets alone, and both draws replay', async () => {
    const sheets = files('sheets').map(
      (name) => JSON.parse(readFileSync(join(folder, 'sheets', name), 'utf8')) as MarkSheet,
    );
    const result = JSON.parse(readFileSync(join(folder, 'result.json'), 'utf8')) as { bidders: unknown };
    expect(score(main, sheets).bidders).toEqual(result.bidders);
    expect(sheets.some(({ marks }) => marks.B2?.T1 === 13_457)).toBe(true);
    const draws = files('draws');
    expect(draws.length).toBeGreaterThanOrEqual(3);
    for (const name of draws) {
      const checks = replay(JSON.parse(readFileSync(join(folder, 'draws', name), 'utf8')));
      expect(checks.filter((check) => !check.holds)).toEqual([]);
    }
  });

  it('pdfsig calls the seal valid and pdftotext finds the ranking, the dissent and the amendment', async () => {
    const report = join(folder, 'report.pdf');
    expect(execFileSync(pathOf('PDFSIG'), [report], { encoding: 'utf8' })).toContain('Signature is Valid');
    const text = execFileSync(pathOf('PDFTOTEXT'), ['-layout', report, '-'], { encoding: 'utf8' }).replaceAll(
      /\s+/g,
      '',
    );
    const { result } = await centre.project(main.id);
    for (const { rank, name, total } of result ?? []) {
      expect(text).toContain(`${rank}${name.replaceAll(' ', '')}`.slice(0, 8));
      expect(text).toContain((total / 1000).toFixed(3));
    }
    expect(text).toContain('运维响应时间');
    const view: ProjectView = await centre.project(main.id);
    expect(view.flags?.map(({ state }) => state)).toContain('amended');
  });
});
