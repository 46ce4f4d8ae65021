/** PostgreSQL on real file systems that fill up: the hub says so, and goes on when there is room again. */
import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { type RunningHub, startHub } from '#hub/hub.ts';
import { hubActor, plan } from '#hub/ledger/command.ts';
import { reportTrouble } from '#hub/seating/decide/admission.ts';
import { readSettings } from '#hub/settings.ts';
import { createHall, createSite, registerBooth } from '#hub/venues/decide.ts';
import { Refusal } from '#shared/catalogue/refusal.ts';
import { ledgerFaults, tableFaults } from '../rehearsal/ledger-audit.ts';
import { PostgresServer } from './server.ts';

const MIB = 1024 ** 2;
const SOON = 60_000;
const directory = mkdtempSync(join(tmpdir(), 'kawei-full-disk-'));
// The server runs as an ordinary user, who has to come through.
chmodSync(directory, 0o755);
/** The cluster lies on one file system, its write-ahead log on another. */
const disks = { cluster: join(directory, 'cluster'), log: join(directory, 'log') };
const why = mount(disks.cluster, 120) ?? mount(disks.log, 24);
if (why !== null) process.stdout.write(`NOT RUN PostgreSQL on a full disk: ${why}\n`);

/** Mounts a file system of so many MiB; gives why not, where it cannot be. */
function mount(place: string, size: number): string | null {
  mkdirSync(place);
  const options = ['-t', 'tmpfs', '-o', `size=${size}m`, 'kawei-full-disk', place];
  const { status, stderr, error } = spawnSync('mount', options, { encoding: 'utf8' });
  return status === 0 ? null : (error?.message ?? stderr.trim());
}

let server: PostgresServer;
let hub: RunningHub;
/** What was acknowledged, and what was told by the listeners; what was refused, and how. */
let kept: string[];
let heard: string[];
let refused: Map<string, string>;
let acts: number;

beforeAll(async () => {
  if (why === null) server = await PostgresServer.start({}, disks.cluster, disks.log);
});
afterAll(async () => {
  await server?.stop();
  for (const disk of Object.values(disks)) spawnSync('umount', [disk]);
  rmSync(directory, { recursive: true, force: true });
});

beforeEach(async ({ task }) => {
  if (why !== null) return;
  const database = `d${task.id.replaceAll(/\W/g, '_')}`;
  await server.query(`create database ${database}`);
  const settings = readSettings({
    KAWEI_PORT: '0',
    KAWEI_BOOTH_LINES: 'token',
    KAWEI_DATA: join(directory, database),
    KAWEI_DATABASE_URL: server.url(database),
  });
  hub = await startHub(settings);
  [kept, heard, refused, acts] = [[], [], new Map(), 0];
  const { spine } = hub.hub;
  await spine.do(plan(createSite, { id: 'S', name: 'S', city: '江州市' }), hubActor);
  await spine.do(plan(createHall, { id: 'H', site: 'S', name: 'H', rows: 1, columns: 1 }), hubActor);
  await spine.do(
    plan(registerBooth, { id: 'B', hall: 'H', seat: 'H-0101', token: '0'.repeat(64) }),
    hubActor,
  );
  spine.onCommitted((events) => heard.push(...events.map(({ subject }) => subject)));
});
afterEach(async () => {
  if (why === null) await hub.close();
});

/** Takes whatever room is left; gives it back. */
function fill(disk: string): () => void {
  const ballast = join(disk, 'ballast');
  for (const piece of [MIB, 4096])
    for (let flag = 'a'; ; ) {
      try {
        writeFileSync(ballast, Buffer.alloc(piece), { flag });
      } catch {
        break;
      }
    }
  return () => rmSync(ballast);
}

/** The code of its refusal; null when it was acknowledged. */
async function codeOf(work: Promise<unknown>): Promise<string | null> {
  try {
    await work;
    return null;
  } catch (error) {
    if (error instanceof Refusal) return error.code;
    throw error;
  }
}

async function site(id: string): Promise<string | null> {
  const command = plan(createSite, { id, name: `${id} ${'场'.repeat(40)}`, city: '江州市' });
  const code = await codeOf(hub.hub.spine.do(command, hubActor));
  if (code === null) kept.push(id);
  else refused.set(id, code);
  return code;
}

