/** Check, back-up and restoration: whole, verified and honest, also when they are killed. */
import { once } from 'node:events';
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import SqliteDriver from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startHub, trustedAuthorities } from '#hub/hub.ts';
import { hubActor, plan } from '#hub/ledger/command.ts';
import { backUp, checkData, type Recovery, restore } from '#hub/recovery/backup.ts';
import { readSettings } from '#hub/settings.ts';
import { breath } from '#hub/store/breath.ts';
import type { Db } from '#hub/store/database.ts';
import { createSite } from '#hub/venues/decide.ts';
import { Refusal } from '#shared/catalogue/refusal.ts';
import { halfFiles, recoveryOf } from './aftermath.ts';
import { Child } from './child.ts';
import { Morning } from './morning.ts';
import { backupSteps, type Step } from './steps.ts';
import { StubbornBooth } from './stubborn-booth.ts';

let morning: Morning;
let recovery: Recovery;
/** A hub's data after its evaluation: one sealed report. */
let sealed: { directory: string; data: string; environment: Record<string, string> };
const AT = new Date('2026-11-24T01:00:00.000Z');

beforeAll(async () => {
  morning = await Morning.prepare();
  sealed = await morning.copy();
  const settings = readSettings(sealed.environment);
  recovery = recoveryOf(settings);
  const hub = await startHub(settings);
  expect(await new StubbornBooth(morning.signing, [morning.consent]).work(hub.address)).toBe(true);
  await hub.close();
});
afterAll(() => morning.end());

/** A copy of the finished data, to be spoiled. */
function copy(name: string): string {
  const data = join(sealed.directory, name);
  cpSync(sealed.data, data, { recursive: true });
  return data;
}

async function firstFault(data: string): Promise<string> {
  const failed = (await checkData(recovery, data)).find(({ holds }) => !holds);
  return failed ? `${failed.text.en}: ${failed.place}` : '';
}

const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => 'done',
    (error: unknown) => {
      if (error instanceof Refusal) return error.code;
      throw error;
    },
  );

describe('kawei admin check', () => {
  test('everything holds, and each check is told', async () => {
    const checks = await checkData(recovery, sealed.data);
    expect(checks.map(({ holds }) => holds)).toEqual(Array(8).fill(true));
    expect(checks.some(({ text }) => /not checked/.test(text.en))).toBe(false);
  });

  test.each([
    [
      "update ledger set payload = replace(payload, '某市', '他市') where type = 'site.created'",
      /ledger \d+ site.created: digest/,
    ],
    ["update ledger set subject = 'site/S9' where seq = 5", /ledger 5 .*: leaf/],
    ["update ledger set salt = x'00' where seq = 7", /ledger 7 .*: digest/],
    ['delete from ledger where seq = 9', /ledger 9: missing/],
    ['delete from ledger where seq = (select max(seq) from ledger)', /checkpoints: none over all/],
    ['update ledger_tiles set hashes = zeroblob(8192) where tile = 0', /ledger_tiles 0\/0/],
    ['delete from ledger_tiles', /ledger_tiles 0\/0/],
    [
      'update checkpoints set root = zeroblob(32) where size = (select min(size) from checkpoints)',
      /checkpoints \d+: (signature|root)/,
    ],
    [
      "update checkpoints set note = replace(note, char(10) || '—', char(10) || '—x') where size > 20",
      /checkpoints \d+: signature/,
    ],
    [
      'delete from checkpoints where size = (select max(size) from checkpoints)',
      /checkpoints: none over all/,
    ],
    ["update sites set name = 'X' where site = 'S1'", /sites: /],
    ['delete from signed_sheets', /: \d+ rows|rows,/],
    ["insert into sessions values ('s', 'sysadmin', '2026', '2027')", /sessions: /],
  ])('%s is named', async (sql, named) => {
    const data = copy(`spoiled-${Math.random()}`);
    const database = new SqliteDriver(join(data, 'kawei.db'));
    const tables = database.prepare("select name from sqlite_master where type = 'table'").pluck().all();
    const triggers = database.prepare("select name from sqlite_master where type = 'trigger'").pluck().all();
    for (const trigger of triggers) database.exec(`drop trigger ${String(trigger)}`);
    const spoil = sql.replace('signed_sheets', tables.includes('signed_sheets') ? 'signed_sheets' : 'sheets');
    database.exec(spoil);
    database.close();
    expect(await firstFault(data)).toMatch(named);
  });

  test('a changed or missing sealed report is named; other authorities do not vouch for a signature', async () => {
    const data = copy('report');
    const [name = ''] = readdirSync(join(data, 'reports'));
    const file = join(data, 'reports', name);
    const pdf = readFileSync(file);
    pdf[100] = (pdf[100] ?? 0) ^ 1;
    writeFileSync(file, pdf);
    expect(await firstFault(data)).toMatch(/reports P-1/);
    rmSync(file);
    expect(await firstFault(data)).toMatch(/reports P-1/);
    const anchors = trustedAuthorities(join(sealed.data, 'identity', 'root.crt'));
    const failed = (await checkData({ ...recovery, anchors }, sealed.data)).find(({ holds }) => !holds);
    expect(failed?.place).toMatch(/ledger \d+ pledge.signed/);
  });

  test('the command lists the checks and ends 1 with the first that fails; never makes a database', async () => {
    const environment = { ...sealed.environment, KAWEI_DATA: sealed.data };
    const good = Child.kawei(['admin', 'check', '--json'], { side: 'none' }, environment);
    expect(await good.ended()).toBe(0);
    expect(JSON.parse(good.lines.join('\n'))).toMatchObject({ holds: true });
    const data = copy('command');
    rmSync(join(data, 'reports'), { recursive: true });
    const bad = Child.kawei(['admin', 'check', '--data', data], { side: 'none' }, environment);
    expect(await bad.ended()).toBe(1);
    expect(bad.said).toContain('NOT_VERIFIED');
    const empty = join(sealed.directory, 'nothing');
    mkdirSync(empty);
    expect(await codeOf(checkData(recovery, empty))).toBe('FILE_UNREADABLE');
    expect(readdirSync(empty)).toEqual([]);
  });
});

