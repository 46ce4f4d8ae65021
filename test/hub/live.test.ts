/** Live lines: each role hears that something of its own has changed, after the commit, and never what. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { raiseAlert } from '#hub/alerts/decide.ts';
import { hubActor, type Planned, plan } from '#hub/ledger/command.ts';
import type { AlertView, ProjectRow, Topic } from '#shared/protocol/views.ts';
import { Staff } from '#test/demo/staff.ts';
import { PASSWORD } from '#test/demo/town.ts';
import { codeOf, projectAt } from '#test/rehearsal/at-the-door.ts';
import { Centre } from '#test/rehearsal/centre.ts';

const P = projectAt('P', ['S1', 'S2']);
/** More than the 100 ms in which changes are gathered, with room for a busy machine. */
const QUIET = 400;

/** All that a role may ever hear of. */
const allowed: Readonly<Record<string, readonly Topic[]>> = {
  'hall-s1': ['hall', 'draws', 'alerts'],
  'hall-s2': ['hall', 'draws', 'alerts'],
  agency: ['projects', 'draws'],
  supervisor: ['projects', 'draws', 'alerts', 'venues'],
  discipline: ['projects', 'draws', 'alerts', 'venues'],
  sysadmin: ['venues', 'experts'],
  secadmin: ['users'],
  auditadmin: ['record', 'users', 'venues'],
};
const everybody = Object.keys(allowed);

/** One open line and what it has said. */
class Listener {
  readonly messages: { topics: Topic[] }[] = [];
  readonly ended: Promise<void>;
  readonly #gone = new AbortController();
  readonly #response: Promise<Response>;
  type = '';
  #text = '';

  constructor(staff: Staff) {
    this.#response = staff.stream('/api/live', this.#gone.signal);
    this.ended = this.#read().catch(() => {});
  }

  /** Until the hub listens for it. */
  async open(): Promise<this> {
    const response = await this.#response;
    this.type = `${response.headers.get('content-type')} ${response.headers.get('cache-control')}`;
    await expect.poll(() => this.#text, { interval: 5 }).toContain(': open');
    return this;
  }

  /** Everything, as it came. */
  get said(): string {
    return this.#text;
  }

  get heard(): Set<Topic> {
    return new Set(this.messages.flatMap(({ topics }) => topics));
  }

  forget(): void {
    this.messages.length = 0;
  }

  close(): void {
    this.#gone.abort();
  }

  async #read(): Promise<void> {
    const { body } = await this.#response;
    const decoder = new TextDecoder();
    if (!body) return;
    let rest = '';
    for await (const bytes of body) {
      const text = decoder.decode(bytes, { stream: true });
      this.#text += text;
      const parts = (rest + text).split('\n\n');
      rest = parts.pop() ?? '';
      for (const part of parts) {
        const data = /^event: changed\ndata: (.*)$/.exec(part)?.[1];
        if (data) this.messages.push(JSON.parse(data) as { topics: Topic[] });
      }
    }
  }
}

let centre: Centre;
const lines = new Map<string, Listener>();

beforeAll(async () => {
  centre = await Centre.open([P]);
  for (const user of everybody) await centre.as(user);
  for (const { id } of centre.town.sites) await centre.desk(id);
});
afterAll(() => centre?.close());

beforeEach(async () => {
  for (const user of everybody) lines.set(user, new Listener(await centre.as(user)));
  await Promise.all([...lines.values()].map((line) => line.open()));
  await quiet();
  for (const line of lines.values()) line.forget();
});
afterEach(() => {
  for (const line of lines.values()) line.close();
});

const quiet = () => new Promise((resolve) => setTimeout(resolve, QUIET));
const at = (user: string): Listener => {
  const line = lines.get(user);
  if (!line) throw new Error(user);
  return line;
};

/** Who has heard what; only those who heard anything. */
function heard(): Record<string, Topic[]> {
  const all = everybody.map((user): [string, Topic[]] => [user, [...at(user).heard].sort()]);
  return Object.fromEntries(all.filter(([, topics]) => topics.length > 0));
}

/** That all hear this, and when it is quiet again have heard nothing else; then they forget it. */
async function expectHeard(topics: Record<string, Topic[]>): Promise<void> {
  await expect.poll(heard).toEqual(topics);
  await quiet();
  expect(heard()).toEqual(topics);
  for (const line of lines.values()) line.forget();
}

