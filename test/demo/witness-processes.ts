/** The demo's witnesses: `kawei witness`, one process for each site, as each site would run it on its own machine. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { Refusal } from '#shared/catalogue/refusal.ts';

const kawei = fileURLToPath(new URL('../../hub/src/cli/kawei.ts', import.meta.url));

export class WitnessProcesses {
  readonly #children: ChildProcess[] = [];
  readonly #place: string;

  constructor(place: string) {
    this.#place = place;
  }

  /** Starts one for each site on the ledger of the hub at `address`, and writes the hub's list of them. */
  async start(address: string, sites: readonly string[]): Promise<void> {
    const ledger = (await (await fetch(`${address}/ledger/key`)).text()).trim();
    const lines = await Promise.all(
      sites.map(async (site) => `${await this.#startOne(site, ledger)} ${site}`),
    );
    writeFileSync(this.list, `${lines.join('\n')}\n`);
  }

  /** The file that KAWEI_WITNESSES names. */
  get list(): string {
    return join(this.#place, 'witnesses');
  }

  async stop(): Promise<void> {
    await Promise.all(
      this.#children.map(async (child) => {
        if (child.exitCode !== null || child.signalCode !== null) return;
        const gone = once(child, 'exit');
        child.kill('SIGTERM');
        await gone;
      }),
    );
  }

  /** Gives the line for the hub's list, as the witness prints it. */
  async #startOne(site: string, ledger: string): Promise<string> {
    const child = spawn(process.execPath, [kawei, 'witness', ledger], {
      env: {
        ...process.env,
        KAWEI_WITNESS_PORT: '0',
        KAWEI_WITNESS_DATA: join(this.#place, `witness-${site}`),
        KAWEI_WITNESS_NAME: `demo.invalid/witness/${site}`,
      },
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    this.#children.push(child);
    const said: string[] = [];
    return new Promise<string>((resolve, reject) => {
      createInterface({ input: child.stderr }).on('line', (line) => {
        said.push(line);
        if (/^\S+\+[0-9a-f]{8}\+\S+ http:\S+$/.test(line)) resolve(line);
      });
      child.once('exit', () => reject(new Refusal('DEMO_HUB', { detail: said.join(' ') })));
    });
  }
}
