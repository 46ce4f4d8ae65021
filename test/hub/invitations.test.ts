/** Invitations through a gateway on the network: delivered once each, answered by code, passed on when time is over. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { membersOf } from '#hub/panels/reads.ts';
import type { ExpertView } from '#shared/protocol/pool-views.ts';
import type { AlertView, ProjectView, RecordRow } from '#shared/protocol/views.ts';
import { until } from '#test/demo/staff.ts';
import { codeOf, expectSound, projectAt } from '#test/rehearsal/at-the-door.ts';
import { Centre } from '#test/rehearsal/centre.ts';
import { MessageGateway } from '#test/simulators/message-gateway/gateway.ts';

const both = ['S1', 'S2'];
const P = projectAt('P', both);
// Only for room: there are as many experts as projects need.
const more = ['Q', 'R', 'S'].map((id) => projectAt(id, both));
const gateway = new MessageGateway();
let centre: Centre;
/** How far the hub's clock is ahead of ours, in milliseconds. */
let ahead = 0;

beforeAll(async () => {
  gateway.failing = 2;
  centre = await Centre.open(
    [P, ...more],
    {
      KAWEI_INVITATIONS: '',
      KAWEI_MESSAGES_URL: await gateway.start(),
      KAWEI_MESSAGES_KEY: gateway.key,
      KAWEI_ANSWER_MINUTES: '30',
    },
    () => new Date(Date.now() + ahead),
  );
  await centre.enterAndFreeze(P);
  const body = { excluded: [], day: '2099-11-23', time: '08:30' };
  await (await centre.as('agency')).send('POST', '/api/projects/P/panel', body);
  await centre.inCeremony(async () => ((await centre.project('P')).members.length > 0 ? true : null));
});
afterAll(async () => {
  await expectSound(centre);
  await centre.close();
  await gateway.close();
});

const invited = (count: number) =>
  until('messages', async () => (gateway.messages.size >= count ? [...gateway.messages.values()] : null));
const messageFor = (expert: string) => {
  const message = [...gateway.messages.values()].find((one) => one.expert === expert);
  if (!message) throw new Error(`${expert} has no message`);
  return message;
};
const current = async () =>
  (await membersOf(centre.running.hub.store, 'P')).filter(({ state }) => state === 'current');
const reply = (expert: string, code: string, answer: 'accepted' | 'declined', how = {}) =>
  gateway.reply(centre.address, expert, code, answer, { now: Date.now() + ahead, ...how });
const wrong = (code: string) => (code === '000000' ? '000001' : '000000');
const desk = async (site: string) => (await centre.desk(site)).staff;
const badgeOf = (id: string) => centre.people.find((person) => person.id === id)?.badge ?? '';

describe('a message', () => {
  it('reaches the gateway under its signature and one id, however often it had to be sent', async () => {
    const messages = await invited(5);
    expect(new Set(messages.map(({ expert }) => expert))).toEqual(
      new Set((await current()).map(({ realId }) => realId)),
    );
    expect(gateway.received.every(({ signed }) => signed)).toBe(true);
    expect(gateway.received.length).toBe(7);
    for (const { code, text } of messages) expect(text.zh).toContain(`${code} 1`);
  });

  it('says when and where to come, and nothing of the project or of anybody else', async () => {
    for (const { body } of gateway.received) {
      const { expert, text } = JSON.parse(body) as { expert: string; text: { zh: string; en: string } };
      expect(text.zh).toMatch(/2099年11月23日08:30.*30 分钟内/);
      expect(text.en).toContain('23 November 2099 at 08:30');
      for (const { id, name } of centre.people) if (id !== expert) expect(body).not.toContain(name);
      for (const said of [P.title, ...P.bidders.map(({ name }) => name)]) expect(body).not.toContain(said);
      expect(body).not.toContain('"P"');
    }
  });
});

