/** No space, and errors of the disk itself, under the real processes: they say so, and go on when it is well again. */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startHub } from '#hub/hub.ts';
import { readSettings } from '#hub/settings.ts';
import { SimulatedPage } from '../simulators/booth-page/page.ts';
import { HubLine } from '../simulators/hub-line/hub-line.ts';
import { openView } from '../simulators/hub-line/views.ts';
import { entriesOf, faultsOf, halfFiles, withStore } from './aftermath.ts';
import { Child } from './child.ts';
import { DiskControl, type DiskFault } from './disk/control.ts';
import { compileShim } from './disk/shim.ts';
import { Morning } from './morning.ts';
import { StubbornBooth } from './stubborn-booth.ts';

const HELP = { kind: 'trouble', what: 'help' } as const;
const shim = compileShim();
const library = typeof shim === 'string' ? '' : shim.library;
if (typeof shim === 'string') process.stdout.write(`NOT RUN failing disks: ${shim}\n`);
const directory = mkdtempSync(join(tmpdir(), 'kawei-failing-'));
let morning: Morning;

beforeAll(async () => {
  morning = await Morning.prepare();
});
afterAll(() => {
  morning.end();
  if (typeof shim !== 'string') shim.remove();
  rmSync(directory, { recursive: true, force: true });
});

function failing(name: string, root: string): { control: DiskControl; environment: Record<string, string> } {
  const path = join(directory, name);
  const control = new DiskControl(path);
  const environment = {
    LD_PRELOAD: library,
    FAULT_DISK_ROOT: root,
    FAULT_DISK_CONTROL: path,
    // Small, so that the log is copied into the database while it fails.
    FAULT_CHECKPOINT_PAGES: '8',
  };
  return { control, environment };
}

const everything = { calls: ['write', 'sync', 'name'], files: ['database', 'wal', 'other'] } as const;
const faults: readonly [string, DiskFault, string][] = [
  ['no space for the log', { calls: ['write'], files: ['wal'], error: 'ENOSPC' }, 'STORE_FULL'],
  ['the log cannot be written', { calls: ['write'], files: ['wal'], error: 'EIO' }, 'STORE_WRITE_FAILED'],
  [
    'the log cannot be written after a while',
    { calls: ['write'], files: ['wal'], error: 'EIO', skip: 3 },
    '',
  ],
  ['the log is not synced', { calls: ['sync'], files: ['wal'], error: 'EIO' }, 'STORE_WRITE_FAILED'],
  [
    'the log is synced and says it is not',
    { calls: ['sync'], files: ['wal'], error: 'EIO', took: true, times: 2 },
    '',
  ],
  [
    'the log is written and says it is not',
    { calls: ['write'], files: ['wal'], error: 'EIO', took: true, times: 1 },
    '',
  ],
  ['no space for the database', { calls: ['write'], files: ['database'], error: 'ENOSPC' }, ''],
  ['the database cannot be written', { calls: ['write'], files: ['database'], error: 'EIO' }, ''],
  ['the database is not synced', { calls: ['sync'], files: ['database'], error: 'EIO' }, ''],
  ['no space at all', { ...everything, error: 'ENOSPC' }, 'STORE_FULL'],
];

