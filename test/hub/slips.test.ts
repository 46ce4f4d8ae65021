/** Seat slips from the draw to the booth: what the hub signs and lays there, and what it makes of those let in without it. */
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Act } from '#shared/protocol/booth-frames.ts';
import { pledgeText } from '#shared/protocol/statements.ts';
import type { AlertView, SlipView } from '#shared/protocol/views.ts';
import { openPackage } from '#shared/slips/package.ts';
import { readSlip, slipDigest } from '#shared/slips/slip.ts';
import { type Person, PIN } from '#test/demo/people.ts';
import { Terminal } from '#test/demo/terminal.ts';
import { expectSound, projectAt } from '#test/rehearsal/at-the-door.ts';
import { Centre } from '#test/rehearsal/centre.ts';
import { RawBooth, signWith } from '#test/rehearsal/raw-booth.ts';

/** Ids with signs that base64 has not: they cannot stand in a sealed package by chance. */
const projects = [
  projectAt('ROAD-2026-1', ['S1'], { title: '江州市滨江大道改造工程施工招标' }),
  projectAt('LAB-2026-2', ['S1']),
];
let centre: Centre;
let members: Person[];
const slips = new Map<string, SlipView>();
const terminals: Terminal[] = [];
const lines: RawBooth[] = [];

const slipOf = ({ badge }: Person): SlipView => slips.get(badge) as SlipView;
const boothAt = (seat: string) => centre.town.booths.find((booth) => booth.seat === seat);

async function line(seat: string): Promise<RawBooth> {
  const booth = boothAt(seat);
  const made = await RawBooth.greet(centre.address, booth?.booth ?? '', booth?.token ?? '');
  lines.push(made);
  return made;
}

async function fetchSlips(): Promise<void> {
  for (const person of members) slips.set(person.badge, await (await centre.desk('S1')).slip(person));
}

async function entries(type: string): Promise<{ payload: Record<string, unknown> }[]> {
  const rows = await centre.running.hub.store
    .selectFrom('ledger')
    .select('payload')
    .where('type', '=', type as never)
    .execute();
  return rows.map(({ payload }) => ({ payload: JSON.parse(payload) as Record<string, unknown> }));
}

/** The acts of one who was let in by this slip, as their booth has stored them: the admission, and the pledge. */
function actsOf(person: Person, { qr, code, seat }: SlipView, booth: string): Act[] {
  const at = { signedAt: new Date().toISOString() };
  const said = { booth, badge: person.badge, slip: code, slipDigest: slipDigest(qr), ...at };
  const admission = { format: 'kawei/admission-by-slip@1', ...said };
  const pledge = {
    format: 'kawei/pledge@1',
    project: 'ROAD-2026-1',
    expert: 'x',
    seat,
    booth,
    text: pledgeText.zh,
    ...at,
  };
  return [
    { kind: 'admit', statement: signWith(person.keyFile, { purpose: 'admission', booth }, admission) },
    { kind: 'pledge', statement: signWith(person.keyFile, { purpose: 'pledge', booth }, pledge) },
  ];
}

beforeAll(async () => {
  // Of a day with more of them, so that the hall has room: whoever is moved must find a seat beside none of their own.
  const others = ['OTHER-1', 'OTHER-2', 'OTHER-3'].map((id) => projectAt(id, ['S1']));
  centre = await Centre.open([...projects, ...others]);
  for (const project of projects) {
    await centre.enterAndFreeze(project);
    await centre.drawPanel(project);
  }
  members = await centre.invited(10);
  const desk = await centre.desk('S1');
  for (const person of members) await desk.checkIn(person);
  await desk.startSeatDraw(centre.town.sites[0]?.hall ?? '');
  await centre.inCeremony(async () =>
    (await desk.view()).halls.every(({ toSeat }) => toSeat === 0) ? true : null,
  );
  await fetchSlips();
});

afterAll(async () => {
  for (const one of lines) one.close();
  for (const terminal of terminals) await terminal.stop();
  await expectSound(centre);
  await centre.close();
});

it('what lies in a booth opens by the slip for its seat alone, and tells nothing before', async () => {
  const secrets: string[] = [];
  const sealed: string[] = [];
  for (const person of members) {
    const { qr, seat } = slipOf(person);
    const booth = await line(seat);
    const slip = readSlip(qr, (await booth.got('welcome')).slipKey);
    expect(slip).toMatchObject({ seat, code: slipOf(person).code });
    expect(booth.view?.slip?.digest).toBe(slipDigest(qr));
    const session = openPackage(slip.secret, booth.view?.slip?.sealed ?? '');
    expect(session).toMatchObject({ name: person.name, seat, step: 'pledge', bidders: [], marks: {} });
    const told = JSON.stringify(booth.view);
    for (const { id, title } of projects) expect(told.includes(id) || told.includes(title)).toBe(false);
    for (const secret of [
      person.name,
      person.badge,
      slip.secret,
      session?.expert ?? '?',
      session?.ticket ?? '?',
    ])
      expect(told).not.toContain(secret);
    secrets.push(slip.secret);
    sealed.push(booth.view?.slip?.sealed ?? '');
    booth.close();
  }
  for (const [place, one] of sealed.entries())
    for (const [other, secret] of secrets.entries())
      if (other !== place) expect(openPackage(secret, one)).toBe(null);
  // Two projects of unlike titles: the length does not tell who sits with whom.
  expect(new Set(sealed.map(({ length }) => length)).size).toBe(1);
  expect(new Set(sealed).size).toBe(10);
});

