/** Who does not come, who withdraws and whose terminal fails: the next in drawn order, another drawn seat. */
import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { identitiesOf, membersOf } from '#hub/panels/reads.ts';
import { canonicalText } from '#shared/canonical/index.ts';
import type { Transcript } from '#shared/draw/transcript.ts';
import { replay } from '#shared/draw/transcript.ts';
import type { Act } from '#shared/protocol/booth-frames.ts';
import { pledgeText } from '#shared/protocol/statements.ts';
import type {
  DrawView,
  HallDeskView,
  MemberProgress,
  ProjectView,
  SlipView,
} from '#shared/protocol/views.ts';
import type { Person } from '#test/demo/people.ts';
import { until } from '#test/demo/staff.ts';
import { alertsOf, codeOf, expectSound, projectAt } from '#test/rehearsal/at-the-door.ts';
import { Centre } from '#test/rehearsal/centre.ts';
import { RawBooth, signWith } from '#test/rehearsal/raw-booth.ts';

const both = ['S1', 'S2'];
const P = projectAt('P', both);
const Q = projectAt('Q', both);
// Only for room: halls are built for as many as there are projects.
const more = ['R1', 'R2', 'R3', 'R4', 'R5', 'R6'].map((id) => projectAt(id, both));
const later = projectAt('LATER', both);

let centre: Centre;
let beats: NodeJS.Timeout;
const slips = new Map<string, SlipView>();
const lines = new Map<string, RawBooth>();

beforeAll(async () => {
  centre = await Centre.open([P, Q, later, ...more], { KAWEI_BEAT_MS: '700' });
  beats = setInterval(() => {
    const beat = { type: 'beat', at: new Date().toISOString(), pending: 0 };
    for (const line of lines.values()) if (line.closed === null) line.send(beat);
  }, 300);
  for (const project of [P, Q]) {
    await centre.enterAndFreeze(project);
    await centre.drawPanel(project);
  }
  await centre.invited(10);
});

afterAll(async () => {
  clearInterval(beats);
  await expectSound(centre);
  for (const one of lines.values()) one.close();
  await centre?.close();
});

/** Who is behind the pseudonyms: nobody may know that but a test. */
async function panelOf(project: string): Promise<{ person: Person; expert: string; ticket: string }[]> {
  const members = await membersOf(centre.running.hub.store, project);
  return members
    .filter(({ state }) => state === 'current')
    .map(({ realId, expert, ticket }) => {
      const person = centre.people.find(({ id }) => id === realId);
      if (!person) throw new Error(realId);
      return { person, expert, ticket };
    });
}

async function rows(): Promise<MemberProgress[]> {
  return (await centre.project('P')).members;
}

async function row(expert: string): Promise<MemberProgress | undefined> {
  return (await rows()).find(({ pseudonym }) => pseudonym === expert);
}

/** What the agency is told that has a member called absent. */
async function replaceAbsent(ticket: string): Promise<string> {
  const body = { ticket, reason: '未到场' };
  return codeOf((await centre.as('agency')).send('POST', '/api/projects/P/panel/replace', body));
}

async function transcriptOf(drawId: string): Promise<Transcript> {
  const path = `/api/draws/${encodeURIComponent(drawId)}/transcript`;
  return (await centre.as('supervisor')).get<Transcript>(path);
}

/** The next in drawn order with whom the panel is full again, by the words of docs/draw.md and nothing of the program. */
async function nextInOrder(gone: string, called: readonly string[]): Promise<string> {
  const { input, seed } = await transcriptOf('P#1');
  if (input.kind !== 'panel') throw new Error('not a panel');
  const ticket = (id: string) =>
    createHmac('sha256', Buffer.from(seed, 'hex'))
      .update(canonicalText(['ticket', id]))
      .digest('hex');
  // Whoever was drawn for another project of the day in the meantime is passed over.
  const others = [...(await panelOf('Q')), ...(await panelOf(later.id))];
  const elsewhere = new Set(others.map(({ person }) => person.id));
  const identities = (await identitiesOf(centre.running.hub.store, 'P#1'))?.identities ?? [];
  const busy = identities.filter(({ realId }) => elsewhere.has(realId)).map(({ pseudonym }) => pseudonym);
  const out = new Set([...input.excluded.map(({ id }) => id), ...called, ...busy]);
  const stay = (await panelOf('P')).map(({ expert }) => expert).filter((expert) => expert !== gone);
  const of = (id: string) => input.candidates.find((candidate) => candidate.id === id);
  const full = (ids: readonly string[]) =>
    input.sites.every(({ id, min, max }) => {
      const count = ids.filter((one) => of(one)?.site === id).length;
      return count >= min && count <= max;
    });
  const next = input.candidates
    .filter(({ id }) => !out.has(id))
    .sort((a, b) => (ticket(a.id) < ticket(b.id) ? -1 : 1))
    .find(({ id }) => full([...stay, id]));
  return next?.id ?? '';
}

