/** The demo's hub: `kawei hub` as a process of its own, so that it can be killed in the middle and started again. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { Refusal } from '#shared/catalogue/refusal.ts';

const kawei = fileURLToPath(new URL('../../hub/src/cli/kawei.ts', import.meta.url));

export class HubProcess {
  #environment: Record<string, string>;
  #child: ChildProcess | null = null;
  /** user → password of the administrators made at the first start. */
  readonly passwords = new Map<string, string>();
  address = '';

  constructor(environment: Record<string, string>) {
    this.#environment = environment;
  }

  /** Starts it and waits until it listens. A refusal of its own is passed on in its words. */
  async start(): Promise<void> {
    const child = spawn(process.execPath, [kawei, 'hub'], {
      env: { ...process.env, ...this.#environment },
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    this.#child = child;
    const said: string[] = [];
    let listening = false;
    const ready = new Promise<void>((resolve, reject) => {
      createInterface({ input: child.stderr }).on('line', (line) => {
        said.push(line);
        const account = /^ {2}(\S+)\t(\S+)\t\(/.exec(line);
        if (account?.[1] && account[2]) this.passwords.set(account[1], account[2]);
        const address = /running at (http:\S+)/.exec(line)?.[1];
        if (address) {
          this.address = address;
          // Started again it must be where the booths look for it.
          this.#environment = { ...this.#environment, KAWEI_PORT: new URL(address).port };
          listening = true;
          // The passwords follow in the same breath.
          setTimeout(resolve, 300);
        } else if (listening && !account && /Error|\bat \//.test(line))
          process.stderr.write(`[hub] ${line}\n`);
      });
      child.once('exit', () => reject(new Refusal('DEMO_HUB', { detail: said.join(' ') })));
    });
    await ready;
  }

  /** As a power cut would: no goodbye, nothing flushed that was not on disk. */
  async kill(): Promise<void> {
    await this.#end('SIGKILL');
  }

  async stop(): Promise<void> {
    await this.#end('SIGTERM');
  }

  async #end(signal: NodeJS.Signals): Promise<void> {
    const child = this.#child;
    this.#child = null;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, 'exit');
    child.kill(signal);
    await gone;
  }
}
