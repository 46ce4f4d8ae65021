/** Every call on a booth's disk fails once, before or after it took effect, or with all that follow it for a while. */
import SqliteDriver from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { BoothCore } from '#booth/core/booth.ts';
import { type Disk, diskSchema } from '#booth/core/disk.ts';
import { realWorld } from '#booth/core/world.ts';
import { Refusal } from '#shared/catalogue/refusal.ts';
import type { Intent } from '#shared/protocol/bridge.ts';
import { simulatedDevices } from '../simulators/devices.ts';
import { HubLine } from '../simulators/hub-line/hub-line.ts';
import { expertAt, sessionView } from '../simulators/hub-line/views.ts';

/** `dead`: this call is not carried out, nor any after it until the disk is well again. */
type When = 'before' | 'after' | 'dead';
interface Fault {
  readonly call: number;
  readonly when: When;
}

const DEAD_MILLISECONDS = 40;
const SOON = { timeout: 10_000, interval: 5 };
/** Booths at a time: each mostly waits. */
const TOGETHER = 12;
const unexpected: unknown[] = [];
const note = (error: unknown) => void unexpected.push(error);
/** The calls of a day on which nothing fails. */
let calls: readonly string[];

beforeAll(async () => {
  process.on('uncaughtException', note);
  const day = await Day.begin(null);
  expect(await day.faults()).toEqual([]);
  calls = day.calls;
});
afterAll(() => {
  process.off('uncaughtException', note);
});

/** A booth with one thing of everything it keeps, on a disk that fails at one call. */
class Day {
  readonly calls: string[] = [];
  readonly #hub = new HubLine(sessionView(expertAt('done')));
  /** Outlives the agent. */
  readonly #disk = new SqliteDriver(':memory:');
  readonly #told: string[] = [];
  readonly #found: string[] = [];
  #core!: BoothCore;
  #fault: Fault | null = null;
  #dead = false;

  private constructor() {
    this.#disk.exec(diskSchema);
    this.#hub.decide = (act) => (act.kind === 'chair-vote' ? new Refusal('CHAIR_NOT_NOW') : null);
  }

  static async begin(fault: Fault | null): Promise<Day> {
    const day = new Day();
    await day.#hub.open();
    day.#core = day.#start();
    day.calls.length = 0;
    day.#fault = fault;
    return day;
  }

