/** Users, their sessions and the record at the hub's doors. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RecordRow, SessionView, UserRow } from '#shared/protocol/views.ts';
import { readInput } from '#test/demo/evaluation-input.ts';
import { type Account, Refused, Staff } from '#test/demo/staff.ts';
import { PASSWORD } from '#test/demo/town.ts';
import { codeOf, entriesOf, expectSound } from '#test/rehearsal/at-the-door.ts';
import { Centre } from '#test/rehearsal/centre.ts';

const { main } = readInput({});
const OTHER_PASSWORD = 'another-password-2026';
let centre: Centre;

beforeAll(async () => {
  centre = await Centre.open([main]);
});
afterAll(async () => {
  await expectSound(centre);
  await centre?.close();
});

async function create(user: string, role: string, more: object = {}, by = 'secadmin'): Promise<string> {
  const body = { user, name: `用户 ${user}`, role, password: PASSWORD, ...more };
  return codeOf((await centre.as(by)).send('POST', '/api/users', body));
}

async function disable(user: string, by = 'secadmin'): Promise<string> {
  return codeOf((await centre.as(by)).send('POST', `/api/users/${user}/disable`, { reason: '离职' }));
}

/** A session of one's own, not the one the other tests use. */
function signIn(user: string, password = PASSWORD): Promise<Staff> {
  const account: Account = { user, name: user, role: 'supervisor', password };
  return Staff.signIn(centre.address, account);
}

async function whoIs(staff: Staff): Promise<SessionView | null> {
  return (await staff.get<{ session: SessionView | null }>('/api/session')).session;
}

async function record(limit = 500): Promise<RecordRow[]> {
  return (await centre.as('auditadmin')).get<RecordRow[]>(`/api/record?limit=${limit}`);
}

describe('users', () => {
  const roles = ['agency', 'supervisor', 'discipline', 'system-admin', 'security-admin', 'audit-admin'];

  it('of every role are made by the security administrator, and are who they are', async () => {
    for (const role of roles) expect(await create(`new-${role}`, role)).toBe('done');
    expect(await create('new-hall', 'hall', { site: 'JZ' })).toBe('done');
    for (const role of [...roles, 'hall']) {
      const session = await whoIs(await signIn(`new-${role}`));
      const site = role === 'hall' ? 'JZ' : null;
      expect(session).toEqual({ user: `new-${role}`, name: `用户 new-${role}`, role, site, charge: null });
    }
    const rows = await (await centre.as('secadmin')).get<UserRow[]>('/api/users');
    expect(rows.find(({ user }) => user === 'new-hall')).toMatchObject({ role: 'hall', disabled: false });
    expect(rows.find(({ user }) => user === 'new-hall')?.lastSignInAt).not.toBe(null);
    expect(JSON.stringify(rows)).not.toContain('scrypt');
  });

  it('that are not right are refused, each by its own code, and nothing is recorded', async () => {
    await Promise.all(['secadmin', 'sysadmin', 'auditadmin', 'agency'].map((user) => centre.as(user)));
    const before = await entriesOf(centre);
    expect(await create('new-agency', 'agency')).toBe('USER_EXISTS');
    expect(await create('hall-nowhere', 'hall')).toBe('USER_SITE');
    expect(await create('agency-somewhere', 'agency', { site: 'JZ' })).toBe('USER_SITE');
    expect(await create('hall-moon', 'hall', { site: 'MOON' })).toBe('SITE_UNKNOWN');
    for (const [more, place] of [
      [{ password: 'short' }, 'password'],
      [{ user: 'Has Space' }, 'user'],
      [{ role: 'king' }, 'role'],
      [{ admin: true }, 'admin'],
    ] as const) {
      const body = { user: 'fine', name: '名', role: 'agency', password: PASSWORD, ...more };
      const refused = await (await centre.as('secadmin'))
        .send('POST', '/api/users', body)
        .catch((e: Refused) => e);
      if (!(refused instanceof Refused)) throw new Error(`taken: ${place}`);
      expect(refused.refusal.code).toBe('INPUT_INVALID');
      expect(refused.refusal.faults.map((fault) => fault.place)).toContain(place);
    }
    for (const by of ['sysadmin', 'auditadmin', 'agency']) {
      expect(await create('by-another', 'agency', {}, by)).toBe('ROLE_FORBIDDEN');
      expect(await disable('new-agency', by)).toBe('ROLE_FORBIDDEN');
    }
    expect(await disable('nobody')).toBe('USER_UNKNOWN');
    expect(await entriesOf(centre)).toBe(before);
  });

  it('asked for twice at the same moment are made once', async () => {
    const outcome = await Promise.all([create('twin', 'agency'), create('twin', 'supervisor')]);
    expect(outcome.sort()).toEqual(['USER_EXISTS', 'done']);
  });

  it('leave one administrator of each kind: neither the last nor oneself can be disabled', async () => {
    expect(await disable('secadmin')).toBe('USER_SELF');
    for (const role of ['system', 'audit']) {
      const user = role === 'system' ? 'sysadmin' : 'auditadmin';
      expect(await disable(`new-${role}-admin`)).toBe('done');
      expect(await disable(user)).toBe('USER_LAST_ADMIN');
    }
    expect(await create('sysadmin2', 'system-admin')).toBe('done');
    const both = await Promise.all([disable('sysadmin'), disable('sysadmin2')]);
    expect(both.sort()).toEqual(['USER_LAST_ADMIN', 'done']);
  });
});

