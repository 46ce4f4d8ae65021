/** A booth on a bench: a simulated machine, a stand-in for the hub, and a hand on the page. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { KeyPort } from '#booth/devices/ports.ts';
import { type RunningBooth, startBooth } from '#booth/shell/headless.ts';
import type { BoothView } from '#shared/protocol/booth-frames.ts';
import { SimulatedPage } from '../booth-page/page.ts';
import { type SimulatedDevices, simulatedDevices } from '../devices.ts';
import type { SimulatedToken } from '../usb-key/key.ts';
import { HubLine } from './hub-line.ts';

export class Bench {
  readonly hub: HubLine;
  readonly devices: SimulatedDevices;
  readonly data: string;
  /** The booth's clock, as it is when it is started. */
  now: () => Date = () => new Date();
  readonly #key: KeyPort;
  #running: { booth: RunningBooth; page: SimulatedPage } | null = null;

  private constructor(hub: HubLine, devices: SimulatedDevices, data: string, key: KeyPort) {
    this.hub = hub;
    this.devices = devices;
    this.data = data;
    this.#key = key;
  }

  /** A booth whose hub is there and has told it this view; its key a simulated one, or whatever is given. */
  static async open(
    view: BoothView,
    token: SimulatedToken | null = null,
    key: KeyPort | null = null,
  ): Promise<Bench> {
    const data = mkdtempSync(join(tmpdir(), 'kawei-booth-'));
    const devices = simulatedDevices('B-01', token);
    const bench = new Bench(new HubLine(view), devices, data, key ?? devices.key);
    await bench.hub.open();
    await bench.start();
    await bench.page.until(({ line, seat }) => line === 'online' && seat !== null);
    return bench;
  }

  get booth(): RunningBooth {
    if (!this.#running) throw new Error('the agent is not running');
    return this.#running.booth;
  }

  get page(): SimulatedPage {
    if (!this.#running) throw new Error('the agent is not running');
    return this.#running.page;
  }

  /** Starts the agent on the data it left behind. */
  async start(): Promise<void> {
    const settings = {
      booth: 'B-01',
      token: 'a token long enough',
      hub: this.hub.address,
      data: this.data,
      port: 0,
    };
    const booth = await startBooth({
      settings,
      devices: { ...this.devices, key: this.#key },
      now: this.now,
      retry: [20, 60],
    });
    this.#running = { booth, page: await SimulatedPage.open(booth.address) };
  }

  async stop(): Promise<void> {
    this.#running?.page.close();
    await this.#running?.booth.close();
    this.#running = null;
  }

  /** The line goes down and stays down until `reconnect`. */
  async cut(): Promise<void> {
    this.hub.close();
    await this.page.until(({ line }) => line === 'offline');
  }

  /** The hub is back; waits until everything kept here has reached it. */
  async reconnect(): Promise<void> {
    await this.hub.open();
    await this.page.until(({ line, pending }) => line === 'online' && pending === 0);
  }

  async close(): Promise<void> {
    await this.stop();
    await this.hub.end();
    rmSync(this.data, { recursive: true, force: true });
  }
}