describe.skipIf(library === '')('a hub', () => {
  test('refuses with what to do while its disk fails, and goes on', async () => {
    const { directory: own, data, environment: copied } = await morning.copy();
    // Only the first refusals of an address are recorded: each sign-in comes from another, as a proxy tells it.
    const environment = { ...copied, KAWEI_PROXY: '127.0.0.1' };
    const { control, environment: watched } = failing('hub', own);
    const hub = Child.kawei(['hub'], { side: 'hub' }, { ...environment, ...watched });
    const address = (await hub.address()) ?? '';
    const wrong = JSON.stringify({ user: 'nobody', password: 'wrong' });
    let tries = 0;
    const signIn = async () => {
      const headers = { 'content-type': 'application/json', 'x-forwarded-for': `10.0.0.${++tries}` };
      const answer = await fetch(`${address}/api/session`, { method: 'POST', headers, body: wrong });
      return ((await answer.json()) as { code: string }).code;
    };
    const booths: StubbornBooth[] = [];
    for (const [what, fault, code] of faults) {
      const booth = new StubbornBooth(morning.helping, [HELP, HELP, HELP]);
      booths.push(booth);
      control.fail(fault);
      // A staff's command, then the booth's: told, or stored.
      const told = await signIn();
      expect(['SIGN_IN_WRONG', 'STORE_FULL', 'STORE_WRITE_FAILED'], what).toContain(told);
      if (code) expect(told, what).toBe(code);
      await booth.work(address);
      control.recover();
      expect(await signIn(), what).toBe('SIGN_IN_WRONG');
      expect(await booth.work(address), what).toBe(true);
    }
    expect(await hub.steps.get('act.received')).toBeGreaterThan(0);
    await hub.kill();
    control.close();
    await withStore(join(data, 'kawei.db'), async (store) => {
      expect(await faultsOf(store, booths)).toEqual([]);
      const helped = await entriesOf(store, 'booth.trouble', `booth:${morning.helping.booth}`);
      expect(helped).toBe(3 * faults.length);
    });
  });

  test.each([
    ['ENOSPC', /STORE_(FULL|UNREADABLE|WRITE_FAILED)/],
    ['EIO', /STORE_(WRITE_FAILED|UNREADABLE)/],
  ] as const)(
    'does not start on a disk with %s: one sentence, exit 1, and the next start is a first one',
    async (error, code) => {
      const { directory: own, environment } = await morning.empty();
      mkdirSync(own);
      for (const skip of [0, 12, 40, 90]) {
        const { control, environment: watched } = failing(`start-${error}-${skip}`, own);
        control.fail({ ...everything, error, skip });
        const hub = Child.kawei(['hub'], { side: 'hub' }, { ...environment, ...watched });
        expect(await hub.ended(), hub.said).toBe(1);
        expect(hub.said).toMatch(code);
        expect(hub.said).not.toMatch(/^\s+at /m);
        control.close();
      }
      const again = await startHub(readSettings(environment));
      await again.close();
      expect(halfFiles(own)).toEqual([]);
    },
  );
});

describe.skipIf(library === '')('a booth', () => {
  test('says that a step was not stored, and goes on with the same numbers', async () => {
    const root = join(directory, 'booth');
    mkdirSync(root);
    const { control, environment } = failing('booth-control', root);
    const line = new HubLine(openView);
    await line.open();
    const program = fileURLToPath(new URL('../simulators/hub-line/lonely-booth.ts', import.meta.url));
    const booth = new Child([program, line.address, join(root, 'data')], { side: 'booth' }, environment);
    const page = await SimulatedPage.open((await booth.address()) ?? '');
    await page.until(({ line: state, seat }) => state === 'online' && seat !== null);
    let stored = 0;
    for (const [what, fault] of faults) {
      control.fail(fault);
      const refusal = await page.act({ kind: 'help' });
      if (refusal) expect(refusal.code, what).toMatch(/^BOOTH_DISK_(FULL|FAILED)$/);
      else stored += 1;
      control.recover();
      await page.until(({ line: state }) => state === 'online');
      expect(await page.act({ kind: 'help' }), what).toBeNull();
      stored += 1;
      await expect.poll(() => line.stored.length, { message: what }).toBe(stored);
    }
    expect(stored).toBeGreaterThanOrEqual(faults.length);
    expect(stored).toBeLessThan(2 * faults.length);
    expect(line.stored.map(({ n }) => n)).toEqual(Array.from({ length: stored }, (_, n) => n + 1));
    await booth.kill();
    await line.end();
    control.close();
  });
});