describe('a live line', () => {
  it('is for who is signed in, and is nothing a proxy keeps', async () => {
    expect((await fetch(`${centre.address}/api/live`)).status).toBe(401);
    expect(at('agency').type).toBe('text/event-stream no-store');
  });

  it('tells each role of its own topics alone, and of nothing but their names', async () => {
    const secadmin = await centre.as('secadmin');
    const user = { user: 'newcomer', name: '新用户', role: 'agency', password: PASSWORD };
    await secadmin.send('POST', '/api/users', user);
    await expectHeard({ secadmin: ['users'], auditadmin: ['record', 'users'] });

    await (await centre.as('sysadmin')).send('POST', '/api/sites', {
      id: 'S9',
      name: '新场',
      city: '江州市',
    });
    await expectHeard({
      sysadmin: ['venues'],
      supervisor: ['venues'],
      discipline: ['venues'],
      auditadmin: ['record', 'venues'],
    });

    await centre.enterAndFreeze(P);
    const projects: Topic[] = ['projects'];
    await expectHeard({
      agency: projects,
      supervisor: projects,
      discipline: projects,
      auditadmin: ['record'],
    });
    expect(at('agency').said).toMatch(
      /^(: open\n\n|event: changed\ndata: \{"topics":\[("\w+",?)+\]\}\n\n)+$/,
    );
  });

  it('of a hall never hears of projects, through a whole draw, invitations and check-ins', async () => {
    await centre.drawPanel(P);
    const invited = await centre.invited(5);
    for (const person of invited) await (await centre.desk(person.site)).checkIn(person);
    const expected = {
      'hall-s1': ['draws', 'hall'],
      'hall-s2': ['draws', 'hall'],
      agency: ['draws', 'projects'],
    };
    await expect.poll(heard).toMatchObject(expected);
    await quiet();
    const topics = heard();
    expect(topics).toMatchObject(expected);
    for (const [user, told] of Object.entries(topics))
      expect([user, told.filter((topic) => !allowed[user]?.includes(topic))]).toEqual([user, []]);
    expect(topics.sysadmin).toBe(undefined);
    expect(topics.secadmin).toBe(undefined);
  });

  it('tells of an attempt that is refused on record, and says nothing of what changes nothing', async () => {
    const wrong = { user: 'agency', password: 'wrong-password' };
    expect(await codeOf((await centre.as('agency')).copy().send('POST', '/api/session', wrong))).toBe(
      'SIGN_IN_WRONG',
    );
    const expected = { supervisor: ['alerts', 'projects'], secadmin: ['users'] };
    await expect.poll(heard).toMatchObject(expected);
    await quiet();
    for (const line of lines.values()) line.forget();
    const twice = { user: 'newcomer', name: '又来', role: 'agency', password: PASSWORD };
    expect(await codeOf((await centre.as('secadmin')).send('POST', '/api/users', twice))).toBe('USER_EXISTS');
    const nowhere = { scan: '0'.repeat(64), badge: 'NOBODY-1', idNumber: '320102196001010009' };
    const hall = await centre.as('hall-s1');
    expect(await codeOf(hall.send('POST', '/api/hall/check-in', nowhere))).toBe('CHECK_IN_BADGE');
    await expectHeard({});
  });

  it('says nothing before the commit, and what it tells of can then be read', async () => {
    let release = () => {};
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    const subject = 'project/SLOW';
    const document = { ...P, id: 'SLOW' };
    const slow: Planned<null> = {
      name: 'slow',
      run: async () => {
        await held;
        const payload = { project: 'SLOW', title: document.title, document };
        return { events: [{ type: 'project.entered', subject, payload }], answer: null };
      },
    };
    const done = centre.running.hub.spine.do(slow, hubActor);
    await expectHeard({});
    release();
    await done;
    await expect.poll(() => at('supervisor').heard.has('projects'), { interval: 5 }).toBe(true);
    const rows = await (await centre.as('supervisor')).get<ProjectRow[]>('/api/projects');
    expect(rows.map(({ id }) => id)).toContain('SLOW');
  });

  it('tells many changes together', async () => {
    const sysadmin = await centre.as('sysadmin');
    const sites = Array.from({ length: 40 }, (_, n) => ({ id: `M${n}`, name: '场所', city: '江州市' }));
    await Promise.all(sites.map((site) => sysadmin.send('POST', '/api/sites', site)));
    await expect.poll(heard).toMatchObject({ supervisor: ['venues'] });
    await quiet();
    expect(at('supervisor').messages.length).toBeLessThan(20);
  });
});