async function deskOf(site: string): Promise<HallDeskView> {
  return (await centre.desk(site)).view();
}

async function checkIn(person: Person): Promise<string> {
  return codeOf((await centre.desk(person.site)).checkIn(person));
}

/** Draws seats at a site for all who wait, and hands out their slips. */
async function seatAll(site: string, people: readonly Person[]): Promise<void> {
  const desk = await centre.desk(site);
  const hall = centre.town.sites.find(({ id }) => id === site)?.hall ?? '';
  const { drawId } = await desk.startSeatDraw(hall);
  await completed(drawId, site);
  for (const person of people) slips.set(person.badge, await desk.slip(person));
}

async function completed(drawId: string, site: string): Promise<DrawView> {
  const draw = await centre.inCeremony(async () => {
    const all = await (await centre.desk(site)).staff.get<DrawView[]>('/api/draws');
    return all.find((one) => one.drawId === drawId && one.phase === 'completed') ?? null;
  });
  expect(replay(await transcriptOf(drawId)).every(({ holds }) => holds)).toBe(true);
  return draw;
}

function slipOf(person: Person): SlipView {
  const slip = slips.get(person.badge);
  if (!slip) throw new Error(`no slip for ${person.name}`);
  return slip;
}

async function lineAt(seat: string): Promise<RawBooth> {
  const known = lines.get(seat);
  if (known && known.closed === null) return known;
  const booth = centre.town.booths.find((entry) => entry.seat === seat);
  if (!booth) throw new Error(seat);
  const line = await RawBooth.greet(centre.address, booth.booth, booth.token);
  lines.set(seat, line);
  return line;
}

async function admit(person: Person, slip: SlipView, seat = slip.seat): Promise<string> {
  const at = await lineAt(seat);
  const statement = {
    format: 'kawei/admission@1',
    ...{ booth: at.booth, badge: person.badge, slip: slip.code, challenge: at.challenge },
    signedAt: new Date().toISOString(),
  };
  const signed = signWith(person.keyFile, { purpose: 'admission', booth: at.booth }, statement);
  return (await at.act({ kind: 'admit', statement: signed })).refusal?.code ?? 'done';
}

async function act(person: Person, what: Act): Promise<string> {
  return (await (await lineAt(slipOf(person).seat)).act(what)).refusal?.code ?? 'done';
}

async function session(person: Person) {
  const at = await lineAt(slipOf(person).seat);
  await at.when(() => at.view?.phase === 'session');
  const shown = at.view?.session;
  if (!shown) throw new Error('no session');
  return shown;
}

async function pledge(person: Person): Promise<string> {
  const { expert, seat, boothDigest: booth } = await session(person);
  const who = { project: 'P', expert, seat, booth };
  const statement = {
    format: 'kawei/pledge@1',
    ...who,
    text: pledgeText.zh,
    signedAt: new Date().toISOString(),
  };
  return act(person, {
    kind: 'pledge',
    statement: signWith(person.keyFile, { purpose: 'pledge', ...who }, statement),
  });
}

/** No two of one project sit side by side, in any hall, now. */
async function expectApart(): Promise<void> {
  const store = centre.running.hub.store;
  const seated = await store
    .selectFrom('attendances')
    .select(['project', 'seat', 'hall'])
    .where('state', 'in', ['seated', 'admitted'])
    .execute();
  expect(new Set(seated.map(({ seat }) => seat)).size).toBe(seated.length);
  for (const { hall } of centre.town.sites) {
    const draws = (await store.selectFrom('draws').select('input').where('about', '=', hall).execute())[0];
    const { adjacent } = JSON.parse(draws?.input ?? '{"adjacent":[]}') as { adjacent: [string, string][] };
    expect(adjacent.length).toBeGreaterThan(10);
    for (const [a, b] of adjacent) {
      const [one, other] = [a, b].map((seat) => seated.find((entry) => entry.seat === seat)?.project);
      expect(one !== undefined && one === other, `${a} and ${b}`).toBe(false);
    }
  }
}

