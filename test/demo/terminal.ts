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

export interface TerminalSetup {
  readonly booth: string;
  readonly seat: string;
  readonly token: string;
  /** `ws://host:port` of the hub. */
  readonly hub: string;
  /** Directory of this terminal's data and of its simulated devices. */
  readonly directory: string;
}

export class Terminal {
  readonly booth: string;
  readonly seat: string;
  readonly #machine: string;
  readonly #child: ChildProcess;
  readonly #answers = new Map<number, (refusal: RefusalMessage | null) => void>();
  readonly #watchers = new Set<(screen: BoothScreen) => void>();
  #bridge: WebSocket | null = null;
  #screen: BoothScreen | null = null;
  #asked = 0;
  address = '';

  private constructor({ booth, seat, directory }: TerminalSetup, child: ChildProcess) {
    this.booth = booth;
    this.seat = seat;
    this.#machine = join(directory, 'machine');
    this.#child = child;
  }

  /** Switches the terminal on and opens its page's bridge. */
  static async start(setup: TerminalSetup): Promise<Terminal> {
    const { booth, token, hub, directory } = setup;
    const machine = join(directory, 'machine');
    mkdirSync(machine, { recursive: true });
    const child = spawn(process.execPath, [kawei, 'booth', '--simulated', machine], {
      env: {
        ...process.env,
        KAWEI_BOOTH: booth,
        KAWEI_BOOTH_TOKEN: token,
        KAWEI_HUB: hub,
        KAWEI_BOOTH_DATA: join(directory, 'data'),
        KAWEI_BOOTH_PORT: '0',
      },
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    const terminal = new Terminal(setup, child);
    await terminal.#listening(child);
    await terminal.#openBridge();
    return terminal;
  }

  get screen(): BoothScreen {
    if (!this.#screen) throw new Error(`booth ${this.booth} shows nothing`);
    return this.#screen;
  }

  insertKey(file: string): void {
    copyFileSync(file, join(this.#machine, 'key.p12'));
  }

  removeKey(): void {
    rmSync(join(this.#machine, 'key.p12'), { force: true });
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
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    const gone = once(this.#child, 'exit');
    this.#child.kill('SIGTERM');
    await gone;
  }

  #listening(child: ChildProcess): Promise<void> {
    const { stderr } = child;
    if (!stderr) throw new Error('no standard error');
    const said: string[] = [];
    return new Promise((resolve, reject) => {
      createInterface({ input: stderr }).on('line', (line) => {
        said.push(line);
        const address = /(http:\/\/127\.0\.0\.1:\d+)/.exec(line)?.[1];
        if (!address) return;
        this.address = address;
        resolve();
      });
      child.once('exit', () => reject(new Error(`booth ${this.booth} ended: ${said.join(' ')}`)));
    });
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
