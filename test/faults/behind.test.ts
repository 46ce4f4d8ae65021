/** A hub restored from an older back-up: told by those who remember more, it takes nothing until it is decided. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { BoothRecord } from '#booth/core/record.ts';
import { startBooth } from '#booth/shell/headless.ts';
import { type RunningHub, startHub } from '#hub/hub.ts';
import { hubActor, plan } from '#hub/ledger/command.ts';
import { acceptLossAt } from '#hub/recovery/admin-socket.ts';
import { backUp, restore } from '#hub/recovery/backup.ts';
import { readSettings } from '#hub/settings.ts';
import { createSite } from '#hub/venues/decide.ts';
import { Refusal } from '#shared/catalogue/refusal.ts';
import { emptyPostgres } from '../databases/place.ts';
import { SimulatedPage } from '../simulators/booth-page/page.ts';
import { simulatedDevices } from '../simulators/devices.ts';
import { entriesOf, recoveryOf } from './aftermath.ts';
import { Morning } from './morning.ts';

let morning: Morning;
let hub: RunningHub;
const environment: Record<string, string> = {};
const closing: (() => Promise<unknown>)[] = [];

beforeAll(async () => {
  morning = await Morning.prepare();
  const copy = await morning.copy();
  Object.assign(environment, copy.environment, { KAWEI_BEAT_MS: '100' });
  hub = await startHub(readSettings(environment));
});
afterAll(async () => {
  for (const close of closing) await close();
  await hub.close();
  morning.end();
});

async function codeOf(id: string): Promise<string> {
  try {
    await hub.hub.spine.do(plan(createSite, { id, name: id, city: '江州市' }), hubActor);
    return 'done';
  } catch (error) {
    if (error instanceof Refusal) return error.code;
    throw error;
  }
}

describe('a hub restored from an older back-up', () => {
  test('notices it by its booths, takes back what they had, and goes on after a decision', async () => {
    const settings = readSettings(environment);
    const recovery = recoveryOf(settings);
    const directory = join(settings.data, '..');
    const { booth, token } = morning.helping;
    const port = new URL(hub.address).port;
    const data = join(directory, 'booth');
    mkdirSync(data);
    const kept = vi.spyOn(BoothRecord.prototype, 'keep');
    closing.push(async () => kept.mockRestore());
    const agent = await startBooth({
      settings: { booth, token, hub: `ws://127.0.0.1:${port}`, data, port: 0 },
      devices: simulatedDevices(booth),
      retry: [20, 60],
    });
    closing.push(() => agent.close());
    const page = await SimulatedPage.open(agent.address);
    closing.push(async () => page.close());
    /** Calls for help in the ledger; that the key is out it tells as well. */
    const helped = async () => {
      const ledger = hub.hub.store.selectFrom('ledger').select('payload').where('type', '=', 'booth.trouble');
      return (await ledger.execute()).filter(({ payload }) => payload.includes('"help"')).length;
    };
    const settled = () => page.until(({ line, pending }) => line === 'online' && pending === 0);
    await settled();
    await page.act({ kind: 'help' });
    await expect.poll(helped).toBe(1);

    await backUp(recovery, {
      data: settings.data,
      out: join(directory, 'backup-old'),
      withKeys: true,
      at: new Date(),
    });
    await page.act({ kind: 'help' });
    await page.act({ kind: 'help' });
    await expect.poll(helped).toBe(3);
    expect(await codeOf('LOST')).toBe('done');
    await settled();
    const { size } = hub.hub.spine;
    const told = () => kept.mock.calls.some(([{ head }]) => (head?.size ?? 0) >= size);
    await expect.poll(told, { message: 'the booth knows the ledger as it is now' }).toBe(true);

    await hub.close();
    const restored = join(directory, 'restored');
    const database = await emptyPostgres();
    await restore(
      { ...recovery, database },
      { from: join(directory, 'backup-old'), data: restored, identity: undefined },
    );
    environment.KAWEI_DATA = restored;
    if (database !== '') environment.KAWEI_DATABASE_URL = database;
    environment.KAWEI_PORT = port;
    hub = await startHub(readSettings(environment));
    expect(hub.hub.spine.size).toBeLessThan(size);

    await expect.poll(() => hub.hub.behind.missing).toBeTruthy();
    expect(await codeOf('NEW')).toBe('HUB_BEHIND');
    // What the booth had is back, once, though not by itself enough: the site that staff made is not.
    await expect.poll(helped).toBe(3);
    expect(hub.hub.behind.missing?.acts).toEqual([]);
    expect(hub.hub.behind.missing?.heads[0]).toMatchObject({
      source: `booth/${booth}`,
      size: expect.any(Number),
    });
    expect(await codeOf('NEW')).toBe('HUB_BEHIND');
    // What is new waits in the booth.
    await page.act({ kind: 'help' });
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(await helped()).toBe(3);

    await acceptLossAt(restored, '张三', '备份早于最后两项，已核对纸质记录');
    expect(hub.hub.behind.missing).toBeNull();
    expect(await codeOf('NEW')).toBe('done');
    await expect.poll(helped).toBe(4);
    await settled();
    expect(await entriesOf(hub.hub.store, 'ledger.loss-accepted')).toBe(1);
    await expect(acceptLossAt(restored, '张三', '再次')).rejects.toMatchObject({ code: 'HUB_NOT_BEHIND' });

    // The old head is not held against the new line, neither by the booth nor after another start.
    await hub.close();
    hub = await startHub(readSettings(environment));
    await settled();
    await page.act({ kind: 'help' });
    await expect.poll(helped).toBe(5);
    expect(hub.hub.behind.missing).toBeNull();
  });

  test('notices a head that a witness holds', async () => {
    // Nothing is said of heads up to the one whose loss was accepted: the ledger has to be larger than that again.
    const lost = await hub.hub.store.selectFrom('accepted_heads').select('size').execute();
    const largest = Math.max(...lost.map((head) => Number(head.size)));
    for (let n = 0; hub.hub.spine.size <= largest; n += 1) expect(await codeOf(`MORE-${n}`)).toBe('done');
    const { size } = hub.hub.spine;
    const own = await hub.hub.behind.head(size);
    if (!own) throw new Error('no head');
    await hub.hub.behind.noticeHead({ ...own, source: 'witness/S1' });
    expect(await codeOf('STILL')).toBe('done');
    await hub.hub.behind.noticeHead({ size: size + 100, root: 'a'.repeat(64), source: 'witness/S1' });
    expect(await codeOf('NOT')).toBe('HUB_BEHIND');
    hub.hub.behind.settled();
    await hub.hub.behind.noticeHead({ ...own, root: 'b'.repeat(64), source: 'witness/S1' });
    expect(await codeOf('NOT')).toBe('HUB_BEHIND');
    hub.hub.behind.settled();
  });
});
