/**
 * The loop of the look-back with everything real: two experts before their pages in Chromium, one of whom amends and one
 * of whom explains; the panel votes; one refuses a reason; a supervisor sends one flag back and refers another.
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openIdentity } from '#hub/reports/identity.ts';
import { issueTimeStamp } from '#hub/reports/time-stamp.ts';
import { bytesOfBase64 } from '#shared/canonical/index.ts';
import type { LookbackFlag } from '#shared/protocol/views.ts';
import { pemOf, readCertificates } from '#shared/signature/certificates.ts';
import { readInput } from '#test/demo/evaluation-input.ts';
import { saveEvidence } from '#test/demo/evidence.ts';
import { ExpertAtBooth, type Plan } from '#test/demo/expert.ts';
import { until } from '#test/demo/staff.ts';
import { Terminal } from '#test/demo/terminal.ts';
import { PASSWORD } from '#test/demo/town.ts';
import { openBrowser, sizes } from '#test/pages/booth-browser.ts';
import { Centre } from '#test/rehearsal/centre.ts';
import { Signer } from '#test/rehearsal/signer.ts';
import { Authority } from '#test/simulators/authority/authority.ts';
import { failing, findsAlterations } from './altered-evidence.ts';
import { loadFolder } from './bit-flips.ts';
import { heedsItsReader } from './heeded-reader.ts';
import { PersonAtPage } from './person-at-page.ts';

const shipped = readInput({}).main;
const project = {
  ...shipped,
  id: 'JT2026-LOOP',
  lookback: {
    ...shipped.lookback,
    ...{ consequence: 'vote' as const, minutes: 30, review: 'supervisor' as const },
  },
};
/** Places in the panel of who amends and who explains, both before a real page; who is referred; who gives no reason. */
const [AMENDS, EXPLAINS, REFERRED, REFUSES] = [2, 4, 5, 6];
const planted: Record<number, { bidder: string; item: string; mark: number }> = {
  [AMENDS]: { bidder: 'B2', item: 'T1', mark: 5000 },
  [EXPLAINS]: { bidder: 'B3', item: 'T2', mark: 6000 },
  [REFERRED]: { bidder: 'B1', item: 'T3', mark: 3000 },
  [REFUSES]: { bidder: 'B4', item: 'T4', mark: 2500 },
};

function planOf(place: number): Plan {
  const usual = (bidder: number, max: number, step: number) =>
    Math.round((0.8 * max) / step) * step - step * ((place + bidder) % 2);
  const marks = Object.fromEntries(
    project.bidders.map(({ id }, bidder) => [
      id,
      Object.fromEntries(
        project.items.map(({ id: item, max, step, kind }) => {
          const { bidder: at, item: on, mark } = planted[place] ?? {};
          if (at === id && on === item) return [item, mark ?? 0];
          return [item, kind === 'objective' ? max : usual(bidder, max, step)];
        }),
      ),
    ]),
  );
  return { marks };
}

const pictures = 'test/output/screens';
const terminals: Terminal[] = [];
let centre: Centre;
let browser: Browser;
let experts: ExpertAtBooth[];

const flags = async () => (await centre.project(project.id)).flags ?? [];
const expertAt = async (place: number) =>
  (await flags()).find(
    ({ bidder, item }) => bidder === planted[place]?.bidder && item === planted[place]?.item,
  )?.expert;
/** How many flags one expert has themself, and how many the others have. */
async function countsOf(place: number): Promise<{ own: number; others: number }> {
  const [all, expert] = [await flags(), await expertAt(place)];
  const own = all.filter((flag) => flag.expert === expert).length;
  return { own, others: all.length - own };
}

async function openPage(place: number): Promise<{ page: Page; person: PersonAtPage }> {
  const { terminal } = experts[place] as ExpertAtBooth;
  await terminal.letGo();
  const page = await browser.newPage({ viewport: sizes.small });
  await page.goto(terminal.address);
  const picture = async (name: string) => {
    await page.screenshot({ path: join(pictures, `loop-${place}-${name}.png`) });
  };
  const person = new PersonAtPage(page, picture);
  await person.sees('正在等其他专家签署评分表');
  return { page, person };
}

