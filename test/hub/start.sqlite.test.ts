/** What a hub looks at before it goes on with a ledger, and the way in when nobody can sign in. */
import { spawn } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type RunningHub, startHub } from '#hub/hub.ts';
import { hubActor, type Planned } from '#hub/ledger/command.ts';
import { issueTimeStamp } from '#hub/reports/time-stamp.ts';
import { readSettings } from '#hub/settings.ts';
import { base64Of } from '#shared/canonical/index.ts';
import { Staff } from '#test/demo/staff.ts';

let directory: string;
let running: RunningHub | null = null;

const start = async (data: string, environment: Record<string, string> = {}) => {
  running = await startHub(
    readSettings({ KAWEI_DATA: join(directory, data), KAWEI_PORT: '0', ...environment }),
  );
  return running;
};
const stop = async () => {
  await running?.close();
  running = null;
};

/** Data of a hub that has stamped something, and that of another hub. */
beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'kawei-start-'));
  for (const data of ['hub', 'other']) {
    const { hub } = await start(data);
    await hub.spine.do(signing(hub), hubActor);
    await stop();
  }
});
afterAll(async () => {
  await stop();
  rmSync(directory, { recursive: true, force: true });
});

function signing({ identity }: RunningHub['hub']): Planned<null> {
  const cms = new TextEncoder().encode('signature');
  const stamped = { cms: base64Of(cms), tsr: base64Of(issueTimeStamp(identity, cms, new Date())) };
  const place = { expert: 'e', alias: '专家甲' };
  const position = { position: 'agree', dissent: null, content: '{}' } as const;
  const payload = { project: 'P', ...place, ...position, ...stamped };
  return {
    name: 'sign',
    run: async () => ({
      events: [{ type: 'consent.signed', subject: 'project/P', payload }],
      answer: null,
    }),
  };
}

describe('a hub with a ledger', () => {
  let copies = 0;
  const copied = (change: (identity: string) => void) => {
    copies += 1;
    const data = `copy${copies}`;
    cpSync(join(directory, 'hub'), join(directory, data), { recursive: true });
    change(join(directory, data, 'identity'));
    return data;
  };
  const others = (name: string) => join(directory, 'other', 'identity', name);

  it.each<[string, string, (identity: string) => void]>([
    ['whose ledger key is gone', 'LEDGER_KEY_MISSING', (at) => rmSync(join(at, 'ledger.key'))],
    [
      'with another’s ledger key',
      'LEDGER_KEY_OTHER',
      (at) => cpSync(others('ledger.key'), join(at, 'ledger.key')),
    ],
    ['whose keys are all gone', 'IDENTITY_MISSING', (at) => rmSync(at, { recursive: true })],
    ['without its root', 'IDENTITY_MISSING', (at) => rmSync(join(at, 'root.crt'))],
    ['without the key of its seal', 'IDENTITY_MISSING', (at) => rmSync(join(at, 'seal.key'))],
    [
      'with another’s key for its time-stamps',
      'IDENTITY_UNFIT',
      (at) => cpSync(others('time-stamp.key'), join(at, 'time-stamp.key')),
    ],
    ['with another’s root', 'IDENTITY_UNFIT', (at) => cpSync(others('root.crt'), join(at, 'root.crt'))],
    ['with a damaged certificate', 'IDENTITY_UNFIT', (at) => writeFileSync(join(at, 'seal.crt'), 'x')],
    ['with a damaged key', 'IDENTITY_UNFIT', (at) => writeFileSync(join(at, 'seal.key'), 'x')],
    [
      'with all of another’s keys but for the ledger',
      'IDENTITY_OTHER',
      (at) => {
        for (const name of readdirSync(at).filter((one) => one !== 'ledger.key'))
          cpSync(others(name), join(at, name));
      },
    ],
  ])('%s does not start: %s, and makes nothing anew', async (_what, code, change) => {
    const data = copied(change);
    const before = readdirSync(join(directory, data), { recursive: true }).map(String).sort();
    await expect(start(data)).rejects.toMatchObject({ code });
    const after = readdirSync(join(directory, data), { recursive: true }).map(String).sort();
    expect(after.filter((name) => name.startsWith('identity'))).toEqual(
      before.filter((name) => name.startsWith('identity')),
    );
  });

  it('does not start under another name of the ledger', async () => {
    const renamed = start('hub', { KAWEI_ORIGIN: 'example.org/other' });
    await expect(renamed).rejects.toMatchObject({ code: 'LEDGER_KEY_OTHER' });
  });

  it('starts with its own', async () => {
    await start(copied(() => {}));
    await stop();
  });
});

describe('kawei admin reset-password', () => {
  const reset = async (data: string, user: string, ...more: string[]) => {
    const asked = [
      'reset-password',
      user,
      '--who',
      '李管理',
      '--reason',
      '首次启动时断电，未见密码',
      ...more,
    ];
    const child = spawn(process.execPath, ['hub/src/cli/kawei.ts', 'admin', ...asked], {
      env: { ...process.env, KAWEI_DATA: join(directory, data) },
    });
    const [stdout, stderr, status] = await Promise.all([
      text(child.stdout),
      text(child.stderr),
      new Promise((ended) => child.once('exit', ended)),
    ]);
    return { stdout, stderr, status };
  };

  it('lets somebody in of whom nobody knows the password, and the ledger tells who did it', async () => {
    // As a hub leaves it that died before it had told its first passwords.
    const { address, hub } = await start('hub');
    expect(await reset('hub', 'secadmin', '--json')).toMatchObject({ status: 0, stderr: '' });
    const told = await reset('hub', 'secadmin');
    expect([told.status, told.stdout]).toEqual([0, '']);
    const password = /^ {2}secadmin\t(\S{16})$/m.exec(told.stderr)?.[1] ?? '';
    const account = { user: 'secadmin', name: '安全管理员', role: 'security-admin' as const, password };
    const staff = await Staff.signIn(address, account);
    const users = await staff.get<{ user: string }[]>('/api/users');
    expect(users.map(({ user }) => user)).toContain('sysadmin');
    const rows = await hub.store
      .selectFrom('ledger')
      .select('payload')
      .where('type', '=', 'user.password-reset')
      .execute();
    expect(rows).toHaveLength(2);
    for (const { payload } of rows) {
      expect(JSON.parse(payload)).toMatchObject({ user: 'secadmin', who: '李管理' });
      expect(payload).not.toContain(password);
    }
    const alerts = await hub.store.selectFrom('alerts').select('code').execute();
    expect(alerts.map(({ code }) => code)).toEqual(['PASSWORD_RESET', 'PASSWORD_RESET']);
    expect((await reset('hub', 'nobody')).stderr).toContain('USER_UNKNOWN');
    await stop();
  });

  it('needs the hub to run, and says so', async () => {
    const { status, stderr } = await reset('hub', 'secadmin');
    expect([status, stderr.includes('HUB_NOT_RUNNING')]).toEqual([1, true]);
  });
});
