/** At the booth's door: only the drawn expert, with their own key, at their own seat. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { membersOf } from '#hub/panels/reads.ts';
import type { Act } from '#shared/protocol/booth-frames.ts';
import type { AlertView, HallDeskView, SlipView } from '#shared/protocol/views.ts';
import { readInput } from '#test/demo/evaluation-input.ts';
import { type Person, PIN } from '#test/demo/people.ts';
import { Centre } from '#test/rehearsal/centre.ts';
import { RawBooth, signWith } from '#test/rehearsal/raw-booth.ts';
import { Authority } from '#test/simulators/authority/authority.ts';
import { CrlAuthority } from '#test/simulators/authority/crl-authority.ts';
import { SoftToken } from '#test/simulators/usb-key/soft-token.ts';

const { main, others } = readInput({});
const [second, third] = others;

let centre: Centre;
let drawn: Person[];
const slips = new Map<string, SlipView>();
const lines = new Map<string, RawBooth>();

async function line(seat: string): Promise<RawBooth> {
  const known = lines.get(seat);
  if (known) return known;
  const booth = centre.town.booths.find((entry) => entry.seat === seat);
  if (!booth) throw new Error(seat);
  const made = await RawBooth.greet(centre.address, booth.booth, booth.token);
  lines.set(seat, made);
  return made;
}

interface Attempt {
  readonly badge: string;
  readonly slip: string;
  readonly keyFile: string;
  readonly booth?: string;
  readonly challenge?: string;
  readonly boundTo?: string;
}

/** Asks for admission at a seat; gives the code of the refusal, or null. */
async function attempt(seat: string, { badge, slip, keyFile, ...odd }: Attempt): Promise<string | null> {
  const at = await line(seat);
  const statement = {
    format: 'kawei/admission@1',
    booth: odd.booth ?? at.booth,
    ...{ badge, slip },
    challenge: odd.challenge ?? at.challenge,
    signedAt: new Date().toISOString(),
  };
  const signed = signWith(keyFile, { purpose: 'admission', booth: odd.boundTo ?? at.booth }, statement);
  const act: Act = { kind: 'admit', statement: signed };
  return (await at.act(act)).refusal?.code ?? null;
}

function own(person: Person): Attempt & { seat: string } {
  const slip = slips.get(person.badge);
  if (!slip) throw new Error(`no slip for ${person.name}`);
  return { badge: person.badge, slip: slip.code, keyFile: person.keyFile, seat: slip.seat };
}

async function alerts(): Promise<AlertView[]> {
  return (await centre.as('supervisor')).get<AlertView[]>('/api/alerts');
}

beforeAll(async () => {
  if (!second || !third) throw new Error('too few projects');
  centre = await Centre.open([main, second, third]);
  for (const project of [main, second]) {
    await centre.enterAndFreeze(project);
    await centre.drawPanel(project);
  }
  drawn = await centre.invited(12);
});

afterAll(async () => {
  for (const one of lines.values()) one.close();
  await centre?.close();
});

const nobodysSlip = '000000';

describe('before the seats are drawn', () => {
  it('nobody is admitted: not known, not checked in, without a seat', async () => {
    const [first] = drawn;
    const outsider = centre.people.find((person) => !drawn.includes(person));
    if (!first || !outsider) throw new Error('too few people');
    const seat = centre.town.booths[0]?.seat ?? '';
    const with_ = (person: Person) => ({ badge: person.badge, slip: nobodysSlip, keyFile: person.keyFile });
    expect(await attempt(seat, { ...with_(first), badge: 'NOBODY-1' })).toBe('ADMISSION_BADGE_UNKNOWN');
    expect(await attempt(seat, with_(first))).toBe('ADMISSION_NOT_CHECKED_IN');
    for (const person of drawn) await (await centre.desk(person.site)).checkIn(person);
    expect(await attempt(seat, with_(first))).toBe('ADMISSION_NO_SEAT');
  });

  it('the booth and the hall’s alert say the same of one who is drawn, for today or to come, and of one who is not', async () => {
    if (!third) throw new Error('no third project');
    const known = new Set(drawn.map(({ id }) => id));
    await centre.enterAndFreeze(third);
    await centre.drawPanel(third, '2099-11-23');
    const toCome = (await centre.invited(13)).find(({ id }) => !known.has(id));
    const called = (await membersOf(centre.running.hub.store, third.id)).map(({ realId }) => realId);
    const outsider = centre.people.find(({ id }) => !known.has(id) && !called.includes(id));
    if (!toCome || !outsider) throw new Error('too few people');
    const seat = centre.town.booths[0]?.seat ?? '';
    const told = [];
    for (const { badge } of [toCome, outsider]) {
      const code = await attempt(seat, { badge, slip: nobodysSlip, keyFile: drawn[0]?.keyFile ?? '' });
      const [alert] = await alerts();
      told.push([code, alert?.text.zh.replace(badge, '')]);
    }
    expect(told[0]).toEqual(['ADMISSION_NOT_CHECKED_IN', expect.stringContaining('签到台')]);
    expect(told[1]).toEqual(told[0]);
  });

  it('then seats are drawn for all', async () => {
    for (const { id, hall } of centre.town.sites) {
      const desk = await centre.desk(id);
      await desk.startSeatDraw(hall);
      await centre.inCeremony(async () =>
        (await desk.view()).halls.every(({ toSeat }) => toSeat === 0) ? true : null,
      );
    }
    for (const person of drawn) slips.set(person.badge, await (await centre.desk(person.site)).slip(person));
    expect(new Set([...slips.values()].map(({ seat }) => seat)).size).toBe(12);
  });
});