const called: string[] = [];
let recused: { person: Person; expert: string };
let newcomer: { person: Person; expert: string };

describe('a member who does not come', () => {
  it('is replaced by the agency, by ticket: the next in drawn order is invited, the absent expected no more', async () => {
    const agency = await centre.as('agency');
    const [absent] = await panelOf('P');
    if (!absent) throw new Error('no panel');
    called.push(...(await panelOf('P')).map(({ expert }) => expert));
    const path = '/api/projects/P/panel/replace';
    const reason = '电话无人接听';
    expect(await codeOf(agency.send('POST', path, { ticket: '0'.repeat(64), reason }))).toBe(
      'MEMBER_UNKNOWN',
    );
    expect(
      await codeOf((await centre.as('supervisor')).send('POST', path, { ticket: absent.ticket, reason })),
    ).toBe('ROLE_FORBIDDEN');
    const next = await nextInOrder(absent.expert, called);
    expect(await agency.send('POST', path, { ticket: absent.ticket, reason })).toEqual({ replaced: true });
    expect(await codeOf(agency.send('POST', path, { ticket: absent.ticket, reason }))).toBe('MEMBER_UNKNOWN');
    expect((await panelOf('P')).map(({ expert }) => expert)).toContain(next);
    called.push(next);
    const came = (await panelOf('P')).find(({ expert }) => expert === next);
    const invited = await centre.invited(11);
    expect(invited.map(({ id }) => id)).toContain(came?.person.id);
    expect(await checkIn(absent.person)).toBe('CHECK_IN_NOT_EXPECTED');
    const gone = await row(absent.expert);
    // Told as gone, and still without a name: the panel was not complete when they were on it.
    expect(gone).toMatchObject({ state: 'replaced', replacedBecause: 'absence', name: null, site: null });
    expect(new Set((await rows()).map(({ alias }) => alias)).size).toBe(6);
    const told = await alertsOf(centre, 'MEMBER_ABSENT');
    expect(told.map(({ project, severity }) => [project, severity])).toEqual([['P', 'warning']]);
    expect(told[0]?.text.zh).toContain(reason);
    for (const secret of [absent.person.name, absent.expert, absent.ticket, absent.person.id])
      expect(JSON.stringify(told)).not.toContain(secret);
  });

  it('keeps the seats waiting until the one called in their place is in too', async () => {
    const everybody = [...(await panelOf('P')), ...(await panelOf('Q'))];
    const last = everybody.find(({ expert }) => expert === called.at(-1));
    if (!last) throw new Error('nobody');
    for (const { person } of everybody)
      if (person !== last.person) expect(await checkIn(person)).toBe('done');
    for (const site of both) {
      expect((await deskOf(site)).allIn).toBe(false);
      expect(await codeOf(seatAll(site, []))).toBe('SEATS_NOT_ALL_IN');
    }
    expect((await rows()).every(({ name }) => name === null)).toBe(true);
    expect(await checkIn(last.person)).toBe('done');
    const replaceAll = async () =>
      Promise.all((await panelOf('P')).map(({ ticket }) => replaceAbsent(ticket)));
    expect(new Set(await replaceAll())).toEqual(new Set(['MEMBER_PRESENT']));
    for (const site of both) {
      expect((await deskOf(site)).allIn).toBe(true);
      const here = everybody.map(({ person }) => person).filter((person) => person.site === site);
      await seatAll(site, here);
    }
    await expectApart();
    expect(new Set(await replaceAll())).toEqual(new Set(['MEMBER_PRESENT']));
    expect((await rows()).filter(({ name }) => name !== null)).toHaveLength(5);
  });
});

