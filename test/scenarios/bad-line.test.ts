/**
 * A whole evaluation over lines that are cut, freeze half open, deliver late, twice and out of order: frames over
 * WebSocket, and the bytes of mutual TLS. Every booth's agent and the hub are as they ship; each act takes effect once.
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, type TestContext } from 'vitest';
import { enrol } from '#booth/identity/enrol.ts';
import { MutualTls } from '#booth/identity/mutual-tls.ts';
import { startBooth } from '#booth/shell/headless.ts';
import { readInput } from '#test/demo/evaluation-input.ts';
import { ExpertAtBooth } from '#test/demo/expert.ts';
import type { Person } from '#test/demo/people.ts';
import { until } from '#test/demo/staff.ts';
import { simulatedSlot, Terminal } from '#test/demo/terminal.ts';
import { Centre } from '#test/rehearsal/centre.ts';
import { ledgerEvents, ledgerFaults, tableFaults } from '#test/rehearsal/ledger-audit.ts';
import { BadBytes } from '#test/simulators/bad-line/bytes.ts';
import { BadFrames } from '#test/simulators/bad-line/frames.ts';
import { type Odds, Weather } from '#test/simulators/bad-line/odds.ts';
import { handWorkedDevices } from '#test/simulators/hand.ts';

const { main, plans } = readInput({});
/** Short, so that a frozen line is given up and opened again within a second. */
const BEAT = { KAWEI_BEAT_MS: '200' };
const RETRY = [30, 150] as const;

interface Lines {
  readonly name: string;
  readonly settings: Record<string, string>;
  readonly odds: Odds;
  /** The proxy before the hub. */
  readonly open: (centre: Centre, weather: Weather) => Promise<{ address: string; close(): void }>;
  readonly enrolled: boolean;
}

const kinds: readonly Lines[] = [
  {
    name: 'frames',
    settings: { ...BEAT, KAWEI_BOOTH_LINES: 'token' },
    odds: { cut: 0.02, frozen: 0.005, twice: 0.15, late: 0.1 },
    open: (centre, weather) => BadFrames.open(centre.address.replace('http', 'ws'), weather),
    enrolled: false,
  },
  {
    name: 'mutual TLS',
    settings: { ...BEAT, KAWEI_BOOTH_LINES: 'tls', KAWEI_BOOTH_TLS_PORT: '0' },
    odds: { cut: 0.02, frozen: 0.01, twice: 0, late: 0.05 },
    open: (centre, weather) => BadBytes.open(centre.running.boothAddress ?? '', weather),
    enrolled: true,
  },
];

/** Ends what a test has begun, the last first. */
type Closing = TestContext['onTestFinished'];

// Side by side: most of the time both wait for lines to come back.
it.concurrent.for(kinds)(
  'over bad lines ($name) an evaluation is carried to its end, and every act takes effect once',
  async ({ name, settings, odds, open, enrolled }, { onTestFinished }) => {
    const centre = await Centre.open([main], settings);
    onTestFinished(() => centre.close());
    const weather = new Weather(name, odds);
    const proxy = await open(centre, weather);
    onTestFinished(() => proxy.close());
    const experts = await seated(centre, (booth) =>
      agent(centre, proxy.address, booth, enrolled, onTestFinished),
    );

    await Promise.all(experts.map((expert) => expert.sitDown()));
    await Promise.all(experts.map((expert) => expert.workUntil(({ step }) => step === 'marking')));
    await Promise.all(experts.map(({ terminal }) => pauseAt(terminal)));
    await Promise.all(experts.map((expert) => expert.typeMarks(5)));
    await Promise.all(experts.map((expert) => expert.finishMarking()));
    await Promise.all(experts.map((expert) => expert.workUntil(({ step }) => step === 'done')));
    await Promise.all(experts.map((expert) => expert.leave()));
    weather.calm = true;
    for (const { terminal } of experts) await terminal.showing(({ pending }) => pending === 0);

    for (const mishap of ['cut', 'late'] as const) expect(weather.befell[mishap]).toBeGreaterThan(5);
    expect(weather.befell.frozen).toBeGreaterThan(0);
    const sealed = await until('the seal', async () => {
      const view = await centre.project(main.id);
      return view.report?.sealedAt ? view : null;
    });
    expect(sealed.members.map(({ marksGiven }) => marksGiven)).toEqual(
      experts.map(() => main.bidders.length * main.items.length),
    );
    await expectEachOnce(centre);
  },
);

