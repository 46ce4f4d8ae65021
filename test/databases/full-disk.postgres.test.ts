/** PostgreSQL on a real file system that fills up: the hub says so, and goes on when there is room again. */
import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { startHub } from '#hub/hub.ts';
import { hubActor, plan } from '#hub/ledger/command.ts';
import { readSettings } from '#hub/settings.ts';
import { createSite } from '#hub/venues/decide.ts';
import { Refusal } from '#shared/catalogue/refusal.ts';
import { ledgerFaults, tableFaults } from '../rehearsal/ledger-audit.ts';
import { PostgresServer } from './server.ts';

const MIB = 1024 ** 2;
const directory = mkdtempSync(join(tmpdir(), 'kawei-full-disk-'));
const disk = join(directory, 'disk');
mkdirSync(disk);
// The server runs as an ordinary user, who has to come through.
chmodSync(directory, 0o755);
const mounted = mount();
if (!mounted) process.stdout.write('NOT RUN PostgreSQL on a full disk: no file system can be mounted here\n');
let server: PostgresServer;

function mount(): boolean {
  return spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=160m', 'kawei-full-disk', disk]).status === 0;
}

beforeAll(async () => {
  if (mounted) server = await PostgresServer.start({}, disk);
});
afterAll(async () => {
  await server?.stop();
  if (mounted) spawnSync('umount', [disk]);
  rmSync(directory, { recursive: true, force: true });
});

/** Takes whatever room is left. */
function fill(): void {
  const ballast = join(disk, 'ballast');
  for (const piece of [MIB, 4096])
    for (let flag = 'a'; ; ) {
      try {
        writeFileSync(ballast, Buffer.alloc(piece), { flag });
      } catch {
        break;
      }
    }
}

test.skipIf(!mounted)(
  'a hub on PostgreSQL whose disk is full refuses by name and loses nothing it acknowledged',
  async () => {
    const settings = readSettings({
      KAWEI_PORT: '0',
      KAWEI_DATA: join(directory, 'hub'),
      KAWEI_DATABASE_URL: server.url(),
    });
    const { hub, close } = await startHub(settings);
    const kept: string[] = [];
    /** The code of its refusal; null when it was acknowledged. */
    const site = async (id: string): Promise<string | null> => {
      try {
        await hub.spine.do(
          plan(createSite, { id, name: `${id} ${'场'.repeat(40)}`, city: '江州市' }),
          hubActor,
        );
        kept.push(id);
        return null;
      } catch (error) {
        if (error instanceof Refusal) return error.code;
        throw error;
      }
    };
    expect(await site('BEFORE')).toBe(null);
    fill();
    const codes = new Set<string | null>();
    for (let n = 0; n < 2000 && codes.size < 2; n++) codes.add(await site(`S${n}`));
    expect(codes).toEqual(new Set([null, 'STORE_FULL']));
    // Then its own log has no room either: the server breaks off every session, recovers by itself or ends.
    for (let n = 0; n < 40; n++) await server.query('select pg_switch_wal()').catch(() => {});
    for (let n = 0; n < 20; n++) codes.add(await site(`T${n}`));
    for (const code of codes) expect(code ?? 'STORE_FULL').toMatch(/^STORE_(FULL|UNREACHABLE|WRITE_FAILED)$/);
    rmSync(join(disk, 'ballast'));
    await vi.waitFor(async () => {
      if (!server.alive) await server.run();
      expect(await site('AFTER')).toBe(null);
    }, 60_000);
    expect(await ledgerFaults(hub.store)).toEqual([]);
    expect(await tableFaults(hub.store)).toEqual([]);
    const rows = await hub.store.selectFrom('sites').select('site').execute();
    const stored = new Set(rows.map(({ site }) => site));
    expect(kept.filter((id) => !stored.has(id))).toEqual([]);
    await close();
  },
);