describe('a live line of a limited charge', () => {
  it('hears of what is in it alone, and ends when it is changed', async () => {
    const secadmin = await centre.as('secadmin');
    const user = {
      user: 'limited',
      name: '属地监督',
      role: 'supervisor',
      password: PASSWORD,
      charge: ['S1'],
    };
    await secadmin.send('POST', '/api/users', user);
    const account = { user: 'limited', name: 'limited', role: 'supervisor', password: PASSWORD } as const;
    const staff = await Staff.signIn(centre.address, account);
    const line = await new Listener(staff).open();
    const agency = await centre.as('agency');
    for (const [id, site, topics] of [
      ['ELSEWHERE', 'S2', []],
      ['HERE', 'S1', ['projects']],
    ] as const) {
      at('supervisor').forget();
      await agency.send('POST', '/api/projects', { project: projectAt(id, [site]) });
      await expect.poll(() => [...at('supervisor').heard]).toEqual(['projects']);
      await quiet();
      expect([id, [...line.heard]]).toEqual([id, topics]);
    }
    expect((await staff.get<ProjectRow[]>('/api/projects')).map(({ id }) => id)).not.toContain('ELSEWHERE');
    const raised = { code: 'ABNORMAL_MARKS', values: { count: 1 } } as const;
    for (const site of ['S2', 'S1'])
      await centre.running.hub.spine.do(plan(raiseAlert, { ...raised, site }), hubActor);
    await expect.poll(() => line.heard.has('alerts')).toBe(true);
    const alerts = await staff.get<AlertView[]>('/api/alerts');
    expect(alerts.map(({ site }) => site)).toEqual(['S1']);
    line.forget();
    const supervisor = await centre.as('supervisor');
    const decide = (id = '') =>
      supervisor.send('POST', `/api/alerts/${id}/decide`, { decision: 'noted', note: '已阅' });
    await decide(alerts[0]?.id);
    await expect.poll(() => line.heard.has('alerts')).toBe(true);
    await secadmin.send('POST', '/api/users/limited/charge', { charge: ['S2'] });
    await line.ended;
    const again = await new Listener(staff).open();
    await agency.send('POST', '/api/projects', { project: projectAt('THERE', ['S2']) });
    await expect.poll(() => [...again.heard]).toEqual(['projects']);
    again.close();
  });
});

describe('live lines of one session', () => {
  it('are at most twenty at a time; one that is closed makes room', async () => {
    const account = { user: 'agency', name: '', role: 'agency', password: PASSWORD } as const;
    const [staff, another] = [
      await Staff.signIn(centre.address, account),
      await Staff.signIn(centre.address, account),
    ];
    const open = await Promise.all(Array.from({ length: 20 }, () => new Listener(staff).open()));
    const one = await staff.look('/api/live');
    expect([one.status, one.text]).toEqual([429, expect.stringContaining('TOO_MANY_REQUESTS')]);
    const others = await new Listener(another).open();
    open.pop()?.close();
    await expect.poll(async () => (await new Listener(staff).open().catch(() => null)) !== null).toBe(true);
    for (const line of [...open, others]) line.close();
  });
});

describe('a live line that was lost', () => {
  it('is opened again and hears what comes then; the others have missed nothing', async () => {
    at('discipline').close();
    await at('discipline').ended;
    const sysadmin = await centre.as('sysadmin');
    await sysadmin.send('POST', '/api/sites', { id: 'L1', name: '场所', city: '江州市' });
    await expect.poll(heard).toMatchObject({ supervisor: ['venues'] });
    const again = await new Listener(await centre.as('discipline')).open();
    await quiet();
    expect([...again.heard]).toEqual([]);
    await sysadmin.send('POST', '/api/sites', { id: 'L2', name: '场所', city: '江州市' });
    await expect.poll(() => [...again.heard]).toEqual(['venues']);
    again.close();
  });

  it('ends with the hub, and with the same session goes on at the next', async () => {
    await centre.restart();
    await Promise.all([...lines.values()].map((line) => line.ended));
    const again = await new Listener(await centre.as('auditadmin')).open();
    await (await centre.as('sysadmin')).send('POST', '/api/sites', {
      id: 'L3',
      name: '场所',
      city: '江州市',
    });
    await expect.poll(() => [...again.heard].sort()).toEqual(['record', 'venues']);
    again.close();
  });

  it('ends when one signs out, and is refused from then on', async () => {
    const own = (await centre.as('discipline')).copy();
    const account = centre.account('discipline');
    await own.send('POST', '/api/session', { user: account.user, password: account.password });
    const line = await new Listener(own).open();
    const kept = own.copy();
    await own.send('DELETE', '/api/session');
    await line.ended;
    expect((await kept.look('/api/live')).status).toBe(401);
    await quiet();
    // Nobody else's line is gone for it.
    at('discipline').forget();
    await (await centre.as('sysadmin')).send('POST', '/api/sites', {
      id: 'L4',
      name: '场所',
      city: '江州市',
    });
    await expect.poll(() => [...at('discipline').heard]).toEqual(['venues']);
  });
});