describe('sessions', () => {
  it('of a disabled user end at once, on every device and on the live line, and no new one opens', async () => {
    expect(await create('leaving', 'supervisor')).toBe('done');
    const [one, two] = [await signIn('leaving'), await signIn('leaving')];
    const live = await one.stream('/api/live');
    expect(live.status).toBe(200);
    expect((await whoIs(two))?.user).toBe('leaving');
    expect(await disable('leaving')).toBe('done');
    for (const staff of [one, two]) expect(await codeOf(staff.get('/api/projects'))).toBe('SIGN_IN_REQUIRED');
    await live.text(); // ends
    expect(await codeOf(signIn('leaving'))).toBe('SIGN_IN_WRONG');
    expect((await one.look('/api/live')).status).toBe(401);
  });

  it('end with the password: one’s own, changed by who knows the old one', async () => {
    expect(await create('changing', 'agency')).toBe('done');
    const [one, two] = [await signIn('changing'), await signIn('changing')];
    const change = (current: string, next: string) =>
      codeOf(one.send('POST', '/api/session/password', { current, next }));
    expect(await change('wrong-password', OTHER_PASSWORD)).toBe('SIGN_IN_WRONG');
    expect(await change(PASSWORD, 'short')).toBe('INPUT_INVALID');
    expect(await codeOf(two.get('/api/projects'))).toBe('done');
    expect(await change(PASSWORD, OTHER_PASSWORD)).toBe('done');
    for (const staff of [one, two]) expect(await codeOf(staff.get('/api/projects'))).toBe('SIGN_IN_REQUIRED');
    expect(await codeOf(signIn('changing'))).toBe('SIGN_IN_WRONG');
    expect((await whoIs(await signIn('changing', OTHER_PASSWORD)))?.user).toBe('changing');
  });

  it('end with a reset by the security administrator, who alone may', async () => {
    expect(await create('forgetful', 'agency')).toBe('done');
    const own = await signIn('forgetful');
    const reset = async (by: string, user = 'forgetful') =>
      codeOf((await centre.as(by)).send('POST', `/api/users/${user}/password`, { password: OTHER_PASSWORD }));
    expect(await reset('agency')).toBe('ROLE_FORBIDDEN');
    expect(await reset('secadmin', 'nobody')).toBe('USER_UNKNOWN');
    expect(await reset('secadmin')).toBe('done');
    expect(await codeOf(own.get('/api/projects'))).toBe('SIGN_IN_REQUIRED');
    expect((await whoIs(await signIn('forgetful', OTHER_PASSWORD)))?.user).toBe('forgetful');
  });

  it('end when one signs out, that one alone; its cookie is worth nothing after', async () => {
    const [one, two] = [await signIn('discipline'), await signIn('discipline')];
    const kept = one.copy();
    await one.send('DELETE', '/api/session');
    for (const staff of [one, kept]) {
      expect(await whoIs(staff)).toBe(null);
      expect(await codeOf(staff.get('/api/projects'))).toBe('SIGN_IN_REQUIRED');
    }
    expect((await whoIs(two))?.user).toBe('discipline');
    expect(await codeOf(one.send('DELETE', '/api/session'))).toBe('done');
  });

  it('are not opened by a password that was changed while it was being checked', async () => {
    expect(await create('racing', 'agency')).toBe('done');
    const signingIn = Promise.all(Array.from({ length: 3 }, () => signIn('racing').catch(() => null)));
    await (await centre.as('secadmin')).send('POST', '/api/users/racing/disable', { reason: '停用' });
    for (const staff of await signingIn) expect(staff && (await whoIs(staff))).toBe(null);
    const rows = await record();
    const disabled = rows.find(
      ({ type, payload }) => type === 'user.disabled' && JSON.stringify(payload).includes('racing'),
    );
    const opened = rows.filter(({ type, seq }) => type === 'session.opened' && seq > (disabled?.seq ?? 0));
    expect(opened).toEqual([]);
  });

  it('outlive a restart of the hub, and those that have ended stay so', async () => {
    const [stays, goes] = [await signIn('discipline'), await signIn('discipline')];
    const gone = goes.copy();
    await goes.send('DELETE', '/api/session');
    await centre.restart();
    expect((await whoIs(stays))?.user).toBe('discipline');
    expect(await whoIs(gone)).toBe(null);
    expect(await codeOf(signIn('leaving'))).toBe('SIGN_IN_WRONG');
    // Administrators are made once: a restart makes no others.
    expect(centre.running.firstUsers).toEqual([]);
  });
});