describe('kawei admin backup and restore', () => {
  const paths = (name: string) => ({
    out: join(sealed.directory, `backup-${name}`),
    to: join(sealed.directory, `restored-${name}`),
  });

  test('while the hub works: all that was answered before is in it, verified; a hub goes on from it', async () => {
    const { out, to } = paths('online');
    const data = copy('online');
    const settings = readSettings({ ...sealed.environment, KAWEI_DATA: data });
    const hub = await startHub(settings);
    const create = (n: number) =>
      hub.hub.spine.do(plan(createSite, { id: `N-${n}`, name: `N-${n}`, city: '江州市' }), hubActor);
    for (let n = 0; n < 20; n++) await create(n);
    const before = hub.hub.spine.size;
    const under = Promise.all(Array.from({ length: 200 }, (_, n) => create(100 + n)));
    const manifest = await backUp(recovery, { data, out, withKeys: true, at: AT });
    await under;
    expect(manifest.size).toBeGreaterThanOrEqual(before);
    expect(await codeOf(backUp(recovery, { data, out, withKeys: true, at: AT }))).toBe('BACKUP_EXISTS');
    expect((await checkData(recovery, data)).every(({ holds }) => holds)).toBe(true);
    await hub.close();
    await restore(recovery, { from: out, data: to, identity: undefined });
    const again = await startHub(readSettings({ ...sealed.environment, KAWEI_DATA: to }));
    expect(again.hub.spine.size).toBeGreaterThanOrEqual(manifest.size);
    expect(again.hub.logKey.verifierKey).toBe(hub.hub.logKey.verifierKey);
    await again.close();
    expect(await firstFault(to)).toBe('');
    expect(statSync(join(to, 'identity', 'ledger.key')).mode & 0o777).toBe(0o600);
  });

  test('while a command lasts several turns of the hub: nothing that was answered before is left out', async () => {
    const { out } = paths('long-command');
    const data = copy('long-command');
    const hub = await startHub(readSettings({ ...sealed.environment, KAWEI_DATA: data }));
    const { size } = hub.hub.spine;
    let over = false;
    // As an import of a pool does, and what a batch freezes.
    const run = async (db: Db) => {
      await db.deleteFrom('experts').where('expert', '=', 'nobody').execute();
      for (const until = Date.now() + 1000; Date.now() < until; ) await breath();
      over = true;
      return { answer: null, events: [] };
    };
    const long = hub.hub.spine.do({ name: 'long', run }, hubActor);
    const manifest = await backUp(recovery, { data, out, withKeys: true, at: AT });
    expect([manifest.size, over]).toEqual([size, true]);
    await long;
    await hub.close();
  });

  test('a copy that is not there, or lacks entries that there were, is no back-up; of nothing none is made', async () => {
    const { out } = paths('lacking');
    const data = copy('lacking');
    const backing = () => codeOf(backUp(recovery, { data, out, withKeys: true, at: AT }));
    const older = join(sealed.directory, 'lacking-older.db');
    cpSync(join(data, 'kawei.db'), older);
    let copyOlder = false;
    // A hub that says that it is done.
    const hub = createServer((socket) =>
      createInterface({ input: socket }).once('line', (line) => {
        if (copyOlder) cpSync(older, (JSON.parse(line) as { copyTo: string }).copyTo);
        socket.end(`${JSON.stringify({ refused: null, size: 100_000 })}\n`);
      }),
    ).listen(join(data, 'admin.sock'));
    await once(hub, 'listening');
    expect(await backing()).toBe('BACKUP_FAULTY');
    copyOlder = true;
    expect(await backing()).toBe('BACKUP_FAULTY');
    hub.close();
    await once(hub, 'close');
    expect(await backing()).toBe('done');
    rmSync(out, { recursive: true });
    writeFileSync(join(data, 'kawei.db'), '');
    expect(await backing()).toBe('STORE_UNREADABLE');
    expect(await codeOf(checkData(recovery, data))).toBe('STORE_UNREADABLE');
    expect(existsSync(out)).toBe(false);
  });

  test('keys are left out unless asked for; without them a restoration wants them', async () => {
    const { out, to } = paths('keyless');
    await backUp(recovery, { data: sealed.data, out, withKeys: false, at: AT });
    expect(
      readdirSync(out, { recursive: true })
        .map(String)
        .filter((name) => name.endsWith('.key')),
    ).toEqual([]);
    expect(await codeOf(restore(recovery, { from: out, data: to, identity: undefined }))).toBe(
      'RESTORE_KEYS',
    );
    expect(existsSync(to)).toBe(false);
    const identity = join(sealed.data, 'identity');
    expect(await codeOf(restore(recovery, { from: out, data: to, identity }))).toBe('done');
    expect(await firstFault(to)).toBe('');
    expect(await codeOf(restore(recovery, { from: out, data: to, identity }))).toBe('RESTORE_EXISTS');
  });

  test('data that does not verify is not backed up; a back-up that was changed is not brought back', async () => {
    const { out, to } = paths('spoiled');
    const data = copy('to-back-up');
    rmSync(join(data, 'reports'), { recursive: true });
    expect(await codeOf(backUp(recovery, { data, out, withKeys: true, at: AT }))).toBe('BACKUP_FAULTY');
    expect(existsSync(out)).toBe(false);
    await backUp(recovery, { data: sealed.data, out, withKeys: true, at: AT });
    for (const name of readdirSync(out, { recursive: true }).map(String)) {
      const file = join(out, name);
      if (statSync(file).isDirectory() || name === 'manifest.json') continue;
      const content = readFileSync(file);
      const spoiled = Buffer.from(content);
      spoiled[spoiled.length >> 1] = (spoiled[spoiled.length >> 1] ?? 0) ^ 1;
      writeFileSync(file, spoiled);
      expect(
        await codeOf(restore(recovery, { from: out, data: to, identity: join(sealed.data, 'identity') })),
        name,
      ).toBe('BACKUP_FAULTY');
      expect(existsSync(to)).toBe(false);
      writeFileSync(file, content);
    }
    const manifest = readFileSync(join(out, 'manifest.json'), 'utf8');
    writeFileSync(join(out, 'manifest.json'), manifest.replace('"kawei.db"', '"../kawei.db"'));
    expect(await codeOf(restore(recovery, { from: out, data: to, identity: undefined }))).toBe(
      'BACKUP_FAULTY',
    );
    expect(existsSync(to)).toBe(false);
  });
});