describe('with seats drawn', () => {
  it('refuses every combination but the right one, each by its own code, and raises an alert for each', async () => {
    const [me, other] = drawn.filter((person) => person.site === drawn[0]?.site);
    if (!me || !other) throw new Error('too few people');
    const mine = own(me);
    const theirs = own(other);
    const before = (await alerts()).length;
    const foreign = await (await Authority.create('别处的证书机构')).issue({ commonName: me.name, pin: PIN });
    const foreignKey = join(centre.directory, 'foreign.p12');
    writeFileSync(foreignKey, foreign.p12);
    const seat = mine.seat;
    const wrong: [string, Attempt, string][] = [
      ['ADMISSION_SLIP_UNKNOWN', { ...mine, slip: nobodysSlip }, seat],
      ['ADMISSION_SLIP_OF_ANOTHER', { ...mine, slip: theirs.slip }, seat],
      ['ADMISSION_WRONG_SEAT', mine, theirs.seat],
      ['ADMISSION_KEY_OF_ANOTHER', { ...mine, keyFile: other.keyFile }, seat],
      ['ADMISSION_KEY_UNTRUSTED', { ...mine, keyFile: foreignKey }, seat],
      ['ADMISSION_SIGNATURE', { ...mine, boundTo: 'another-booth' }, seat],
      ['ADMISSION_BOOTH', { ...mine, booth: 'another-booth' }, seat],
      ['ADMISSION_CHALLENGE', { ...mine, challenge: 'a'.repeat(64) }, seat],
    ];
    for (const [code, asked, place] of wrong) expect(await attempt(place, asked), code).toBe(code);
    expect((await line(seat)).view?.phase).toBe('open');
    const raised = (await alerts()).slice(0, -before || undefined);
    expect(raised.map(({ code }) => code)).toEqual(wrong.map(() => 'ADMISSION_REFUSED'));
    expect(raised.every(({ text }) => text.zh.includes(me.badge) && text.en.length > 0)).toBe(true);
  });

  it('admits the drawn expert, and nobody after them', async () => {
    const [me, other] = drawn.filter((person) => person.site === drawn[0]?.site);
    if (!me || !other) throw new Error('too few people');
    const mine = own(me);
    expect(await attempt(mine.seat, mine)).toBe(null);
    const at = await line(mine.seat);
    await at.when(() => at.view?.phase === 'session');
    expect(at.view?.session?.name).toBe(me.name);
    expect(at.view?.session?.bidders).toEqual([]);
    expect(await attempt(mine.seat, mine)).toBe('ADMISSION_SEAT_TAKEN');
    expect(await attempt(own(other).seat, own(other))).toBe(null);
  });

  it('an act that comes twice is done once and answered the same', async () => {
    const [me] = drawn;
    if (!me) throw new Error('nobody');
    const at = await line(own(me).seat);
    const vote = { kind: 'chair-vote', alias: '专家甲' } as const;
    const time = new Date().toISOString();
    const { refusal } = await at.act(vote, time);
    const again = await at.actAs(at.lastN, vote, time);
    expect(again.refusal).toEqual(refusal);
    expect(refusal).not.toBe(null);
  });

  it('an expert who has left is not let in again', async () => {
    const [me] = drawn;
    if (!me) throw new Error('nobody');
    const mine = own(me);
    expect((await (await line(mine.seat)).act({ kind: 'leave' })).refusal).toBe(null);
    expect(await attempt(mine.seat, mine)).toBe('ADMISSION_LEFT');
  });

  it('after a restart of the hub the seat is still theirs', async () => {
    const other = drawn.filter((person) => person.site === drawn[0]?.site)[1];
    if (!other) throw new Error('nobody');
    const { seat } = own(other);
    for (const one of lines.values()) one.close();
    lines.clear();
    await centre.restart();
    const at = await line(seat);
    expect(at.view?.phase).toBe('session');
    expect(at.view?.session?.name).toBe(other.name);
    expect(at.lastN).toBeGreaterThan(0);
  });

  it('whose key was revoked is not let in, and the desk is told', async () => {
    const next = drawn.filter((person) => person.site === drawn[0]?.site)[2];
    if (!next) throw new Error('nobody');
    const revoking = await CrlAuthority.of(join(centre.directory, 'revoking'), centre.authority);
    const { certificate = new Uint8Array() } = SoftToken.open(readFileSync(next.keyFile), PIN) ?? {};
    revoking.revoke(certificate, new Date(Date.now() - 60_000));
    for (const one of lines.values()) one.close();
    lines.clear();
    await centre.restart({ KAWEI_CRL: revoking.list() });
    expect(await attempt(own(next).seat, own(next))).toBe('ADMISSION_KEY_REVOKED');
    expect((await alerts())[0]).toMatchObject({
      code: 'ADMISSION_REFUSED',
      site: next.site,
      text: { en: expect.stringContaining('use another valid key'), zh: expect.stringContaining('吊销') },
    });
  });

  it('the desk sees who has come and which seats are held, and no project', async () => {
    const site = drawn[0]?.site ?? '';
    const view = await (await centre.as(`hall-${site.toLowerCase()}`)).get<HallDeskView>('/api/hall');
    const text = JSON.stringify({ ...view, halls: view.halls.map((hall) => ({ ...hall, seatDraw: null })) });
    for (const project of [main, second]) {
      expect(text).not.toContain(project?.id);
      expect(text).not.toContain(project?.title);
    }
    for (const member of (await centre.project(main.id)).members) {
      expect(text).not.toContain(member.pseudonym);
      expect(text).not.toContain(member.ticket);
    }
  });
});
