/** One booth of a simulated morning: its real core and outbox, in a machine that can be switched off at any moment. */

import SqliteDriver from 'better-sqlite3';
import type { WebSocket } from 'ws';
import { BoothCore } from '#booth/core/booth.ts';
import { type Disk, diskSchema } from '#booth/core/disk.ts';
import type { World } from '#booth/core/world.ts';
import type { BoothSettings } from '#booth/settings.ts';
import { SimulatedInspection } from '#test/simulators/inspection/inspection.ts';
import { SimulatedLockdown } from '#test/simulators/lockdown/lockdown.ts';
import { SimulatedScreens } from '#test/simulators/screens/screens.ts';
import { Bell } from './bell.ts';
import type { Chance } from './chance.ts';
import { SECOND, type VirtualClock } from './clock.ts';
import { Slot } from './keys.ts';
import type { End, Line, Network } from './network.ts';
import type { Seams } from './seams.ts';
import { FAULT } from './store.ts';

export interface BoothPlace {
  readonly booth: string;
  readonly seat: string;
  readonly hall: string;
  readonly site: string;
  readonly token: string;
}

export interface BoothParts {
  readonly clock: VirtualClock;
  readonly chance: Chance;
  readonly network: Network;
  readonly accept: (line: Line) => boolean;
  readonly seams: Seams;
}

export class BoothNode {
  readonly place: BoothPlace;
  readonly slot = new Slot();
  /** Rings when another screen is shown. */
  readonly bell = new Bell();
  readonly #parts: BoothParts;
  readonly #raw = new SqliteDriver(':memory:');
  readonly #statements = new Map<string, SqliteDriver.Statement>();
  readonly #together = this.#raw.transaction((work: () => unknown) => work());
  /** How far this machine's clock is from the true time, in milliseconds. */
  skew: number;
  #process = { alive: false };
  #core: BoothCore | null = null;
  #end: End | null = null;
  #starts = 0;

  constructor(place: BoothPlace, parts: BoothParts) {
    this.place = place;
    this.#parts = parts;
    this.skew = parts.chance.whole(-90, 90) * SECOND;
    this.#raw.exec(diskSchema);
  }

  /** The running core; null while the machine is off. */
  get core(): BoothCore | null {
    return this.#core;
  }

  /** What is on its disk, whatever runs. */
  get disk(): SqliteDriver.Database {
    return this.#raw;
  }

  /** The line it holds for its own now. */
  get end(): End | null {
    return this.#end;
  }

  switchOn(): void {
    const { clock, chance, seams } = this.#parts;
    this.#starts += 1;
    const process = { alive: true };
    this.#process = process;
    const alive = () => process.alive;
    const own = chance.fork(`start ${this.#starts}`);
    const { booth, token, site } = this.place;
    const settings: BoothSettings = { booth, token, hub: 'ws://hub', data: '', port: 0 };
    const world: World = {
      timers: clock.timersOf(alive, { late: () => 0 }),
      elapsed: () => clock.now,
      random: () => own.fraction(),
      openDisk: () => seams.boothDisk(this.#diskFor(alive)),
      connect: (_address, patience) => {
        const { network, accept } = this.#parts;
        this.#end = network.connect(booth, site, patience, accept);
        return this.#end as unknown as WebSocket;
      },
    };
    const parts = [{ part: 'mac', value: booth }];
    this.#core = new BoothCore({
      settings,
      devices: {
        key: {
          watch: (tell) => this.slot.watch((now) => alive() && tell(now)),
          sign: async (bytes, pin) => {
            const answer = await this.slot.sign(bytes, pin);
            if (answer.kind !== 'signed') return answer;
            return { kind: 'signed', signature: seams.signature(answer.signature) };
          },
        },
        fingerprint: { read: async () => parts },
        display: { show: async () => {}, blank: async () => {} },
        lockdown: new SimulatedLockdown(),
        screens: new SimulatedScreens(),
        inspection: new SimulatedInspection(),
      },
      log: () => {},
      now: () => new Date(clock.now + this.skew),
      retry: [500, 5000],
      world,
    });
    this.#core.watch(() => this.bell.ring());
  }

  /** The machine is off at once; what its disk holds stays. `silently`: not even the network says that it is gone. */
  switchOff(silently: boolean): void {
    this.#process.alive = false;
    this.#core = null;
    this.#parts.seams.poweredOff(this.#raw);
    if (this.#end && !silently) this.#end.terminate();
    this.#end?.line.vanish('booth');
    this.#end = null;
  }

  #diskFor(alive: () => boolean): Disk {
    const check = () => {
      if (!alive()) throw new Error(`${FAULT}: the booth is off`);
    };
    const disk = {
      prepare: (sql: string) => {
        check();
        const known = this.#statements.get(sql) ?? this.#raw.prepare(sql);
        this.#statements.set(sql, known);
        return known;
      },
      transaction: <T>(work: () => T) => {
        check();
        return () => this.#together(work) as T;
      },
      close: () => {},
    };
    return disk as unknown as Disk;
  }
}