describe('a disk that fails', () => {
  test.each([
    ['backup.written', 'ENOSPC'],
    ['backup.named', 'EIO'],
    ['restore.drafted', 'ENOSPC'],
    ['restore.synced', 'EIO'],
  ] as const)('%s %s: one sentence with the place, exit 1, nothing left', async (step, how) => {
    const backing = step.startsWith('backup');
    const out = join(sealed.directory, `backup-failing-${step}`);
    const to = join(sealed.directory, `restored-failing-${step}`);
    if (!backing) await backUp(recovery, { data: sealed.data, out, withKeys: true, at: AT });
    const command = backing ? ['backup', '--with-keys', '--out', out] : ['restore', out, '--data', to];
    const environment = { ...sealed.environment, KAWEI_DATA: copy(`failing-${step}`) };
    const failing = Child.kawei(['admin', ...command], { side: 'none', at: `${step} 2 ${how}` }, environment);
    expect(await failing.ended(), failing.said).toBe(1);
    const place = backing ? out : to;
    expect(failing.said).toMatch(/FILE_UNWRITABLE/);
    expect(failing.said).toContain(`${place} cannot be written (${how})`);
    expect(failing.said).not.toMatch(/^\s+at /m);
    expect([existsSync(place), existsSync(`${place}.part`)]).toEqual([false, false]);
  });

  test('a place that no directory can be moved to, and a file that cannot be read, are named', async () => {
    const out = join(sealed.directory, 'backup-to-link');
    await backUp(recovery, { data: sealed.data, out, withKeys: true, at: AT });
    const [real, link] = ['real', 'link'].map((name) => join(sealed.directory, name)) as [string, string];
    mkdirSync(real);
    symlinkSync(real, link);
    const codes = [await codeOf(restore(recovery, { from: out, data: link, identity: undefined }))];
    expect([readdirSync(real), existsSync(`${link}.part`)]).toEqual([[], false]);
    const data = copy('unreadable');
    rmSync(join(data, 'identity', 'root.crt'));
    symlinkSync('nowhere', join(data, 'identity', 'root.crt'));
    codes.push(await codeOf(backUp(recovery, { data, out: `${out}-2`, withKeys: true, at: AT })));
    expect(codes).toEqual(['FILE_UNWRITABLE', 'FILE_UNREADABLE']);
  });
});

