/** Hub and server lose each other without a word, as when a machine loses its power: neither waits for ever. */
import { appendFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { afterAll, expect, test, vi } from 'vitest';
import { startHub } from '#hub/hub.ts';
import { readSettings } from '#hub/settings.ts';
import { Island } from './island.ts';
import { PostgresServer } from './server.ts';
import { dutiesFrom, takeTurn, turnAwaited } from './sessions.ts';

const kawei = fileURLToPath(new URL('../../hub/src/cli/kawei.ts', import.meta.url));
/** Several times what it takes; a system left to itself takes a quarter of an hour, or two hours. */
const SOON = 120_000;
const island = Island.make();
if (typeof island === 'string') process.stdout.write(`NOT RUN a silent line to PostgreSQL: ${island}\n`);
const directory = mkdtempSync(join(tmpdir(), 'kawei-silence-'));
let server: PostgresServer | null = null;

afterAll(async () => {
  await server?.stop();
  if (typeof island !== 'string') island.end();
  rmSync(directory, { recursive: true, force: true });
});

test.skipIf(typeof island === 'string')(
  'the duties pass to another hub, and the one that is cut off stops waiting for an answer',
  async () => {
    if (typeof island === 'string') return;
    const own = await PostgresServer.start({ listen_addresses: `127.0.0.1,${Island.near}` });
    server = own;
    appendFileSync(join(own.directory, 'data', 'pg_hba.conf'), `host all all ${Island.both} trust\n`);
    await own.query('select pg_reload_conf()');
    await own.query('create database silence');
    const settings = (host: string, database: string) => ({
      ...{ KAWEI_HOST: host, KAWEI_PORT: '0', KAWEI_BOOTH_LINES: 'token' },
      ...{ KAWEI_DATA: join(directory, 'hub'), KAWEI_DATABASE_URL: database },
    });
    const near = own.url('silence');
    const far = island.spawn([kawei, 'hub'], settings(Island.far, near.replace('127.0.0.1', Island.near)));
    let said = '';
    far.stderr?.on('data', (data) => {
      said += String(data);
    });
    const duties = async () => (await own.query<{ address: string }>(dutiesFrom, 'silence'))[0]?.address;
    const running = /The hub is running at (\S+)/;
    await vi.waitFor(() => expect(said).toMatch(running), SOON);
    expect(await duties()).toBe(Island.far);
    const other = await startHub(readSettings(settings('127.0.0.1', near)));

    // A command of the far hub waits for the turn, that is for the server's answer, when the cable is pulled.
    const turn = new pg.Client(near);
    await turn.connect();
    await turn.query('begin');
    await turn.query(takeTurn);
    void fetch(`${running.exec(said)?.[1]}/api/session`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ user: 'nobody', password: 'wrong' }),
    }).catch(() => {});
    await vi.waitFor(async () => expect((await own.query(turnAwaited, 'silence')).length).toBe(1), SOON);
    // Linux confirms what it has received after 200 ms at the latest: what is not, the far end would send again for a
    // quarter of an hour, and never ask whether anybody is there.
    await new Promise((resolve) => setTimeout(resolve, 1000));
    island.pullCable();
    await turn.end();

    await vi.waitFor(async () => expect(await duties()).toBe('127.0.0.1'), SOON);
    await vi.waitFor(() => expect(said).toMatch(/^STORE_UNREACHABLE/m), SOON);
    await other.close();
    far.kill('SIGKILL');
  },
  3 * SOON,
);
