/** A server that fails over to a replica that lacks the last commits: noticed however long the ledger is meanwhile. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { type RunningHub, startHub } from '#hub/hub.ts';
import { hubActor, plan } from '#hub/ledger/command.ts';
import { acceptLossAt } from '#hub/recovery/admin-socket.ts';
import { readSettings } from '#hub/settings.ts';
import { createSite } from '#hub/venues/decide.ts';
import type { Refusal } from '#shared/catalogue/refusal.ts';
import { entriesOf } from '../faults/aftermath.ts';
import { ledgerFaults, tableFaults } from '../rehearsal/ledger-audit.ts';
import { PostgresServer } from './server.ts';

const SOON = 30_000;
let directory: string;
let server: PostgresServer;

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'kawei-failover-'));
  server = await PostgresServer.start();
});
afterAll(async () => {
  await server.stop();
  rmSync(directory, { recursive: true, force: true });
});

const start = (database: string) =>
  startHub(
    readSettings({
      KAWEI_PORT: '0',
      KAWEI_BOOTH_LINES: 'token',
      KAWEI_DATA: join(directory, database),
      KAWEI_DATABASE_URL: server.url(database),
    }),
  );

const site = ({ hub }: RunningHub, id: string) =>
  hub.spine.do(plan(createSite, { id, name: id, city: '江州市' }), hubActor);

const codeOf = (hub: RunningHub, id: string) =>
  site(hub, id).then(
    () => 'done',
    (error: Refusal) => error.code,
  );

/** A hub whose server has come back without the last two entries that it acknowledged. */
async function hubThatKnowsMore(database: string): Promise<RunningHub> {
  await server.query(`create database ${database}`);
  const knowing = await start(database);
  await site(knowing, 'KEPT');
  // Nothing tells it what becomes of the database until it writes.
  knowing.hub.spine.look = () => {};
  await server.halt();
  server.keepCopy();
  await server.run();
  await vi.waitFor(() => site(knowing, 'LOST1'), SOON);
  await site(knowing, 'LOST2');
  await server.halt('SIGQUIT');
  server.takeCopyBack();
  await server.run();
  return knowing;
}

/** What it refuses with once it has found its server again. */
const refusedFor = (hub: RunningHub, id: string) =>
  vi.waitFor(async () => {
    const code = await codeOf(hub, id);
    expect(code).not.toMatch(/^STORE_(UNREACHABLE|WRITE_FAILED)$/);
    return code;
  }, SOON);

test('a hub never goes on from entries that are lost, also where another has written others in their place', async () => {
  const knowing = await hubThatKnowsMore('forked');
  const other = await start('forked');
  for (const id of ['OTHER1', 'OTHER2', 'OTHER3']) await site(other, id);
  expect(other.hub.spine.size).toBeGreaterThan(knowing.hub.spine.size);

  expect(await refusedFor(knowing, 'ON-TOP')).toBe('STORE_SHRUNK');
  // The other is told what is missing, and waits for a decision as after a restoration.
  await vi.waitFor(() => expect(other.hub.behind.missing).toBeTruthy(), SOON);
  expect(other.hub.behind.missing?.heads).toMatchObject([
    { source: `hub/${process.pid}`, size: knowing.hub.spine.size },
  ]);
  expect((await knowing.ended).code).toBe('STORE_SHRUNK');
  expect(await codeOf(knowing, 'ON-TOP')).toBe('STORE_SHRUNK');
  expect(await codeOf(other, 'MORE')).toBe('HUB_BEHIND');
  await acceptLossAt(join(directory, 'forked'), '张三', '主库故障，最后两项未同步');
  expect(await codeOf(other, 'MORE')).toBe('done');
  expect(await entriesOf(other.hub.store, 'ledger.loss-accepted')).toBe(1);
  expect(await ledgerFaults(other.hub.store)).toEqual([]);
  expect(await tableFaults(other.hub.store)).toEqual([]);
  await Promise.all([knowing.close(), other.close()]);
});

test('a hub that is alone ends, and goes on from what is there once it is started again', async () => {
  const knowing = await hubThatKnowsMore('shorter');
  expect(await refusedFor(knowing, 'ON-TOP')).toBe('STORE_SHRUNK');
  expect((await knowing.ended).code).toBe('STORE_SHRUNK');
  await knowing.close();
  const again = await start('shorter');
  expect(await codeOf(again, 'LOST1')).toBe('done');
  expect(await ledgerFaults(again.hub.store)).toEqual([]);
  await again.close();
});
