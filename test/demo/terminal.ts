/** One simulated terminal of the demo: the booth agent as a process of its own, and a hand before it. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { WebSocket } from 'ws';
import type { RefusalMessage } from '#shared/catalogue/refusal.ts';
import type { BoothScreen, BridgeMessage, Intent } from '#shared/protocol/bridge.ts';

const kawei = fileURLToPath(new URL('../../hub/src/cli/kawei.ts', import.meta.url));

/** Where the expert's key goes into a terminal, and what the booth agent is told of it. */
export interface KeySlot {
  readonly arguments: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  /** Puts in the key that lies in this file, a PKCS#12. */
  insert(file: string): void;
  pullOut(): void;
}

export interface TerminalSetup {
  readonly booth: string;
  readonly seat: string;
  readonly token: string;
  /** `ws://host:port` of the hub. */
  readonly hub: string;
  /** Directory of this terminal's data and of its simulated devices. */
  readonly directory: string;
  /** By default a simulated one. */
  readonly slot?: KeySlot;
}

export function simulatedSlot(machine: string): KeySlot {
  mkdirSync(machine, { recursive: true });
  const inside = join(machine, 'key.p12');
  return {
    arguments: ['--simulated', machine],
    environment: {},
    insert: (file) => copyFileSync(file, inside),
    pullOut: () => rmSync(inside, { force: true }),
  };
}

/** A booth's agent that is running, in whatever process. */
export interface RunningAgent {
  readonly booth: string;
  readonly seat: string;
  readonly slot: KeySlot;
  /** Where its page is, `http://127.0.0.1:PORT`. */
  readonly address: string;
  /** Ends it: by SIGTERM it takes leave of the hub, by SIGKILL it is gone without a word. */
  readonly end: (signal: 'SIGTERM' | 'SIGKILL') => Promise<void>;
}

export class Terminal {
  readonly booth: string;
  readonly seat: string;
  readonly address: string;
  readonly #slot: KeySlot;
  readonly #end: RunningAgent['end'];
  readonly #answers = new Map<number, (refusal: RefusalMessage | null) => void>();
  readonly #watchers = new Set<(screen: BoothScreen) => void>();
  #bridge: WebSocket | null = null;
  #screen: BoothScreen | null = null;
  #asked = 0;

  private constructor({ booth, seat, address, slot, end }: RunningAgent) {
    this.booth = booth;
    this.seat = seat;
    this.address = address;
    this.#slot = slot;
    this.#end = end;
  }

  /** Stands before an agent that is running. */
  static async at(agent: RunningAgent): Promise<Terminal> {
    const terminal = new Terminal(agent);
    await terminal.#openBridge();
    return terminal;
  }

  /** Switches the terminal on and opens its page's bridge. */
  static async start(setup: TerminalSetup): Promise<Terminal> {
    const { booth, seat, token, hub, directory } = setup;
    const slot = setup.slot ?? simulatedSlot(join(directory, 'machine'));
    const child = spawn(process.execPath, [kawei, 'booth', ...slot.arguments], {
      env: {
        ...process.env,
        ...slot.environment,
        KAWEI_BOOTH: booth,
        KAWEI_BOOTH_TOKEN: token,
        KAWEI_HUB: hub,
        KAWEI_BOOTH_DATA: join(directory, 'data'),
        KAWEI_BOOTH_PORT: '0',
      },
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    const address = await listening(booth, child);
    return Terminal.at({ booth, seat, slot, address, end: (signal) => ended(child, signal) });
  }

  get screen(): BoothScreen {
    if (!this.#screen) throw new Error(`booth ${this.booth} shows nothing`);
    return this.#screen;
  }

  insertKey(file: string): void {
    this.#slot.insert(file);
  }

  removeKey(): void {
    this.#slot.pullOut();
  }

  /** What the person before the screen does; gives the refusal they are shown, if any. */
  ask(intent: Intent): Promise<RefusalMessage | null> {
    this.#asked += 1;
    const id = this.#asked;
    return new Promise((resolve) => {
      this.#answers.set(id, resolve);
      this.#bridge?.send(JSON.stringify({ id, intent }));
    });
  }

  /** As {@link ask}, where nothing should be refused. */
  async act(intent: Intent): Promise<void> {
    const refusal = await this.ask(intent);
    if (refusal) throw new Error(`${this.booth} ${intent.kind}: ${refusal.code} ${refusal.message.zh}`);
  }

  /** Waits until what is shown fits; throws after a minute, naming what was shown instead. */
  showing(fits: (screen: BoothScreen) => boolean, seconds = 60): Promise<BoothScreen> {
    if (this.#screen && fits(this.#screen)) return Promise.resolve(this.#screen);
    return new Promise((resolve, reject) => {
      const done = () => {
        clearTimeout(timer);
        this.#watchers.delete(watch);
      };
      const watch = (screen: BoothScreen) => {
        if (!fits(screen)) return;
        done();
        resolve(screen);
      };
      const timer = setTimeout(() => {
        done();
        const now = this.#screen;
        reject(
          new Error(
            `stuck: ${this.booth} ${now?.line} pending ${now?.pending} ${now?.screen} ${now?.session?.step ?? ''} ${now?.refusal?.code ?? ''}`,
          ),
        );
      }, seconds * 1000);
      this.#watchers.add(watch);
    });
  }

  /** Leaves the terminal to whoever opens its page next: only one may work it at a time. */
  async letGo(): Promise<void> {
    const bridge = this.#bridge;
    if (!bridge || bridge.readyState === WebSocket.CLOSED) return;
    const gone = once(bridge, 'close');
    bridge.terminate();
    await gone;
  }

  async stop(): Promise<void> {
    await this.letGo();
    await this.#end('SIGTERM');
  }

  /** The machine is dead from one moment to the next. */
  breakDown(): Promise<void> {
    return this.#end('SIGKILL');
  }

  async #openBridge(): Promise<void> {
    const bridge = new WebSocket(`${this.address.replace('http', 'ws')}/bridge`, { origin: this.address });
    this.#bridge = bridge;
    bridge.on('message', (data) => this.#take(JSON.parse(data.toString()) as BridgeMessage));
    await once(bridge, 'open');
    await this.showing(() => true);
  }

  #take(message: BridgeMessage): void {
    if (message.type === 'screen') {
      this.#screen = message.screen;
      for (const watch of [...this.#watchers]) watch(message.screen);
      return;
    }
    this.#answers.get(message.id)?.(message.refusal as RefusalMessage | null);
    this.#answers.delete(message.id);
  }
}

/** The address of its page, once the agent listens. */
function listening(booth: string, child: ChildProcess): Promise<string> {
  const { stderr } = child;
  if (!stderr) throw new Error('no standard error');
  const said: string[] = [];
  return new Promise((resolve, reject) => {
    createInterface({ input: stderr }).on('line', (line) => {
      said.push(line);
      const address = /(http:\/\/127\.0\.0\.1:\d+)/.exec(line)?.[1];
      if (address) resolve(address);
    });
    child.once('exit', () => reject(new Error(`booth ${booth} ended: ${said.join(' ')}`)));
  });
}

async function ended(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'exit');
  child.kill(signal);
  await gone;
}