/** The booth's next act, sent again and again under the same number until it was acknowledged. */
async function act(): Promise<string | null> {
  const sent = { booth: 'B', n: acts + 1, at: new Date().toISOString() };
  const command = plan(reportTrouble, { booth: 'B', what: 'help' });
  const code = await codeOf(hub.hub.spine.doAct(command, { kind: 'booth', id: 'B' }, sent));
  if (code === null) acts += 1;
  return code;
}

/** Nothing acknowledged is lost, nothing is half there, nothing is there that was said not to be. */
async function audit(): Promise<void> {
  const { store } = hub.hub;
  expect(await ledgerFaults(store)).toEqual([]);
  expect(await tableFaults(store)).toEqual([]);
  const rows = await store.selectFrom('sites').select('site').execute();
  const stored = new Set(rows.map(({ site }) => site));
  expect(kept.filter((id) => !stored.has(id))).toEqual([]);
  // The others were told that it is not certain.
  const full = [...refused].filter(([, code]) => code === 'STORE_FULL').map(([id]) => id);
  expect(full.filter((id) => stored.has(id))).toEqual([]);
  const told = heard.filter((subject) => subject.startsWith('site/'));
  expect(told.toSorted()).toEqual(
    [...stored]
      .filter((id) => id !== 'S')
      .map((id) => `site/${id}`)
      .toSorted(),
  );
  const done = await store
    .selectFrom('booth_acts')
    .select('n')
    .where('booth', '=', 'B')
    .orderBy('n')
    .execute();
  expect(done.map(({ n }) => Number(n))).toEqual(Array.from({ length: acts }, (_, n) => n + 1));
  const troubles = await store
    .selectFrom('ledger')
    .select('seq')
    .where('type', '=', 'booth.trouble')
    .execute();
  expect(troubles.length).toBe(acts);
}

test.skipIf(why !== null)(
  'no room for the tables: STORE_FULL, nothing of it is stored, and the hub goes on',
  async () => {
    const started = () => server.query('select pg_postmaster_start_time() as at');
    const before = await started();
    expect([await site('BEFORE'), await act()]).toEqual([null, null]);
    const makeRoom = fill(disks.cluster);
    const codes = new Set<string | null>();
    const actCodes = new Set<string | null>();
    for (let n = 0; n < 500 && !(codes.has('STORE_FULL') && actCodes.has('STORE_FULL')); n++) {
      codes.add(await site(`S${n}`));
      actCodes.add(await act());
    }
    expect([...codes].filter((code) => code !== null)).toEqual(['STORE_FULL']);
    expect([...actCodes].filter((code) => code !== null)).toEqual(['STORE_FULL']);
    // What is there can be read.
    await audit();
    makeRoom();
    expect([await site('AFTER'), await act()]).toEqual([null, null]);
    // Whatever was refused can be done again.
    for (const id of [...refused.keys()]) expect(await site(id)).toBe(null);
    refused.clear();
    await audit();
    expect(await started()).toEqual(before);
  },
);

test.skipIf(why !== null)(
  'no room for its write-ahead log: PostgreSQL breaks off all at once, and the hub goes on once it is back',
  async () => {
    expect([await site('BEFORE'), await act()]).toEqual([null, null]);
    const makeRoom = fill(disks.log);
    const codes = new Set<string | null>();
    for (let n = 0; n < 3000 && !/PANIC/.test(server.said); n++) {
      codes.add(await site(`S${n}`));
      codes.add(await act());
    }
    expect(server.said).toMatch(/PANIC:.*No space left on device/);
    // It recovers by itself; where that finds no room either, it ends, and has to be started again.
    await vi.waitFor(() => expect(server.said).toMatch(/PANIC.*(ready to accept|is shut down)/s), SOON);
    for (let n = 0; n < 3; n++) codes.add(await site(`T${n}`));
    expect(codes.size).toBeGreaterThan(1);
    for (const code of codes) expect(code ?? 'STORE_FULL').toMatch(/^STORE_(FULL|UNREACHABLE|WRITE_FAILED)$/);
    makeRoom();
    await vi.waitFor(async () => {
      if (!server.alive) await server.run();
      expect(await act()).toBe(null);
    }, SOON);
    expect(await site('AFTER')).toBe(null);
    await audit();
  },
);
