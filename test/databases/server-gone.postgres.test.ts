/** A PostgreSQL server that is not there, not fit, or crashes: told in a sentence; nothing acknowledged is lost. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { startHub } from '#hub/hub.ts';
import { hubActor, plan } from '#hub/ledger/command.ts';
import { migrations } from '#hub/rooms.ts';
import { readSettings } from '#hub/settings.ts';
import { openStore } from '#hub/store/database.ts';
import { createSite } from '#hub/venues/decide.ts';
import { Refusal } from '#shared/catalogue/refusal.ts';
import { Child } from '../faults/child.ts';
import { stepOf } from '../faults/watched-hub.ts';
import type { Answered } from '../rehearsal/busy-spine.ts';
import { ledgerFaults, tableFaults } from '../rehearsal/ledger-audit.ts';
import { DatabaseLine } from '../simulators/database-line/database-line.ts';
import { PostgresServer } from './server.ts';

const SOON = 30_000;
const path = (file: string) => fileURLToPath(new URL(file, import.meta.url));
let directory: string;
let server: PostgresServer;

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'kawei-server-gone-'));
  server = await PostgresServer.start();
});
afterAll(async () => {
  await server.stop();
  rmSync(directory, { recursive: true, force: true });
});

/** `kawei hub` on a database; how it ended and what it said. */
function start(database: string) {
  const data = join(directory, 'cli');
  const env = {
    ...process.env,
    KAWEI_PORT: '0',
    KAWEI_BOOTH_LINES: 'token',
    KAWEI_DATA: data,
    KAWEI_DATABASE_URL: database,
  };
  const { status, stderr } = spawnSync(process.execPath, [path('../../hub/src/cli/kawei.ts'), 'hub'], {
    env,
    encoding: 'utf8',
  });
  return { status, said: stderr, made: existsSync(join(data, 'identity')) };
}

describe('kawei hub ends with a sentence and 1, and has made nothing, on', () => {
  test('a server that cannot be reached', () => {
    const { status, said, made } = start('postgres://kawei:a-secret@127.0.0.1:1/kawei');
    expect([status, made]).toEqual([1, false]);
    expect(said).toMatch(/STORE_UNREACHABLE/);
    expect(said).toMatch(/连接不上数据库服务器（127\.0\.0\.1:1\/kawei）/);
    expect(said).not.toMatch(/a-secret|node_modules/);
  });

  test('a database that is not there', () => {
    const { status, said, made } = start(server.url('nowhere'));
    expect([status, made]).toEqual([1, false]);
    expect(said).toMatch(/STORE_UNREACHABLE.*nowhere/s);
  });

  test('a database of a newer version', async () => {
    await server.query('create database newer');
    await (await openStore(server.url('newer'), migrations)).destroy();
    await server.query(
      "insert into kysely_migration (name, timestamp) values ('9999-tomorrow', '')",
      'newer',
    );
    const { status, said, made } = start(server.url('newer'));
    expect([status, made]).toEqual([1, false]);
    expect(said).toMatch(/STORE_UNKNOWN_VERSION.*9999-tomorrow/s);
  });

  test('something that is no address', () => {
    const { status, said } = start('mysql://host/kawei');
    expect(status).toBe(1);
    expect(said).toMatch(/SETTING_INVALID.*KAWEI_DATABASE_URL/s);
  });

  test('a server that would forget what it acknowledged', async () => {
    const forgetful = await PostgresServer.start({ fsync: 'off' });
    const { status, said, made } = start(forgetful.url());
    await forgetful.stop();
    expect([status, made]).toEqual([1, false]);
    expect(said).toMatch(/STORE_NOT_DURABLE.*fsync/s);
  });
});

test('asynchronous commits of the server’s own setting are not ours', async () => {
  await server.query('create database hasty');
  await server.query('alter database hasty set synchronous_commit = off');
  const store = await openStore(server.url('hasty'), migrations);
  const { sql } = await import('kysely');
  const { rows } = await sql<{ synchronous_commit: string }>`show synchronous_commit`.execute(store);
  expect(rows[0]?.synchronous_commit).toBe('on');
  await store.destroy();
});