beforeAll(async () => {
  mkdirSync(pictures, { recursive: true });
  centre = await Centre.open([project]);
  browser = await openBrowser();
  await centre.enterAndFreeze(project);
  await centre.drawPanel(project);
  const invited = await centre.invited(project.panel.categories.reduce((sum, { count }) => sum + count, 0));
  for (const person of invited) await (await centre.desk(person.site)).checkIn(person);
  for (const { id, hall } of centre.town.sites) {
    const desk = await centre.desk(id);
    await desk.startSeatDraw(hall);
    await centre.inCeremony(async () =>
      (await desk.view()).halls.every(({ toSeat }) => toSeat === 0) ? true : null,
    );
  }
  const { members } = await centre.project(project.id);
  experts = await Promise.all(
    members.map(async ({ name, site }, place) => {
      const person = invited.find((entry) => entry.name === name && entry.site === site);
      if (!person) throw new Error(`${name} is not invited`);
      const { seat, code } = await (await centre.desk(site ?? '')).slip(person);
      const booth = centre.town.booths.find((entry) => entry.seat === seat);
      if (!booth) throw new Error(seat);
      const directory = join(centre.directory, booth.booth);
      const terminal = await Terminal.start({
        ...{ ...booth, directory },
        hub: centre.address.replace('http', 'ws'),
      });
      terminals.push(terminal);
      return new ExpertAtBooth(person, terminal, code, planOf(place));
    }),
  );
});

afterAll(async () => {
  await browser?.close();
  await Promise.all(terminals.map((terminal) => terminal.stop()));
  await centre?.close();
});

it('walks every flag to its end', async () => {
  await Promise.all(
    experts.map(async (expert) => {
      await expert.sitDown();
      await expert.workUntil(({ step }) => step === 'marking');
      await expert.typeMarks(0);
      await expert.finishMarking();
      await expert.workUntil(({ step }) => step === 'sign');
    }),
  );
  const first = experts[0] as ExpertAtBooth;
  const rest = experts.filter((expert) => expert !== first);
  await Promise.all(rest.map((expert) => expert.workUntil(({ step }) => step === 'wait')));
  const amends = await openPage(AMENDS);
  const explains = await openPage(EXPLAINS);

  // The last signature reveals the marks, and every flag is put to the vote.
  const byThemselves = [0, 1, 3, REFERRED].map((place) =>
    experts[place]?.workUntil(({ step }) => step === 'done'),
  );
  const refuses = experts[REFUSES] as ExpertAtBooth;
  const refused = (async () => {
    await refuses.workUntil(({ step }) => step === 'flags');
    for (const { id, state } of refuses.terminal.screen.session?.flags ?? [])
      if (state === 'open') await refuses.terminal.act({ kind: 'refuse-explanation', flag: id });
    await refuses.terminal.showing(({ session }) => session?.step !== 'flags');
    await refuses.workUntil(({ step }) => step === 'done');
  })();
  await until('the reveal', async () => ((await flags()).length > 3 ? true : null));
  await amends.person.voteOnFlags((await countsOf(AMENDS)).others, true, '11-vote');
  await explains.person.voteOnFlags((await countsOf(EXPLAINS)).others, true, '11-vote');

  await amends.person.amend('B2', 'T1', 12_000);
  await explains.person.explain(
    (await countsOf(EXPLAINS)).own,
    '第 88–93 页未附质量保证体系文件，故评分较低。',
  );
  await until('all explained or ended', async () =>
    (await flags()).every(({ state }) => state !== 'open' && state !== 'voting') ? true : null,
  );

  await superviseAtPage();
  await amends.person.voteOnFlags(1, false, '12-sent-back');
  await until('the second vote', async () => ((await sentBack())?.closed === 'voted' ? true : null));
  const supervisor = await centre.as('supervisor');
  for (const { id, closed } of await flags()) {
    const path = `/api/projects/${project.id}/flags/${id}/decide`;
    if (closed === null) await supervisor.send('POST', path, { act: 'accept', reason: '说明充分' });
  }
  await Promise.all([amends.person.agree(), explains.person.agree()]);
  await Promise.all([...byThemselves, refused]);
  await until('the seal', async () => ((await centre.project(project.id)).report?.sealedAt ? true : null));
});

const sentBack = async (): Promise<LookbackFlag | undefined> =>
  (await flags()).find(({ sentBack: reason }) => reason !== null);

