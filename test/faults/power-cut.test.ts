/**
 * The power goes: of what a process wrote, only what it had synced is left. With synchronous=FULL nothing
 * acknowledged is missing at any moment; with NORMAL the same look must find a loss, or it looks at nothing.
 */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openDisk } from '#booth/core/disk.ts';
import { BoothRecord } from '#booth/core/record.ts';
import { startHub } from '#hub/hub.ts';
import { reportOf } from '#hub/reports/reads.ts';
import { readSealed } from '#hub/reports/sealing.ts';
import { readSettings } from '#hub/settings.ts';
import { WitnessMemory } from '#witness/memory.ts';
import type { Answered } from '../rehearsal/busy-spine.ts';
import type { Cosigned } from '../rehearsal/busy-witness.ts';
import { ledgerFaults, tableFaults } from '../rehearsal/ledger-audit.ts';
import { SimulatedPage } from '../simulators/booth-page/page.ts';
import { HubLine } from '../simulators/hub-line/hub-line.ts';
import { openView } from '../simulators/hub-line/views.ts';
import { entriesOf, withStore } from './aftermath.ts';
import { Child } from './child.ts';
import { DiskImage } from './disk/image.ts';
import { atEveryCut, watchedBy } from './disk/power.ts';
import { compileShim } from './disk/shim.ts';
import { Morning } from './morning.ts';
import { StubbornBooth } from './stubborn-booth.ts';

const shim = compileShim();
const library = typeof shim === 'string' ? '' : shim.library;
if (typeof shim === 'string') process.stdout.write(`NOT RUN power cuts: ${shim}\n`);
const program = (file: string) => fileURLToPath(new URL(file, import.meta.url));
const directory = mkdtempSync(join(tmpdir(), 'kawei-power-'));
let morning: Morning;

beforeAll(async () => {
  morning = await Morning.prepare();
});
afterAll(() => {
  morning.end();
  if (typeof shim !== 'string') shim.remove();
  rmSync(directory, { recursive: true, force: true });
});

/** An empty place for one recorded process. */
function place(name: string): { root: string; log: string } {
  const root = join(directory, name, 'disk');
  mkdirSync(root, { recursive: true });
  return { root, log: join(directory, name, 'log') };
}

async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise((resolve) => setTimeout(resolve, 20));
}

/** A spine at work on its database, until it has answered often. */
async function busySpine(name: string, synchronous: string): Promise<{ image: DiskImage; log: string }> {
  const { root, log } = place(name);
  const image = new DiskImage(root);
  const child = new Child(
    [program('../rehearsal/busy-spine.ts'), join(root, 'kawei.db'), name],
    { side: 'none' },
    { ...watchedBy(library, root, log), FAULT_SYNCHRONOUS: synchronous, FAULT_CHECKPOINT_PAGES: '60' },
  );
  await until(() => child.lines.length > 260);
  await child.kill();
  return { image, log };
}

/** Answers that the files do not bear out. */
async function lostBySpine(data: string, said: readonly string[]): Promise<string[]> {
  const answered = said.map((line) => JSON.parse(line) as Answered);
  const size = Math.max(0, ...answered.map((line) => line.size));
  return withStore(join(data, 'kawei.db'), async (store) => {
    const found = await ledgerFaults(store);
    const rows = await store.selectFrom('ledger').select('seq').execute();
    if (rows.length < size) found.push(`${rows.length} entries of ${size} acknowledged`);
    const acts = await store.selectFrom('booth_acts').select(['booth', 'n']).execute();
    const stored = new Set(acts.map(({ booth, n }) => `${booth} ${n}`));
    for (const line of answered)
      if ('booth' in line && !stored.has(`${line.booth} ${line.n}`)) found.push(`${line.booth} ${line.n}`);
    return found;
  });
}