it('the same slip is handed out again, also by a hub that was started anew', async () => {
  const [person] = members;
  if (!person) throw new Error('nobody');
  const before = slipOf(person);
  await centre.restart();
  await fetchSlips();
  expect(slipOf(person)).toEqual(before);
});

it('an expert sits down while the hub is away, pledges, and the hub agrees when it is back', async () => {
  const [person] = members;
  if (!person) throw new Error('nobody');
  const { seat, qr } = slipOf(person);
  const { booth = '', token = '' } = boothAt(seat) ?? {};
  const hub = centre.address.replace('http', 'ws');
  const setup = { booth, seat, token, hub, directory: join(centre.directory, 'terminal') };
  const first = await Terminal.start(setup);
  terminals.push(first);
  await first.showing(({ line: now, screen }) => now === 'online' && screen === 'badge');
  await centre.running.close();
  await first.showing(({ line: now }) => now === 'offline');
  await first.act({ kind: 'badge', badge: person.badge });
  await first.act({ kind: 'scan-slip', text: qr });
  first.insertKey(person.keyFile);
  await first.showing(({ key, screen }) => key.state === 'present' && screen === 'key');
  await first.act({ kind: 'admit', pin: PIN });
  const { session } = await first.showing(({ screen, bySlip }) => screen === 'session' && bySlip);
  expect(session).toMatchObject({ name: person.name, step: 'pledge', bidders: [] });
  await first.act({ kind: 'pledge', pin: PIN });
  await first.stop();
  const again = await Terminal.start(setup);
  terminals.push(again);
  await again.showing(({ pending, bySlip, screen }) => pending === 2 && bySlip && screen === 'session');
  await centre.restart();
  const after = await again.showing((screen) => screen.session?.step === 'declare');
  expect(after).toMatchObject({ bySlip: false, pending: 0, refusal: null });
  expect(after.session?.bidders.length).toBeGreaterThan(0);
  const granted = await entries('admission.granted');
  expect(granted.map(({ payload }) => payload)).toMatchObject([
    { booth, seat, bySlipAt: expect.stringContaining('Z') },
  ]);
  expect(await entries('pledge.signed')).toHaveLength(1);
});

it('who was moved meanwhile is refused at the old seat, with an alert, and admitted at the new one, once', async () => {
  const person = members.at(-1);
  if (!person) throw new Error('nobody');
  const old = slipOf(person);
  const desk = await centre.desk('S1');
  const left = await line(old.seat);
  await desk.staff.send('POST', '/api/hall/move', { seat: old.seat, reason: '终端故障' });
  await centre.inCeremony(async () =>
    (await desk.view()).halls.every(({ toSeat, seatDraw }) => toSeat === 0 && seatDraw?.phase === 'completed')
      ? true
      : null,
  );
  await fetchSlips();
  const now = slipOf(person);
  expect(now.seat).not.toBe(old.seat);
  await left.when(() => left.view?.phase === 'closed' && left.view.slip === null);
  const before = (await (await centre.as('supervisor')).get<AlertView[]>('/api/alerts')).length;
  const refused = await left.acts(left.lastN + 1, actsOf(person, old, left.booth));
  expect(refused.map(({ refusal }) => refusal?.code)).toEqual(['SLIP_SUPERSEDED', 'SESSION_REQUIRED']);
  const alerts = await (await centre.as('supervisor')).get<AlertView[]>('/api/alerts');
  expect(alerts.slice(0, -before || undefined).map(({ code }) => code)).toEqual(['ADMISSION_REFUSED']);
  const there = await line(now.seat);
  await there.when(() => there.view?.slip?.digest === slipDigest(now.qr));
  // With the old document, though the six digits are those of the new one.
  const [forged] = actsOf(person, { ...now, qr: old.qr }, there.booth);
  const [admit] = actsOf(person, now, there.booth);
  if (!forged || !admit) throw new Error('no acts');
  expect((await there.act(forged)).refusal?.code).toBe('SLIP_SUPERSEDED');
  const time = new Date().toISOString();
  expect((await there.act(admit, time)).refusal).toBe(null);
  const twice = await there.actAs(there.lastN, admit, time);
  expect(twice.refusal).toBe(null);
  await there.when(() => there.view?.session?.name === person.name);
  expect(
    (await entries('admission.granted')).filter(({ payload }) => payload.seat === now.seat),
  ).toHaveLength(1);
});

it('a booth that has refused a slip by itself is told of to its hall', async () => {
  const person = members[1];
  if (!person) throw new Error('nobody');
  const booth = await line(slipOf(person).seat);
  expect((await booth.act({ kind: 'trouble', what: 'slip-refused' })).refusal).toBe(null);
  const desk = await centre.desk('S1');
  const view = await desk.view();
  expect(view.halls.flatMap(({ seats }) => seats).find(({ id }) => id === slipOf(person).seat)?.trouble).toBe(
    'slip-refused',
  );
  expect(view.alerts[0]).toMatchObject({ code: 'BOOTH_SLIP_REFUSED', severity: 'severe' });
});