/** The supervisor refers one explanation and sends another back, at the page of the project. */
async function superviseAtPage(): Promise<void> {
  const page = await browser.newPage({ viewport: sizes.small, timezoneId: 'Asia/Shanghai' });
  await page.goto(`${centre.address}/projects/${project.id}`);
  await page.locator('input').first().fill('supervisor');
  await page.locator('input[type=password]').fill(PASSWORD);
  await page.keyboard.press('Enter');
  await page.getByText(project.title).first().waitFor();
  if ((await page.getByRole('tab', { name: '结果与复核' }).count()) === 0)
    await page.goto(`${centre.address}/projects/${project.id}`);
  await page.getByRole('tab', { name: '结果与复核' }).click();
  await page.getByTestId('flags').scrollIntoViewIfNeeded();
  await page.screenshot({ path: join(pictures, 'loop-supervisor-flags.png'), fullPage: true });
  for (const [place, act, reason] of [
    [REFERRED, '移送', '疑似倾向性评分，请核查'],
    [EXPLAINS, '退回评委会复核', '请评标委员会对照投标文件复核'],
  ] as const) {
    const flag = (await flags()).find(
      ({ bidder, item }) => bidder === planted[place]?.bidder && item === planted[place]?.item,
    );
    await page.getByTestId(`decide-${flag?.id}`).click();
    const dialog = page.getByRole('dialog');
    await dialog.locator('label.ant-radio-wrapper', { hasText: act }).click();
    await dialog.locator('textarea').fill(reason);
    await page.screenshot({ path: join(pictures, `loop-supervisor-${place}.png`) });
    await dialog.getByRole('button', { name: '提交处理意见' }).click();
    // Where it stays open it says why.
    const shown = () => dialog.innerText({ timeout: 1000 }).catch(() => 'closed');
    await expect.poll(shown, { timeout: 60_000 }).toBe('closed');
  }
  await page.locator('.ant-table-row-expand-icon').first().click();
  await page.screenshot({ path: join(pictures, 'loop-supervisor-after.png'), fullPage: true });
  await page.close();
}

it('the record tells each end, its rule and its time; the totals follow the rule, and the evidence verifies', async () => {
  const view = await centre.project(project.id);
  const endOf = (place: number) =>
    view.flags?.find(({ bidder, item }) => bidder === planted[place]?.bidder && item === planted[place]?.item)
      ?.closed;
  expect([AMENDS, EXPLAINS, REFERRED, REFUSES].map(endOf)).toEqual([
    'amended',
    'voted',
    'referred',
    'others-mean',
  ]);
  expect(view.flags?.every(({ closed }) => closed !== null)).toBe(true);
  const steps = (view.flagSteps ?? []).filter(
    ({ flag }) => flag === view.flags?.find(({ sentBack: s }) => s)?.id,
  );
  expect(steps.map(({ text }) => text.zh.replace(/^.*F\d+/, '')).join()).toMatch(/退回.*复核.*表决.*办结/);
  expect(
    view.uncounted?.some(({ item, rule, mark }) => item === 'T4' && rule === 'vote-others' && mark === 2500),
  ).toBe(true);
  const alerts = await (await centre.as('discipline')).get<{ code: string }[]>('/api/alerts');
  expect(alerts.map(({ code }) => code)).toContain('FLAG_REFERRED');
  await saveEvidence(await centre.as('supervisor'), project.id, evidence());
  expect(await failing(loadFolder(evidence()))).toEqual([]);
});

const evidence = () => join(centre.directory, 'evidence');

findsAlterations(evidence);

it('takes no signatures but those recorded, though each holds by a root that was put beside', async () => {
  const files = loadFolder(evidence());
  const stranger = await Authority.create('Experts CA');
  const signer = await Signer.issue(stranger, '李明');
  const stamps = await openIdentity(join(centre.directory, 'stranger'), new Date());
  for (const path of [...files.keys()].filter((name) => /^(sheets|consents)\/.*json$/.test(name))) {
    const purpose = path.startsWith('sheets') ? 'sheet' : 'consent';
    const { content, cms } = signer.sign(
      purpose,
      JSON.parse(String(Buffer.from(files.get(path) ?? []))),
      new Date(),
    );
    expect(Buffer.from(files.get(path) ?? []).toString()).toBe(content);
    files.set(`${path}.p7s`, bytesOfBase64(cms));
    files.set(`${path}.tsr`, issueTimeStamp(stamps, bytesOfBase64(cms), new Date()));
  }
  const trusted = readCertificates(Buffer.from(files.get('ca.pem') ?? []).toString());
  const added = [stranger.certificate, stamps.root].map(pemOf).join('');
  files.set('ca.pem', Buffer.concat([files.get('ca.pem') ?? new Uint8Array(), Buffer.from(added)]));
  expect((await failing(files)).map(({ place }) => place)).toEqual([
    'sheets, pledges, consents', // one key for all of them
    'sheets',
    'consents',
  ]);
  expect((await failing(files, { anchors: trusted })).length).toBeGreaterThan(20);
});

heedsItsReader(evidence);