describe.concurrent('killed at', () => {
  const whole = () => join(sealed.directory, 'backup-whole');
  beforeAll(async () => {
    await backUp(recovery, { data: sealed.data, out: whole(), withKeys: true, at: AT });
  });

  test.each(backupSteps)('%s: there is a whole one or none, and the next succeeds', async (step: Step) => {
    const backing = step.startsWith('backup');
    const out = backing ? join(sealed.directory, `backup-${step}`) : whole();
    const to = join(sealed.directory, `restored-${step}`);
    const place = backing ? out : to;
    const command = backing ? ['backup', '--with-keys', '--out', out] : ['restore', out, '--data', to];
    const planted = { side: 'none', at: `${step} 2 kill` } as const;
    const environment = { ...sealed.environment, KAWEI_DATA: copy(`data-${step}`) };
    const killed = Child.kawei(['admin', ...command], planted, environment);
    expect(await killed.ended(), killed.said).toBe('SIGKILL');
    if (backing && !existsSync(out))
      await backUp(recovery, { data: environment.KAWEI_DATA, out, withKeys: true, at: AT });
    // What has its name is whole: it verifies as it is brought back.
    if (!existsSync(to)) await restore(recovery, { from: out, data: to, identity: undefined });
    expect(halfFiles(out)).toEqual([]);
    expect(existsSync(`${place}.part`)).toBe(false);
    if (!backing) expect(await firstFault(to)).toBe('');
  });
});