/** Panel, check-in, seats and slips without trouble; then everybody stands before their booth, switched on. */
async function seated(centre: Centre, start: (booth: Booth) => Promise<Terminal>): Promise<ExpertAtBooth[]> {
  await centre.enterAndFreeze(main);
  const { members } = await centre.drawPanel(main);
  const people = await centre.invited(members.length);
  for (const person of people) await (await centre.desk(person.site)).checkIn(person);
  for (const { id, hall } of centre.town.sites) {
    const desk = await centre.desk(id);
    if (!people.some(({ site }) => site === id)) continue;
    await desk.startSeatDraw(hall);
    await centre.inCeremony(
      async () => (await desk.view()).halls.every(({ toSeat }) => toSeat === 0) || null,
    );
  }
  const { members: named } = await centre.project(main.id);
  const placeOf = (person: Person) => named.findIndex(({ name }) => name === person.name);
  return Promise.all(
    people.map(async (person) => {
      const { seat, code } = await (await centre.desk(person.site)).slip(person);
      const booth = centre.town.booths.find((one) => one.seat === seat);
      if (!booth) throw new Error(`no booth at ${seat}`);
      const plan = plans[placeOf(person)] ?? { marks: {} };
      return new ExpertAtBooth(person, await start(booth), code, plan);
    }),
  );
}

type Booth = Centre['town']['booths'][number];

/** A booth's agent in this process, so that it comes back faster than it would in earnest. */
async function agent(
  centre: Centre,
  hub: string,
  booth: Booth,
  enrolled: boolean,
  onEnd: Closing,
): Promise<Terminal> {
  const folder = join(centre.directory, 'terminals', booth.booth);
  mkdirSync(folder, { recursive: true });
  const slot = simulatedSlot(join(folder, 'machine'));
  const { devices, close } = handWorkedDevices({ name: booth.booth, folder: join(folder, 'machine') });
  const settings = { booth: booth.booth, token: booth.token, hub, data: join(folder, 'data'), port: 0 };
  if (enrolled) {
    const path = `/api/booths/${booth.booth}/enrolment`;
    const { code } = await (await centre.as('sysadmin')).send<{ code: string }>('POST', path);
    const fingerprint = await devices.fingerprint.read();
    await enrol({ hub: centre.running.boothAddress ?? '', code, data: settings.data, fingerprint });
  }
  const running = await startBooth({
    ...{ settings, devices, retry: RETRY },
    ...(enrolled ? { identity: new MutualTls(settings.data, hub) } : {}),
  });
  const end = async () => {
    await running.close();
    close();
  };
  const terminal = await Terminal.at({ ...booth, slot, address: running.address, end });
  onEnd(() => terminal.stop());
  return terminal;
}

/** Covers the screen for a moment. */
async function pauseAt(terminal: Terminal): Promise<void> {
  await terminal.act({ kind: 'pause' });
  await terminal.showing(({ screen, session }) => screen === 'paused' && session === null);
  await terminal.act({ kind: 'resume' });
  await terminal.showing(({ screen }) => screen === 'session');
}

async function expectEachOnce({ running: { hub } }: Centre): Promise<void> {
  await hub.spine.idle();
  expect(await ledgerFaults(hub.store)).toEqual([]);
  expect(await tableFaults(hub.store)).toEqual([]);
  const events = await ledgerEvents(hub.store);
  const once = (type: string, key: (payload: Record<string, unknown>) => unknown) => {
    const keys = events
      .filter((event) => event.type === type)
      .map(({ payload }) => JSON.stringify(key(payload as never)));
    expect(keys.length, type).toBeGreaterThan(0);
    expect(new Set(keys).size, type).toBe(keys.length);
  };
  once('pledge.signed', ({ expert }) => expert);
  once('booth.paused', ({ booth }) => booth);
  once('booth.resumed', ({ booth }) => booth);
  once('sheet.signed', ({ expert, version }) => [expert, version]);
  once('flag.closed', ({ flag }) => flag);
  once('consent.signed', ({ expert }) => expert);
}