describe.skipIf(library === '')('the power goes', () => {
  test('under a busy spine: nothing acknowledged is missing at any cut', async () => {
    const { image, log } = await busySpine('full', 'FULL');
    const cuts = await atEveryCut(image, log, async ({ directory: data, said, number }) => {
      expect(await lostBySpine(data, said), `cut ${number}`).toEqual([]);
      if (number % 40 === 39)
        await withStore(join(data, 'kawei.db'), async (store) =>
          expect(await tableFaults(store)).toEqual([]),
        );
    });
    expect(cuts).toBeGreaterThan(60);
  });

  test('under the control, synchronous=NORMAL: the same look finds what is lost', async () => {
    const { image, log } = await busySpine('normal', 'NORMAL');
    let losses = 0;
    await atEveryCut(image, log, async ({ directory: data, said }) => {
      if ((await lostBySpine(data, said)).length > 0) losses += 1;
    });
    expect(losses).toBeGreaterThan(0);
  });

  test('under a hub: keys, invitations and sealed reports are whole, and what was acknowledged is there', async () => {
    const { directory: own, data, environment } = await morning.copy();
    const log = join(directory, 'hub.log');
    const image = new DiskImage(own);
    const hub = Child.kawei(['hub'], { side: 'hub' }, { ...environment, ...watchedBy(library, own, log) });
    const booth = new StubbornBooth(morning.signing, [{ kind: 'trouble', what: 'help' }, morning.consent]);
    expect(await booth.work((await hub.address()) ?? '')).toBe(true);
    await until(
      () =>
        (hub.steps.get('adopted') ?? 0) > 0 &&
        hub.lines.lastIndexOf('commit.after') > hub.lines.indexOf('report.settled'),
    );
    await hub.kill();
    const by = `booth:${booth.booth}`;
    const cuts = await atEveryCut(image, log, async ({ directory: files, said, number }) => {
      const acks = said.filter((line) => line === 'ack.after').length;
      await withStore(join(files, 'hub', 'kawei.db'), async (store) => {
        expect(await ledgerFaults(store), `cut ${number}`).toEqual([]);
        const helped = await entriesOf(store, 'booth.trouble', by);
        const consented = await entriesOf(store, 'consent.signed', by);
        expect(helped + consented, `cut ${number}`).toBeGreaterThanOrEqual(acks);
        const report = await reportOf(store, 'P-1');
        const settings = readSettings({ KAWEI_DATA: join(files, 'hub') });
        if (report?.file) expect((await readSealed({ settings }, report))?.length).toBeGreaterThan(0);
      });
    });
    expect(cuts).toBeGreaterThan(20);
    expect(data).toContain(own);
  });

  test('under a first start: the next one begins with whole keys', async () => {
    const { root, log } = place('first');
    const image = new DiskImage(root);
    const data = join(root, 'hub');
    const environment = { KAWEI_PORT: '0', KAWEI_BOOTH_LINES: 'token', KAWEI_DATA: data };
    const hub = Child.kawei(['hub'], { side: 'hub' }, { ...environment, ...watchedBy(library, root, log) });
    expect(await hub.address()).not.toBeNull();
    await hub.kill();
    let starts = 0;
    await atEveryCut(image, log, async ({ directory: files, said, number }) => {
      mkdirSync(join(files, 'hub'), { recursive: true });
      await withStore(join(files, 'hub', 'kawei.db'), async (store) =>
        expect(await ledgerFaults(store)).toEqual([]),
      );
      if (!said.includes('key.drafted') || number % 3 > 0) return;
      starts += 1;
      const again = await startHub(readSettings({ KAWEI_PORT: '0', KAWEI_DATA: join(files, 'hub') }));
      await again.close();
    });
    expect(starts).toBeGreaterThan(5);
  });

  test.each([
    ['FULL', false],
    ['NORMAL', true],
  ])(
    'under a witness with synchronous=%s: what it has cosigned, or its key, is forgotten: %s',
    async (synchronous, forgets) => {
      const { root, log } = place(`witness-${synchronous}`);
      const image = new DiskImage(root);
      const witness = new Child(
        [program('../rehearsal/busy-witness.ts'), join(root, 'witness')],
        { side: 'none' },
        { ...watchedBy(library, root, log), FAULT_SYNCHRONOUS: synchronous },
      );
      await until(() => witness.lines.length === 30);
      await witness.kill();
      let forgotten = 0;
      const cuts = await atEveryCut(image, log, async ({ directory: files, said }) => {
        if (said.length === 0) return;
        const cosigned = said.map((line) => JSON.parse(line) as Cosigned);
        const memory = new WitnessMemory(join(files, 'witness'));
        const sameKey = memory.key('rehearsal.invalid/witness').verifierKey === cosigned[0]?.key;
        if (!sameKey || cosigned.some(({ origin }) => memory.head(origin)?.size !== 1)) forgotten += 1;
        memory.close();
      });
      expect(cuts).toBeGreaterThan(synchronous === 'FULL' ? 30 : 3);
      expect(forgotten > 0).toBe(forgets);
    },
  );

  test.each([
    ['FULL', false],
    ['NORMAL', true],
  ])(
    'under a booth with synchronous=%s: what the person was told is stored is lost: %s',
    async (synchronous, loses) => {
      const { root, log } = place(`booth-${synchronous}`);
      const image = new DiskImage(root);
      const line = new HubLine(openView);
      await line.open();
      const booth = new Child(
        [program('../simulators/hub-line/lonely-booth.ts'), line.address, join(root, 'booth')],
        { side: 'booth' },
        { ...watchedBy(library, root, log), FAULT_SYNCHRONOUS: synchronous, FAULT_CHECKPOINT_PAGES: '20' },
      );
      const page = await SimulatedPage.open((await booth.address()) ?? '');
      await page.until(({ line: state, seat }) => state === 'online' && seat !== null);
      for (let n = 0; n < 30; n++) {
        line.mute = n >= 20;
        expect(await page.act({ kind: 'help' })).toBeNull();
      }
      await booth.kill();
      await line.end();
      let losses = 0;
      const cuts = await atEveryCut(image, log, async ({ directory: files, said }) => {
        const stored = said.filter((step) => step === 'outbox.stored').length;
        if (stored === 0) return;
        const record = new BoothRecord(openDisk(join(files, 'booth')));
        // Acts have the numbers 1, 2, …: the hub has those that it answered, the outbox the others.
        const last = Math.max(record.acked, ...record.pending.map(({ n }) => n));
        record.close();
        if (last < stored) losses += 1;
      });
      expect(cuts).toBeGreaterThan(synchronous === 'FULL' ? 60 : 5);
      expect(losses > 0).toBe(loses);
    },
  );
});