describe('a member who withdraws after the pledge', () => {
  it('must say with whom and why; then they are gone at once, and the next in order is called', async () => {
    const panel = await panelOf('P');
    for (const { person } of panel) expect(await admit(person, slipOf(person))).toBe('done');
    const [me, ...others] = panel;
    if (!me) throw new Error('nobody');
    recused = me;
    const reason = '配偶在该单位任职';
    expect(await act(me.person, { kind: 'declare', bidders: ['B1'], reason })).toBe('DECLARE_BEFORE_PLEDGE');
    for (const { person } of panel) expect(await pledge(person)).toBe('done');
    for (const { person } of others) expect(await act(person, { kind: 'declare', bidders: [] })).toBe('done');
    expect(await act(me.person, { kind: 'declare', bidders: ['B1'] })).toBe('RECUSAL_REASON');
    expect(await act(me.person, { kind: 'declare', bidders: ['B9'], reason })).toBe('BIDDER_UNKNOWN');
    const next = await nextInOrder(me.expert, called);
    expect(await act(me.person, { kind: 'declare', bidders: ['B1'], reason })).toBe('done');
    expect((await alertsOf(centre, 'RECUSAL_DECLARED')).map(({ project }) => project)).toEqual(['P']);
    const came = (await panelOf('P')).find(({ expert }) => expert === next);
    if (!came) throw new Error('not the next in order');
    newcomer = came;
    called.push(next);
    expect((await centre.invited(12)).map(({ id }) => id)).toContain(came.person.id);
    expect(await row(me.expert)).toMatchObject({ state: 'replaced', replacedBecause: 'recusal' });
    expect(await row(next)).toMatchObject({ state: 'called', name: null, pledgedAt: null });
  });

  it('has nothing left at their booth: it shows nobody, and what it sends is refused', async () => {
    const { person } = recused;
    const at = await lineAt(slipOf(person).seat);
    await at.when(() => at.view?.phase !== 'session');
    expect(at.view?.session).toBe(null);
    expect(JSON.stringify(at.view)).not.toContain('投标人');
    const tries: Act[] = [
      { kind: 'declare', bidders: [] },
      { kind: 'chair-vote', alias: '专家甲' },
      { kind: 'mark', bidder: 'B1', item: 'T1', mark: 1000 },
      { kind: 'leave' },
    ];
    for (const what of tries)
      expect([what.kind, await act(person, what)]).toEqual([what.kind, 'SESSION_REQUIRED']);
    expect(await admit(person, slipOf(person))).toBe('ADMISSION_REPLACED');
    expect(await checkIn(person)).toBe('CHECK_IN_NOT_EXPECTED');
    const desk = await deskOf(person.site);
    expect(desk.people.map(({ badge }) => badge)).not.toContain(person.badge);
    expect(await codeOf((await centre.desk(person.site)).slip(person))).toBe('SLIP_NOT_READY');
  });

  it('is followed by one who checks in, gets a drawn seat apart from their panel, and pledges', async () => {
    const { person, expert } = newcomer;
    expect(await admit(person, { ...slipOf(recused.person) })).toBe('ADMISSION_NOT_CHECKED_IN');
    // Meanwhile a panel is drawn for another project of the day: its members are not here, and nobody waits for them.
    await centre.enterAndFreeze(later);
    await centre.drawPanel(later);
    const early = (await panelOf(later.id)).find((entry) => entry.person.site === person.site)?.person;
    if (!early) throw new Error('nobody');
    expect(await checkIn(early)).toBe('done');
    expect((await deskOf(person.site)).allIn).toBe(false);
    expect(await codeOf(seatAll(person.site, []))).toBe('SEATS_NOT_ALL_IN');
    expect(await checkIn(person)).toBe('done');
    expect((await deskOf(person.site)).allIn).toBe(true);
    const before = (await deskOf(person.site)).people.filter(({ seat }) => seat !== null);
    await seatAll(person.site, [person]);
    const desk = await deskOf(person.site);
    expect(desk.people.find(({ badge }) => badge === early.badge)?.seat).toBe(null);
    const after = desk.people.filter(({ badge, seat }) => badge !== person.badge && seat !== null);
    // Who sat stays where they sat.
    expect(after.map(({ badge, seat }) => [badge, seat])).toEqual(
      before.map(({ badge, seat }) => [badge, seat]),
    );
    await expectApart();
    expect(await admit(person, slipOf(person))).toBe('done');
    expect(await session(person)).toMatchObject({ step: 'pledge', bidders: [], expert });
    expect(await pledge(person)).toBe('done');
    expect((await row(expert))?.name).toBe(person.name);
  });

  it('and the evaluation goes on with the new member, up to the marks', async () => {
    const panel = (await panelOf('P')).map(({ person }) => person);
    expect((await session(panel[0] ?? newcomer.person)).project.stage).toBe('gathering');
    expect(await act(newcomer.person, { kind: 'declare', bidders: [] })).toBe('done');
    for (const person of panel) {
      const { alias } = await session(newcomer.person);
      expect(await act(person, { kind: 'chair-vote', alias })).toBe('done');
    }
    const pass = { pass: true };
    const verdict = { form: pass, qualification: pass, responsiveness: pass };
    for (const person of panel)
      expect(await act(person, { kind: 'review', verdicts: { B1: verdict, B2: verdict, B3: verdict } })).toBe(
        'done',
      );
    expect((await centre.project('P')).stage).toBe('marking');
    expect((await row(newcomer.expert))?.isChair).toBe(true);
    expect(await act(newcomer.person, { kind: 'mark', bidder: 'B1', item: 'T1', mark: 12_500 })).toBe('done');
  });
});