describe('an answer', () => {
  it('needs the signature of the gateway, about now', async () => {
    const [first] = await current();
    const { code } = messageFor(first?.realId ?? '');
    const declined = (how: object) => reply(first?.realId ?? '', code, 'declined', how);
    expect(await declined({ key: 'another key' })).toBe('MESSAGE_UNSIGNED');
    expect(await declined({ now: Date.now() - 301_000 })).toBe('MESSAGE_UNSIGNED');
    expect(await current()).toContainEqual(first);
  });

  it('with a wrong code is refused in the same words whether or not one is invited', async () => {
    const [first] = await current();
    const { realId = '', site = '' } = first ?? {};
    const { code } = messageFor(realId);
    const nobody = centre.people.find(
      ({ id }) => ![...gateway.messages.values()].some((one) => one.expert === id),
    );
    expect(await reply(realId, wrong(code), 'accepted')).toBe('INVITATION_CODE');
    expect(await reply(nobody?.id ?? '', code, 'accepted')).toBe('INVITATION_CODE');
    const other = both.find((one) => one !== site) ?? '';
    const told = { badge: badgeOf(realId), code, answer: 'accepted' };
    expect(await codeOf((await desk(other)).send('POST', '/api/hall/answers', told))).toBe(
      'INVITATION_CODE_TOLD',
    );
    expect(await codeOf((await desk(site)).send('POST', '/api/hall/answers', told))).toBe('done');
    expect(await codeOf((await desk(site)).send('POST', '/api/hall/answers', told))).toBe('done');
  });

  it('with a wrong code is one entry that looks the same whoever was meant; a desk that tries out badges is alerted', async () => {
    const [first] = await current();
    const { realId = '', site = '' } = first ?? {};
    const others = centre.people.filter(({ id }) => id !== realId).map(({ badge }) => badge);
    const wrongFor = async (badge: string) => {
      const body = { badge, code: wrong(messageFor(realId).code), answer: 'accepted' };
      const asked = (await desk(site)).send('POST', '/api/hall/answers', body);
      expect(await codeOf(asked)).toBe('INVITATION_CODE_TOLD');
    };
    const publicRows = () =>
      centre.running.hub.store.selectFrom('ledger').select(['type', 'subject']).orderBy('seq').execute();
    for (const badge of [badgeOf(realId), 'NOBODY-1']) {
      await desk(site); // signing in is an entry too
      const before = (await publicRows()).length;
      await wrongFor(badge);
      expect((await publicRows()).slice(before)).toEqual([
        { type: 'invitation.code-wrong', subject: `site/${site}` },
      ]);
    }
    for (const gatewayFor of [realId, 'NOBODY']) {
      const before = (await publicRows()).length;
      expect(await reply(gatewayFor, wrong(messageFor(realId).code), 'accepted')).toBe('INVITATION_CODE');
      expect((await publicRows()).slice(before)).toEqual([
        { type: 'invitation.code-wrong', subject: 'message-gateway' },
      ]);
    }
    const raised = async (user: string) =>
      (await (await centre.as(user)).get<AlertView[]>('/api/alerts')).filter(
        ({ code }) => code === 'WRONG_CODES_AT_DESK',
      );
    for (const badge of [...others.slice(0, 2), badgeOf(realId)]) await wrongFor(badge);
    expect(await raised('supervisor')).toEqual([]);
    await wrongFor(others[2] ?? '');
    await wrongFor(others[2] ?? '');
    const [alert, ...more] = await raised('supervisor');
    expect(more).toEqual([]);
    expect(alert).toMatchObject({ site, project: null, text: { zh: expect.stringContaining('5 个') } });
    // It is about the desk, which neither sees nor clears it.
    expect((await (await desk(site)).get<AlertView[]>('/api/alerts')).map(({ id }) => id)).not.toContain(
      alert?.id,
    );
    const decided = { decision: 'noted', note: '已知悉' };
    const clear = (await desk(site)).send('POST', `/api/alerts/${alert?.id}/decide`, decided);
    expect(await codeOf(clear)).toBe('ALERT_UNKNOWN');
  });

  it('that declines calls the next in the drawn order, who is invited in turn', async () => {
    const [, second] = await current();
    const { realId = '' } = second ?? {};
    expect(await reply(realId, messageFor(realId).code, 'declined')).toBe('done');
    await invited(6);
    expect((await current()).map((one) => one.realId)).not.toContain(realId);
    expect(await current()).toHaveLength(5);
    expect(await reply(realId, messageFor(realId).code, 'accepted')).toBe('INVITATION_OVER');
    const row = (await centre.project('P')).members.find(({ pseudonym }) => pseudonym === second?.expert);
    expect(row).toMatchObject({ state: 'replaced', replacedBecause: 'declined', name: null });
  });

  it('that does not come in time calls the next, too; who has answered stays', async () => {
    const [late, ...others] = await current();
    const silent = late?.realId === undefined ? '' : late.realId;
    const answered = others.map(({ realId }) => realId);
    for (const id of answered) expect(await reply(id, messageFor(id).code, 'accepted')).toBe('done');
    // The first had told the desk; somebody else has to keep silent.
    expect(await reply(silent, messageFor(silent).code, 'declined')).toBe('done');
    await invited(7);
    const before = (await current()).find(({ realId }) => !answered.includes(realId));
    await until('the hand-over', async () => {
      const [row] = await centre.running.hub.store
        .selectFrom('invitations')
        .select('due_at')
        .where('real_id', '=', before?.realId ?? '')
        .execute();
      return row?.due_at ?? null;
    });
    ahead = 31 * 60_000;
    await invited(8);
    const now = (await current()).map(({ realId }) => realId);
    expect(now).not.toContain(before?.realId);
    expect(now.filter((id) => answered.includes(id))).toHaveLength(4);
  });

  it('is worth nothing after five wrong codes', async () => {
    const message = [...gateway.messages.values()].at(-1);
    const { expert = '', code = '' } = message ?? {};
    for (let n = 0; n < 5; n++) expect(await reply(expert, wrong(code), 'declined')).toBe('INVITATION_CODE');
    expect(await reply(expert, code, 'declined')).toBe('INVITATION_CODE');
    expect((await current()).map(({ realId }) => realId)).toContain(expert);
  });
});

describe('before check-in is complete', () => {
  it('no member of the staff reads who was drawn, or who has answered what', async () => {
    const drawn = (await membersOf(centre.running.hub.store, 'P')).map(({ realId }) => realId);
    const people = centre.people.filter(({ id }) => drawn.includes(id));
    expect(people.length).toBeGreaterThan(6);
    const admin = await centre.as('sysadmin');
    for (const { id } of people) {
      const { calls } = await admin.get<ExpertView>(`/api/experts/${id}`);
      expect(Object.values(calls)).toEqual([0, 0, 0, 0, 0]);
    }
    const told = [
      JSON.stringify(await (await centre.as('agency')).get<ProjectView>('/api/projects/P')),
      JSON.stringify(await centre.project('P')),
      JSON.stringify(await (await centre.as('supervisor')).get('/api/projects/P/exclusions')),
      JSON.stringify(await (await centre.as('auditadmin')).get<RecordRow[]>('/api/record?limit=500')),
      JSON.stringify(await (await centre.desk('S1')).view()),
    ].join();
    for (const { id, name, idNumber, badge } of people)
      for (const secret of [`"${id}"`, name, idNumber, badge]) expect(told).not.toContain(secret);
    for (const { code } of gateway.messages.values()) expect(told).not.toContain(`"${code}"`);
  });
});
