/** A terminal whose disk is put back to an earlier image, and which goes on from there before the hub can be reached. */
import { cpSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startBooth } from '#booth/shell/headless.ts';
import { type RunningHub, startHub } from '#hub/hub.ts';
import { readSettings } from '#hub/settings.ts';
import { SimulatedPage } from '../simulators/booth-page/page.ts';
import { simulatedDevices } from '../simulators/devices.ts';
import { Morning } from './morning.ts';

let morning: Morning;
let hub: RunningHub;
const environment: Record<string, string> = {};
let data: string;

beforeAll(async () => {
  morning = await Morning.prepare();
  const copy = await morning.copy();
  Object.assign(environment, copy.environment, { KAWEI_BEAT_MS: '100' });
  hub = await startHub(readSettings(environment));
  environment.KAWEI_PORT = new URL(hub.address).port;
  data = join(readSettings(environment).data, '..', 'booth');
  mkdirSync(data);
});
afterAll(async () => {
  await hub.close();
  morning.end();
});

/** When each call for help in the ledger was made, by the booth's clock. */
async function helped(): Promise<string[]> {
  const ledger = hub.hub.store.selectFrom('ledger').select('payload').where('type', '=', 'booth.trouble');
  const calls = (await ledger.orderBy('seq').execute()).map(
    ({ payload }) => JSON.parse(payload) as { what: string; boothAt: string },
  );
  return calls.filter(({ what }) => what === 'help').map(({ boothAt }) => boothAt);
}

/** The terminal is switched on, does something, and is switched off. */
async function switchedOn(work: (page: SimulatedPage) => Promise<void>): Promise<void> {
  const { booth, token } = morning.helping;
  const agent = await startBooth({
    settings: { booth, token, hub: `ws://127.0.0.1:${environment.KAWEI_PORT}`, data, port: 0 },
    devices: simulatedDevices(booth),
    retry: [20, 60],
  });
  const page = await SimulatedPage.open(agent.address);
  try {
    await work(page);
  } finally {
    page.close();
    await agent.close();
  }
}

const settled = (page: SimulatedPage) =>
  page.until(({ line, pending }) => line === 'online' && pending === 0);

async function callTwice(page: SimulatedPage): Promise<void> {
  await page.act({ kind: 'help' });
  await page.act({ kind: 'help' });
}

test('what it does then is kept beside what it had done under the same numbers, in order, each once', async () => {
  await switchedOn(async (page) => {
    await settled(page);
    await callTwice(page);
    await settled(page);
  });
  const image = `${data}-image`;
  cpSync(data, image, { recursive: true });
  await switchedOn(async (page) => {
    await settled(page);
    await callTwice(page);
    await settled(page);
  });
  const before = await helped();
  expect(before).toHaveLength(4);

  rmSync(data, { recursive: true });
  cpSync(image, data, { recursive: true });
  await hub.close();
  await switchedOn(async (page) => {
    await page.until(({ line }) => line === 'offline');
    await callTwice(page);
    await callTwice(page);
    hub = await startHub(readSettings(environment));
    await settled(page);
    expect((await page.until(({ line }) => line === 'online')).refusal).toBeNull();
    await callTwice(page);
    await settled(page);
  });
  const now = await helped();
  expect(now.slice(0, 4)).toEqual(before);
  expect(now).toHaveLength(10);
  expect(now).toEqual([...now].sort());
});