test('a hub whose server goes away refuses by name, and goes on by itself when it is back', async () => {
  await server.query('create database comes_back');
  const settings = readSettings({
    KAWEI_PORT: '0',
    KAWEI_BOOTH_LINES: 'token',
    KAWEI_DATA: join(directory, 'comes-back'),
    KAWEI_DATABASE_URL: server.url('comes_back'),
  });
  const { hub, close } = await startHub(settings);
  const site = (id: string) => hub.spine.do(plan(createSite, { id, name: id, city: '江州市' }), hubActor);
  await site('A');
  await server.halt('SIGQUIT');
  const refused = await site('B').catch((error: unknown) => error);
  expect(refused).toBeInstanceOf(Refusal);
  expect((refused as Refusal).code).toMatch(/^STORE_(UNREACHABLE|WRITE_FAILED)$/);
  await server.run();
  await vi.waitFor(() => site('C'), SOON);
  expect(await ledgerFaults(hub.store)).toEqual([]);
  expect(await tableFaults(hub.store)).toEqual([]);
  await close();
});

const crashes = (['SIGKILL', 'SIGQUIT'] as const).flatMap((how) =>
  (
    [
      ['append', 'answer'],
      ['commit', 'statement'],
      ['commit', 'answer'],
    ] as const
  ).map(([step, part]) => [how, step, part] as const),
);

test.each(crashes)(
  'a server that ends by %s at %s, the %s of it: told, or stored; never half, never twice',
  async (...crash) => {
    const [how, step, part] = crash;
    const database = crash.join('_').toLowerCase();
    await server.query(`create database ${database}`);
    const line = await DatabaseLine.open(server.port);
    const settings = readSettings({
      KAWEI_PORT: '0',
      KAWEI_BOOTH_LINES: 'token',
      KAWEI_DATA: join(directory, database),
      KAWEI_DATABASE_URL: line.url(server.url(database)),
    });
    const { hub, close } = await startHub(settings);
    const heard: string[] = [];
    hub.spine.onCommitted((events) => heard.push(...events.map(({ subject }) => subject)));
    const site = (id: string) =>
      hub.spine.do(plan(createSite, { id, name: id, city: '江州市' }), hubActor).then(
        () => 'done',
        (error: Refusal) => error.code,
      );
    const held = line.hold(part, (sql) => stepOf(sql) === step);
    const answer = site('A');
    const reached = await held;
    await server.halt(how);
    reached.cut();
    // Also of a commit that has taken effect: the server that could say so is not there.
    expect(await answer).toBe('STORE_UNREACHABLE');
    await server.run();
    const stored = step === 'commit' && part === 'answer';
    // It looks once a second for what others have written; what it wrote itself, in doubt, it may find so.
    const found = async () => {
      hub.spine.look();
      await hub.spine.idle();
      expect(heard).toEqual(stored ? ['site/A'] : []);
    };
    await vi.waitFor(found, SOON);
    await vi.waitFor(async () => expect(await site('B')).toBe('done'), SOON);
    expect(heard).toEqual(stored ? ['site/A', 'site/B'] : ['site/B']);
    expect(await site('A')).toBe(stored ? 'SITE_EXISTS' : 'done');
    expect(await ledgerFaults(hub.store)).toEqual([]);
    expect(await tableFaults(hub.store)).toEqual([]);
    await close();
    await line.close();
  },
);

test('a server that crashes under a busy hub, again and again: what was answered is there', async () => {
  await server.query('create database busy');
  await (await openStore(server.url('busy'), migrations)).destroy();
  const child = new Child(
    [path('../rehearsal/busy-spine.ts'), server.url('busy'), 'R'],
    { side: 'none' },
    {},
  );
  for (let round = 0; round < 4; round++) {
    const before = child.lines.length;
    await vi.waitFor(() => expect(child.lines.length).toBeGreaterThan(before + 40), SOON);
    await server.halt(round % 2 ? 'SIGKILL' : 'SIGQUIT');
    await server.run();
  }
  await child.kill();
  const answered = child.lines.map((line) => JSON.parse(line) as Answered);
  const store = await openStore(server.url('busy'), migrations);
  expect(await ledgerFaults(store)).toEqual([]);
  expect(await tableFaults(store)).toEqual([]);
  const { length } = await store.selectFrom('ledger').select('seq').execute();
  expect(length).toBeGreaterThanOrEqual(
    Math.max(...answered.filter(({ code }) => code === null).map(({ size }) => size)),
  );
  const acts = await store.selectFrom('booth_acts').selectAll().execute();
  const stored = new Set(acts.map(({ booth, n }) => `${booth} ${n}`));
  const lost = answered.filter(
    (line) => 'booth' in line && line.code === null && !stored.has(`${line.booth} ${line.n}`),
  );
  expect(lost).toEqual([]);
  await store.destroy();
});
