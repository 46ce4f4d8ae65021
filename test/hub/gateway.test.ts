/** The hub's doors: pages and booths. What is not allowed or not well formed is refused and changes nothing. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startHub } from '#hub/hub.ts';
import { readSettings } from '#hub/settings.ts';
import { FRAME_LIMIT } from '#shared/protocol/booth-frames.ts';
import type { RecordRow } from '#shared/protocol/views.ts';
import { readInput } from '#test/demo/evaluation-input.ts';
import { Centre } from '#test/rehearsal/centre.ts';
import { actsFrame, machine, RawBooth } from '#test/rehearsal/raw-booth.ts';

const { main } = readInput({});
let centre: Centre;

beforeAll(async () => {
  centre = await Centre.open([main], { KAWEI_BEAT_MS: '200' });
});
afterAll(() => centre?.close());

async function entries(): Promise<number> {
  const [newest] = await (await centre.as('auditadmin')).get<RecordRow[]>('/api/record?limit=1');
  return newest?.seq ?? 0;
}

async function ask(path: string, init: RequestInit & { user?: string } = {}) {
  const { user, ...request } = init;
  const cookie = user ? await cookieOf(user) : '';
  const response = await fetch(`${centre.address}${path}`, {
    ...request,
    headers: { cookie, ...request.headers },
  });
  const text = await response.text();
  return {
    status: response.status,
    headers: response.headers,
    body: text.startsWith('{') ? JSON.parse(text) : text,
  };
}

const cookies = new Map<string, string>();
async function cookieOf(user: string): Promise<string> {
  const known = cookies.get(user);
  if (known) return known;
  const { password } = centre.account(user);
  const response = await fetch(`${centre.address}/api/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ user, password }),
  });
  const cookie = response.headers.get('set-cookie') ?? '';
  expect(cookie).toMatch(/HttpOnly/i);
  expect(cookie).toMatch(/SameSite=Strict/i);
  cookies.set(user, cookie.split(';')[0] ?? '');
  return cookies.get(user) ?? '';
}

const json = (body: unknown): RequestInit => ({
  method: 'POST',
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(body),
});

it('refuses what stands twice behind an address, as it does what is wrong in a body', async () => {
  expect(await ask('/api/alerts?project=P&project=Q', { user: 'supervisor' })).toMatchObject({
    status: 400,
    body: { code: 'INPUT_INVALID', faults: [{ place: 'project' }] },
  });
});

describe('requests', () => {
  it('refuses another site’s page, a body that is no JSON, and fields that do not fit, each with its place', async () => {
    await cookieOf('agency');
    const before = await entries();
    const cross = await ask('/api/projects', {
      ...json({ project: main }),
      headers: {
        'content-type': 'application/json',
        origin: 'https://evil.example',
        'sec-fetch-site': 'cross-site',
      },
      user: 'agency',
    });
    expect([cross.status, cross.body.code]).toEqual([403, 'CROSS_SITE']);
    const broken = await ask('/api/projects', {
      method: 'POST',
      body: '{',
      headers: { 'content-type': 'application/json' },
      user: 'agency',
    });
    expect([broken.status, broken.body.code]).toEqual([400, 'INPUT_NOT_JSON']);
    const faulty = {
      ...main,
      bidders: main.bidders.map((bidder) => ({ ...bidder, id: 'B1' })),
      items: main.items.map((item, n) => (n === 1 ? { ...item, step: 'half', extra: 1 } : item)),
      title: undefined,
    };
    const shape = await ask('/api/projects', { ...json({ project: faulty }), user: 'agency' });
    expect(shape.status).toBe(400);
    expect(shape.body.faults.map((fault: { place: string }) => fault.place).sort()).toEqual([
      // One of sense among those of form: nobody should have to send it twice.
      ...main.bidders.slice(1).map((_, index) => `bidders[${index + 1}].id`),
      'items[1].extra',
      'items[1].step',
      'title',
    ]);
    for (const { message } of shape.body.faults) {
      expect(message.zh).toMatch(/\p{Script=Han}/u);
      expect(message.en).not.toMatch(/\p{Script=Han}/u);
    }
    const sense = {
      ...main,
      bidders: main.bidders.slice(0, 2),
      items: main.items.map((item) => ({ ...item, id: 'T1' })),
    };
    const all = await ask('/api/projects', { ...json({ project: sense }), user: 'agency' });
    expect(all.body.code).toBe('PROJECT_INVALID');
    expect(all.body.faults.length).toBeGreaterThan(2);
    expect(await entries()).toBe(before);
  });

  it('takes no null character, in a body or an address: not every database could keep it', async () => {
    const user = 'no\u0000body';
    const signIn = await ask('/api/session', json({ user, password: 'x' }));
    expect([signIn.status, signIn.body.faults[0].code]).toEqual([400, 'FIELD_NUL']);
    const { status, body } = await ask('/api/projects/a%00b', { user: 'supervisor' });
    expect([status, body.code]).toEqual([404, 'NOT_FOUND']);
  });

  it('knows who may ask what: a stranger nothing, a role only its own', async () => {
    const { body: api } = await ask('/api/openapi.json');
    const paths = Object.entries(api.paths as Record<string, Record<string, unknown>>);
    expect(paths.length).toBeGreaterThan(25);
    for (const [path, methods] of paths) {
      for (const method of Object.keys(methods)) {
        // What is published after an evaluation is for anybody.
        if (path === '/api/session' || path.startsWith('/api/public/')) continue;
        const init = { ...(method === 'get' ? {} : json({})), method: method.toUpperCase() };
        const { status, body } = await ask(path.replaceAll(/\{\w+\}/g, 'X'), init);
        // The message gateway has no session: it signs what it sends.
        const code = path === '/api/messages/answers' ? 'MESSAGE_UNSIGNED' : 'SIGN_IN_REQUIRED';
        expect([path, method, status, body.code]).toEqual([path, method, 401, code]);
      }
    }
    const forbidden: [string, string][] = [
      ['hall-jz', '/api/projects'],
      ['hall-jz', '/api/users'],
      ['agency', '/api/record'],
      ['agency', '/api/hall'],
      ['sysadmin', '/api/projects'],
      ['secadmin', '/api/record'],
      ['auditadmin', '/api/projects'],
      ['supervisor', '/api/users'],
    ];
    for (const [user, path] of forbidden) {
      const { status, body } = await ask(path, { user });
      expect([user, path, status, body.code]).toEqual([user, path, 403, 'ROLE_FORBIDDEN']);
    }
  });

  it('slows down whoever guesses passwords, and says for how long', async () => {
    const guess = () => ask('/api/session', json({ user: 'discipline', password: 'wrong' }));
    const answers = [];
    for (let n = 0; n < 22; n++) answers.push(await guess());
    expect(answers[0]?.body.code).toBe('SIGN_IN_WRONG');
    const last = answers.at(-1);
    expect([last?.status, last?.body.code]).toEqual([429, 'TOO_MANY_REQUESTS']);
    expect(last?.body.message.zh).toMatch(/\d+ 秒/);
    expect(
      (
        await ask(
          '/api/session',
          json({ user: 'supervisor', password: centre.account('supervisor').password }),
        )
      ).status,
    ).toBe(200);
  });
});

describe('booths', () => {
  const [one, two] = [0, 1];
  const booth = (n: number) => {
    const found = centre.town.booths[n];
    if (!found) throw new Error('no booth');
    return found;
  };

  it('turns away unknown booths and wrong tokens', async () => {
    for (const [id, token] of [
      ['T-NOWHERE', booth(one).token],
      [booth(one).booth, 'x'.repeat(40)],
    ] as const) {
      const line = await RawBooth.connect(centre.address, id);
      line.hello(token);
      expect((await line.got('refused')).refusal.code).toBe('BOOTH_UNKNOWN');
      await line.when(() => line.closed !== null);
    }
  });

  it('closes the line of a malformed or oversized frame, and no other', async () => {
    const good = await RawBooth.greet(centre.address, booth(two).booth, booth(two).token);
    const before = await entries();
    const bad: unknown[] = [
      'not json',
      { type: 'acts', first: 1 },
      { type: 'act', n: 1, at: new Date().toISOString(), act: { kind: 'leave' } },
      actsFrame(7, [{ kind: 'leave' }]),
      { ...actsFrame(1, []) },
      { type: 'hello' },
      'x'.repeat(FRAME_LIMIT + 1),
    ];
    for (const frame of bad) {
      const line = await RawBooth.greet(centre.address, booth(one).booth, booth(one).token);
      line.send(frame);
      await line.when(() => line.closed !== null);
      if (typeof frame !== 'string' || frame.length < 100)
        expect((await line.got('refused')).refusal.code).toBe('FRAME_INVALID');
    }
    const silent = await RawBooth.connect(centre.address, booth(one).booth);
    silent.send({ type: 'beat', at: new Date().toISOString(), pending: 0 });
    expect((await silent.got('refused')).refusal.code).toBe('FRAME_INVALID');
    good.send({ type: 'beat', at: new Date().toISOString(), pending: 3 });
    await good.got('beat');
    expect(good.closed).toBe(null);
    const arrivals = await entries();
    expect(arrivals - before).toBeLessThan(bad.length * 2 + 2);
    good.close();
  });

  it('records the machine once, and alerts when it has changed by more than a network card', async () => {
    const line = await RawBooth.connect(centre.address, booth(2).booth);
    line.hello(booth(2).token);
    await line.got('welcome');
    line.close();
    await line.when(() => line.closed !== null);
    const changed = await RawBooth.connect(centre.address, booth(2).booth);
    const otherCard = machine.map((part) =>
      part.part === 'mac' ? { ...part, value: '00:16:3e:ff:ff:ff' } : part,
    );
    changed.hello(booth(2).token, otherCard);
    await changed.got('welcome');
    // And another board too, while it runs.
    changed.send({
      type: 'machine',
      fingerprint: machine.map((part) => ({ ...part, value: `${part.value}0` })),
    });
    changed.send({ type: 'beat', at: new Date().toISOString(), pending: 0 });
    await changed.got('beat');
    await centre.running.hub.spine.idle();
    const alerts = await (await centre.as('supervisor')).get<{ code: string; text: { zh: string } }[]>(
      '/api/alerts',
    );
    // Others may be in between: booths of earlier tests are found missing in their time.
    const changes = alerts.filter(({ code }) => code === 'FINGERPRINT_CHANGED');
    expect(changes.map(({ text }) => text.zh)).toEqual([
      expect.stringContaining('serial BOARD-1 → BOARD-10 (15) = 30'),
    ]);
    changed.close();
  });

  it('says so when a booth falls silent without a goodbye, and not after one', async () => {
    const line = await RawBooth.greet(centre.address, booth(3).booth, booth(3).token);
    const polite = await RawBooth.greet(centre.address, booth(4).booth, booth(4).token);
    polite.send({ type: 'goodbye', at: new Date().toISOString() });
    const codes = async () =>
      (await (await centre.as('supervisor')).get<{ code: string; booth: string }[]>('/api/alerts'))
        .filter(({ code }) => code === 'BOOTH_MISSING')
        .map(({ booth: id }) => id);
    await expect.poll(codes).toContain(booth(3).booth);
    expect(await codes()).not.toContain(booth(4).booth);
    await line.when(() => line.closed !== null);
    polite.close();
  });
});

describe('a hub that cannot start', () => {
  it('refuses a port that is taken, a trust file that is none, and a setting out of range, by name', async () => {
    const start = (more: Record<string, string>) =>
      startHub(readSettings({ KAWEI_DATA: `${centre.directory}/other`, ...more }));
    await expect(start({ KAWEI_PORT: new URL(centre.address).port })).rejects.toMatchObject({
      code: 'ADDRESS_UNUSABLE',
    });
    await expect(start({ KAWEI_PORT: '0', KAWEI_TRUST: '/nowhere.pem' })).rejects.toMatchObject({
      code: 'FILE_UNREADABLE',
    });
    expect(() => readSettings({ KAWEI_PORT: 'http' })).toThrowError(
      expect.objectContaining({ code: 'SETTING_INVALID' }),
    );
  });
});