  /** What does not hold at its end. */
  async faults(): Promise<string[]> {
    const hub = this.#hub;
    await this.#settled();
    await this.#say('一');
    const refused = await this.#act({ kind: 'chair-vote', alias: '专家甲' });
    await this.#settled();
    if (refused !== 'CHAIR_NOT_NOW' && !refused?.startsWith('BOOTH_DISK') && this.#shown !== 'CHAIR_NOT_NOW')
      this.#found.push(`a refusal was never told: ${refused}, ${this.#shown}`);
    const at = new Date().toISOString();
    hub.change({ orders: [{ order: 1, kind: 'message', text: '请稍候', at }] });
    await vi.waitFor(() => expect(this.#kinds('obeyed').length).toBe(1), SOON);
    hub.close();
    await vi.waitFor(() => expect(this.#core.screen.line).not.toBe('online'), SOON);
    await this.#say('二');
    await this.#say('三');
    await hub.open();
    await this.#settled();
    await this.#say('四');
    await this.#settled();
    this.#fault = null;
    this.#dead = false;
    // What was done holds after another start, too.
    await this.#core.close();
    this.#core = this.#start();
    await this.#settled();
    await this.#say('五');
    await this.#settled();
    await this.#core.close();
    await hub.end();
    return [...this.#found, ...this.#faultsOfHub()];
  }

  #faultsOfHub(): string[] {
    const { stored } = this.#hub;
    const said = this.#kinds('say').map(({ act }) => (act.kind === 'say' ? act.text : ''));
    const lost = this.#told.filter((text) => !said.includes(text));
    const found = lost.map((text) => `${text} was taken and is lost`);
    if (new Set(said).size < said.length) found.push(`done twice: ${said.join()}`);
    if (this.#kinds('obeyed').length !== 1) found.push('an order was not done once');
    if (stored.some(({ n }, place) => n !== place + 1))
      found.push(`numbers: ${stored.map(({ n }) => n).join()}`);
    return found;
  }

  #kinds(kind: string) {
    return this.#hub.stored.filter(({ act }) => act.kind === kind);
  }

  get #shown(): string | undefined {
    return this.#core.screen.refusal?.code;
  }

  async #settled(): Promise<void> {
    await vi.waitFor(() => expect(this.#core.screen).toMatchObject({ line: 'online', pending: 0 }), SOON);
    await vi.waitFor(() => expect(this.#core.screen.session).not.toBeNull(), SOON);
  }

  async #say(text: string): Promise<void> {
    if ((await this.#act({ kind: 'say', text })) === null) this.#told.push(text);
  }

  /** The code of the refusal; null for what the person is told is taken. */
  async #act(intent: Intent): Promise<string | null> {
    const code = (await this.#core.act(intent))?.code ?? null;
    if (code !== null && !/^(BOOTH_DISK_(FULL|FAILED)|CHAIR_NOT_NOW)$/.test(code)) this.#found.push(code);
    return code;
  }

  #start(): BoothCore {
    // What the agent before it had not committed is gone with it.
    if (this.#disk.inTransaction) this.#disk.exec('ROLLBACK');
    return new BoothCore({
      settings: { booth: 'B-01', token: 'a token long enough', hub: this.#hub.address, data: '', port: 0 },
      devices: simulatedDevices('B-01'),
      log: () => {},
      now: () => new Date(),
      retry: [5, 10],
      world: { ...realWorld, openDisk: () => this.#watched(this.#disk) },
    });
  }

  #watched(disk: Disk): Disk {
    const call = <T>(name: string, work: () => T) => this.#call(name, work);
    const watched = {
      get inTransaction() {
        return disk.inTransaction;
      },
      prepare: (sql: string) => {
        const statement = disk.prepare(sql);
        return {
          run: (...values: unknown[]) => call(sql, () => statement.run(...values)),
          get: (...values: unknown[]) => call(sql, () => statement.get(...values)),
          all: (...values: unknown[]) => call(sql, () => statement.all(...values)),
        };
      },
      exec: (sql: string) => disk.exec(sql),
      transaction: (work: () => unknown) => () => {
        if (disk.inTransaction) return disk.transaction(work)();
        call('BEGIN', () => disk.exec('BEGIN'));
        try {
          const result = work();
          call('COMMIT', () => disk.exec('COMMIT'));
          return result;
        } catch (error) {
          if (disk.inTransaction) disk.exec('ROLLBACK');
          throw error;
        }
      },
      close: () => {},
    };
    return watched as unknown as Disk;
  }

  #call<T>(name: string, work: () => T): T {
    const number = this.calls.push(name) - 1;
    const when = this.#fault?.call === number ? this.#fault.when : null;
    if (when === 'dead') this.#die();
    if (this.#dead || when === 'before') throw failure(name, 'SQLITE_FULL');
    const result = work();
    if (when === 'after') throw failure(name, 'SQLITE_IOERR_WRITE');
    return result;
  }

  #die(): void {
    this.#dead = true;
    setTimeout(() => {
      this.#dead = false;
    }, DEAD_MILLISECONDS);
  }
}

function failure(name: string, code: string): Error {
  return Object.assign(new Error(`planted at ${name}`), { code });
}

describe.each(['before', 'after', 'dead'] as const)('a call on the disk of a booth fails: %s', (when) => {
  test('the person is told, or it is stored; never half, never twice', async () => {
    const left = calls.map((_, call) => call);
    const found: string[] = [];
    const work = async () => {
      for (let call = left.shift(); call !== undefined; call = left.shift()) {
        const day = await Day.begin({ call, when });
        const faults = await day.faults().catch((error: unknown) => [String(error)]);
        found.push(...faults.map((fault) => `${call} ${calls[call]}: ${fault}`));
      }
    };
    await Promise.all(Array.from({ length: TOGETHER }, work));
    expect(found).toEqual([]);
    expect(unexpected).toEqual([]);
    expect(calls.length).toBeGreaterThan(50);
  });
});
