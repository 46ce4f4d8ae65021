/** Who guesses passwords: slowed down by user and by address, told once, and in nobody else's way. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { RecordRow } from '#shared/protocol/views.ts';
import { readInput } from '#test/demo/evaluation-input.ts';
import { PASSWORD } from '#test/demo/town.ts';
import { alertsOf, entriesOf, expectSound } from '#test/rehearsal/at-the-door.ts';
import { Centre } from '#test/rehearsal/centre.ts';

const { main } = readInput({});
let centre: Centre;

beforeAll(async () => {
  // So that a test can come from addresses of its own.
  centre = await Centre.open([main], { KAWEI_PROXY: '127.0.0.1' });
});
afterAll(async () => {
  await expectSound(centre);
  await centre?.close();
});

async function post(path: string, from: string, body: object, cookie = '') {
  const headers = { 'content-type': 'application/json', 'x-forwarded-for': from, cookie };
  const init = { method: 'POST', headers, body: JSON.stringify(body) };
  const response = await fetch(`${centre.address}${path}`, init);
  const text = await response.text();
  const code = text === '' ? '' : ((JSON.parse(text) as { code?: string }).code ?? '');
  return { status: response.status, code, cookie: response.headers.get('set-cookie')?.split(';')[0] ?? '' };
}

const signIn = (from: string, user: string, password: string) =>
  post('/api/session', from, { user, password });

async function codesOf(times: number, ask: (n: number) => Promise<{ code: string }>): Promise<string[]> {
  const codes: string[] = [];
  for (let n = 0; n < times; n++) codes.push((await ask(n)).code);
  return codes;
}

const counted = (codes: readonly string[]) =>
  Object.fromEntries([...new Set(codes)].map((code) => [code, codes.filter((one) => one === code).length]));

async function recorded(from: string): Promise<string[]> {
  const rows = await (await centre.as('auditadmin')).get<RecordRow[]>('/api/record?limit=100');
  return rows
    .filter(({ type, payload }) => /^sign-in\./.test(type) && JSON.stringify(payload).includes(`"${from}"`))
    .map(({ type }) => type);
}

const alertsFrom = async (code: string, from: string) =>
  (await alertsOf(centre, code)).filter(({ text }) => text.zh.includes(from));

it('tries many users from one address: 80 a minute, known or not, and others come in meanwhile', async () => {
  const from = '10.9.0.1';
  const known = ['agency', 'supervisor', 'discipline', 'sysadmin'];
  await centre.as('auditadmin');
  const before = await entriesOf(centre);
  const codes = await codesOf(90, (n) => signIn(from, known[n % 8] ?? `nobody-${n % 8}`, 'wrong'));
  expect(counted(codes)).toEqual({ SIGN_IN_WRONG: 80, TOO_MANY_REQUESTS: 10 });
  expect((await signIn(from, 'agency', PASSWORD)).status).toBe(429);
  expect((await signIn('10.9.0.2', 'agency', PASSWORD)).status).toBe(200);
  expect(counted(await recorded(from))).toEqual({ 'sign-in.refused': 5, 'sign-in.guessing': 3 });
  const [first, ...others] = await alertsFrom('SIGN_IN_REFUSED', from);
  expect([first?.severity, others]).toEqual(['info', []]);
  const [guessing, ...more] = await alertsFrom('SIGN_IN_GUESSING', from);
  expect([guessing?.severity, more]).toEqual(['warning', []]);
  expect(guessing?.text.zh).toContain('20 次');
  // Eight refusals, two alerts, and the one who came in.
  expect((await entriesOf(centre)) - before).toBeLessThan(20);
});

it('tries the password in an open session: the same limit, the same record', async () => {
  const from = '10.9.0.3';
  const { cookie } = await signIn('10.9.0.4', 'discipline', PASSWORD);
  const wrong = { current: 'wrong-password', next: 'another-password-2026' };
  const codes = await codesOf(25, () => post('/api/session/password', from, wrong, cookie));
  expect(counted(codes)).toEqual({ SIGN_IN_WRONG: 20, TOO_MANY_REQUESTS: 5 });
  expect(counted(await recorded(from))).toEqual({ 'sign-in.refused': 5, 'sign-in.guessing': 1 });
  expect(await alertsFrom('SIGN_IN_REFUSED', from)).toHaveLength(1);
  expect(await alertsFrom('SIGN_IN_GUESSING', from)).toHaveLength(1);
  // For signing in it is used up too, from there.
  expect((await signIn(from, 'discipline', PASSWORD)).status).toBe(429);
});

it('is in nobody’s way: forty desks behind one address sign in at once, each after a mistake', async () => {
  const from = '10.9.0.5';
  const known = ['agency', 'supervisor', 'discipline'];
  const desks = Array.from({ length: 40 }, (_, n) => n);
  const mistaken = await Promise.all(desks.map((n) => signIn(from, `hall-${n}`, PASSWORD)));
  const then = await Promise.all(desks.map((n) => signIn(from, known[n % 3] ?? '', PASSWORD)));
  expect(counted([...mistaken, ...then].map(({ status }) => String(status)))).toEqual({
    '200': 40,
    '401': 40,
  });
});
