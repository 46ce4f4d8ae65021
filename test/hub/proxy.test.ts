/** Pages behind a reverse proxy that ends TLS: believed where the hub is told of it, and nobody else. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { trustedProxies } from '#hub/gateway/proxies.ts';
import type { RecordRow } from '#shared/protocol/views.ts';
import { readInput } from '#test/demo/evaluation-input.ts';
import { PASSWORD } from '#test/demo/town.ts';
import { Centre } from '#test/rehearsal/centre.ts';

const { main } = readInput({});
const forwarded = { 'x-forwarded-for': '203.0.113.7', 'x-forwarded-proto': 'https' };

async function signIn({ address }: Centre, headers: Record<string, string>) {
  const response = await fetch(`${address}/api/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ user: 'supervisor', password: PASSWORD }),
  });
  const { headers: answered, status } = response;
  return {
    status,
    cookie: answered.get('set-cookie') ?? '',
    toTls: answered.get('strict-transport-security'),
  };
}

/** From where the latest session was opened. */
async function openedFrom(centre: Centre): Promise<unknown> {
  const audit = await centre.as('auditadmin');
  const rows = await audit.get<RecordRow[]>('/api/record?limit=100');
  return rows.find(({ type, text }) => type === 'session.opened' && text.zh.includes('supervisor'))?.payload;
}

describe.each([
  { proxy: '127.0.0.1', believed: true },
  { proxy: '10.0.0.0/8, 127.0.0.0/8', believed: true },
  { proxy: '10.0.0.1', believed: false },
  { proxy: '', believed: false },
])('KAWEI_PROXY “$proxy”', ({ proxy, believed }) => {
  let centre: Centre;
  beforeAll(async () => {
    centre = await Centre.open([main], { KAWEI_PROXY: proxy });
  });
  afterAll(() => centre?.close());

  it(believed ? 'believes what it says of who asks, and how' : 'believes nobody', async () => {
    const { status, cookie, toTls } = await signIn(centre, forwarded);
    expect(status).toBe(200);
    expect(/; Secure/i.test(cookie)).toBe(believed);
    expect(toTls).toBe(believed ? 'max-age=31536000' : null);
    const address = believed ? '203.0.113.7' : '127.0.0.1';
    expect(await openedFrom(centre)).toMatchObject({ address });
  });

  it('leaves a session without TLS its cookie', async () => {
    const { cookie, toTls } = await signIn(centre, { 'x-forwarded-proto': 'http' });
    expect([/; Secure/i.test(cookie), toTls]).toEqual([false, null]);
  });
});

it.each([
  'proxy.example',
  '10.0.0.0/33',
  '0.0.0.0/0',
  '10.0.0.1,',
  '10.0.0.1;10.0.0.2',
  '::1/129',
  '10.0.0.0/8/8',
])('a wrong setting is refused by its name: %s', (setting) => {
  const refused = expect.objectContaining({ code: 'SETTING_INVALID' });
  expect(() => trustedProxies(setting)).toThrow(refused);
});

it('takes addresses and subnets of both kinds', () => {
  expect(trustedProxies('')).toEqual([]);
  expect(trustedProxies('10.1.0.5, fd00::5,10.2.0.0/16,fd00::/8')).toEqual([
    '10.1.0.5',
    'fd00::5',
    '10.2.0.0/16',
    'fd00::/8',
  ]);
});