describe('the record', () => {
  it('is for the audit administrator, whoever else asks', async () => {
    for (const user of ['secadmin', 'agency', 'supervisor', 'discipline', 'hall-jz']) {
      expect([user, await codeOf((await centre.as(user)).get('/api/record'))]).toEqual([
        user,
        'ROLE_FORBIDDEN',
      ]);
    }
    expect((await fetch(`${centre.address}/api/record`)).status).toBe(401);
  });

  it('shows every entry, newest first, and of a sealed one that it is there and nothing in it', async () => {
    await centre.enterAndFreeze(main);
    await centre.drawPanel(main);
    await centre.invited(7);
    const rows = await record();
    expect(rows.map(({ seq }) => seq)).toEqual(rows.map((_, n) => (rows[0]?.seq ?? 0) - n));
    const sealed = ['project.entered', 'pool.imported', 'draw.opened', 'panel.drawn'];
    for (const type of sealed) {
      const row = rows.find((one) => one.type === type);
      expect([type, row?.payload, row?.digest.length, row?.leafHash.length]).toEqual([type, null, 64, 64]);
    }
    for (const type of ['user.created', 'user.password-changed'])
      expect(Object.keys(rows.find((row) => row.type === type)?.payload ?? { password: 1 })).not.toContain(
        'password',
      );
    const open = rows.find(({ type }) => type === 'user.disabled');
    expect(open?.payload).toMatchObject({ user: 'racing', reason: '停用' });
    expect(open?.text.zh).toContain('racing');
    const older = await (await centre.as('auditadmin')).get<RecordRow[]>(`/api/record?limit=3&before=10`);
    expect(older.map(({ seq }) => seq)).toEqual([9, 8, 7]);
  });

  it('never shows a password’s hash, a session, a price, a person or a nonce before its time to anybody', async () => {
    const texts: string[] = [JSON.stringify(await record())];
    for (const user of ['secadmin', 'auditadmin'])
      texts.push((await (await centre.as(user)).look('/api/users')).text);
    const all = texts.join();
    const { store } = centre.running.hub;
    const hashes = await store.selectFrom('users').select('password').execute();
    const sessions = await store.selectFrom('sessions').select('session').execute();
    expect(hashes.length).toBeGreaterThan(10);
    const secrets = [
      'scrypt$',
      ...hashes.map(({ password }) => password),
      ...sessions.map(({ session }) => session),
      ...main.bidders.map(({ name }) => name),
      ...centre.people.flatMap(({ idNumber, badge, keyFingerprint }) => [idNumber, badge, keyFingerprint]),
      PASSWORD,
    ];
    for (const secret of secrets) expect(all.includes(secret), secret).toBe(false);
  });
});