describe('a move from a failed terminal', () => {
  const seatIn = (view: HallDeskView, seat: string) =>
    view.halls.flatMap(({ seats }) => seats).find(({ id }) => id === seat);

  it('is for the desk of that hall, and a seat that somebody holds', async () => {
    const { person } = newcomer;
    const { seat } = slipOf(person);
    const reason = '终端死机';
    const other = both.find((site) => site !== person.site) ?? '';
    const move = async (site: string, from: string) =>
      codeOf((await centre.desk(site)).staff.send('POST', '/api/hall/move', { seat: from, reason }));
    expect(await move(other, seat)).toBe('HALL_UNKNOWN');
    const free = (await deskOf(person.site)).halls[0]?.seats.find(({ state }) => state === 'free');
    expect(await move(person.site, free?.id ?? '')).toBe('SEAT_EMPTY');
    expect(await move(person.site, 'NOWHERE-0101')).toBe('HALL_UNKNOWN');
  });

  it('closes the seat, voids its slip, draws another by this site alone, and the work goes on there', async () => {
    const { person, expert } = newcomer;
    const old = slipOf(person);
    const desk = await centre.desk(person.site);
    const path = '/api/hall/move';
    const { drawId } = await desk.staff.send<{ drawId: string }>('POST', path, {
      seat: old.seat,
      reason: '终端死机',
    });
    const oldLine = await lineAt(old.seat);
    await oldLine.when(() => oldLine.view?.phase === 'closed');
    expect(oldLine.view?.session).toBe(null);
    expect((await oldLine.act({ kind: 'mark', bidder: 'B1', item: 'C1', mark: 1000 })).refusal?.code).toBe(
      'SESSION_REQUIRED',
    );
    expect(seatIn(await deskOf(person.site), old.seat)?.state).toBe('failed');
    expect(await codeOf(desk.slip(person))).toBe('SLIP_NOT_READY');
    expect(await admit(person, old)).toBe('ADMISSION_NO_SEAT');
    const [busy] = (await deskOf(person.site)).people.filter(({ admitted }) => admitted);
    const meanwhile = desk.staff.send('POST', path, { seat: busy?.seat ?? '', reason: '终端死机' });
    expect(await codeOf(meanwhile)).toBe('SEATS_DRAWING');
    const draw = await completed(drawId, person.site);
    expect(draw.parties.map(({ party }) => party)).toEqual([person.site]);
    const next = await desk.slip(person);
    expect([next.seat === old.seat, next.code === old.code]).toEqual([false, false]);
    await expectApart();
    expect(await admit(person, { ...next, code: old.code })).toBe('ADMISSION_SLIP_UNKNOWN');
    expect(await admit(person, old)).toBe('ADMISSION_SLIP_UNKNOWN');
    expect(await admit(person, next, old.seat)).toBe('ADMISSION_WRONG_SEAT');
    slips.set(person.badge, next);
    expect(await admit(person, next)).toBe('done');
    expect(await session(person)).toMatchObject({
      expert,
      step: 'marking',
      marks: { B1: { T1: 12_500 } },
      seat: next.seat,
    });
    expect(await act(person, { kind: 'mark', bidder: 'B1', item: 'C1', mark: 9000 })).toBe('done');
  });

  it('may come again, ten times in a day: never beside their own panel, never onto a failed seat', async () => {
    const { person } = newcomer;
    const desk = await centre.desk(person.site);
    const failed = new Set<string>();
    for (let n = 0; n < 9; n++) {
      const { seat } = slipOf(person);
      failed.add(seat);
      const asked = desk.staff.send<{ drawId: string }>('POST', '/api/hall/move', { seat, reason: '停电' });
      const code = await codeOf(asked);
      // No seat is left that keeps them apart: told so, and they stay where they are.
      if (code !== 'done') {
        expect(code).toMatch(/^DRAW_SEATS_/);
        expect((await deskOf(person.site)).people.find(({ badge }) => badge === person.badge)?.seat).toBe(
          seat,
        );
        break;
      }
      const { drawId } = await asked;
      await completed(drawId, person.site);
      const shown = (await deskOf(person.site)).halls[0]?.seatDraw;
      expect([shown?.drawId, shown?.phase]).toEqual([drawId, 'completed']);
      slips.set(person.badge, await desk.slip(person));
      expect(failed).not.toContain(slipOf(person).seat);
      await expectApart();
    }
    expect(failed.size).toBeGreaterThan(3);
  });

  it('after a restart of the hub everybody is where they were, and a terminal that does not come back is missed', async () => {
    const panel = (await panelOf('P')).map(({ person }) => person);
    const others = panel.filter((person) => person !== newcomer.person);
    for (const one of lines.values()) one.close();
    lines.clear();
    await centre.restart();
    const [away, ...back] = others;
    for (const person of back) expect((await session(person)).name).toBe(person.name);
    const seat = slipOf(away ?? newcomer.person).seat;
    const view = seatIn(await deskOf(away?.site ?? ''), seat);
    expect(['present', 'suspect']).toContain(view?.presence);
    expect(view?.state).toBe('admitted');
    const missed = await until('the missing', async () => {
      const all = (await alertsOf(centre, 'BOOTH_MISSING')).map(({ booth }) => booth);
      return all.includes(`T-${seat}`) ? all : null;
    });
    for (const person of back) expect(missed).not.toContain(`T-${slipOf(person).seat}`);
    const { stage }: ProjectView = await centre.project('P');
    expect(stage).toBe('marking');
  });
});

describe('a member who goes before the end', () => {
  const reason = '突发不适，已送医';
  const depart = async (site: string, seat: string) =>
    codeOf((await centre.desk(site)).staff.send('POST', '/api/hall/departure', { seat, reason }));

  it('is sent away by nobody: the agency cannot have who sits in a booth called absent', async () => {
    for (const { ticket } of await panelOf('P')) expect(await replaceAbsent(ticket)).toBe('MEMBER_PRESENT');
    expect(await alertsOf(centre, 'MEMBER_ABSENT')).toHaveLength(1);
  });

  it('is said to have gone by the desk of that hall, and the next in drawn order is called', async () => {
    const { person, expert } = newcomer;
    const ticket = (await panelOf('P')).find((entry) => entry.expert === expert)?.ticket ?? '';
    const { seat } = slipOf(person);
    const other = both.find((site) => site !== person.site) ?? '';
    expect(await depart(other, seat)).toBe('HALL_UNKNOWN');
    expect(await depart(person.site, 'NOWHERE-0101')).toBe('HALL_UNKNOWN');
    expect(await depart(person.site, seat)).toBe('done');
    expect(await depart(person.site, seat)).toBe('SEAT_EMPTY');
    expect(await act(person, { kind: 'mark', bidder: 'B1', item: 'T1', mark: 1000 })).toBe(
      'SESSION_REQUIRED',
    );
    expect(await admit(person, slipOf(person))).not.toBe('done');
    expect((await row(expert))?.state).toBe('left');
    const told = await alertsOf(centre, 'EXPERT_DEPARTED');
    expect(told.map(({ project, site, severity }) => [project, site, severity])).toEqual([
      ['P', person.site, 'warning'],
    ]);
    const next = await nextInOrder(expert, called);
    expect(await replaceAbsent(ticket)).toBe('done');
    expect((await panelOf('P')).map((entry) => entry.expert)).toContain(next);
    expect(await alertsOf(centre, 'MEMBER_ABSENT')).toHaveLength(2);
  });
});
