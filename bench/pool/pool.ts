/** What a large pool holds up: its import and a panel asked from it, while others go on working. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Role } from '#shared/protocol/requests.ts';
import { Staff } from '#test/demo/staff.ts';
import { Child } from '../children.ts';
import { medians } from '../statistics.ts';
import { poolCsv, projectOf, sites } from './workload.ts';

export interface PoolSize {
  readonly experts: number;
}

export const poolSizes: Record<'full' | 'small', PoolSize> = {
  full: { experts: 80_000 },
  small: { experts: 300 },
};

/** The steps that read or write the whole pool. */
const steps = ['import', 'again', 'exclusions', 'request'] as const;
type Step = (typeof steps)[number];

/** Of each step: how long it took, the longest block of the hub's loop, and the slowest of others' commands; milliseconds. */
export type PoolFigures = Record<Step | `${Step}Block` | `${Step}Others`, number>;

export interface PoolResult {
  readonly bench: 'pool';
  readonly rounds: number;
  readonly size: PoolSize;
  readonly figures: PoolFigures;
}

export async function largePool(
  options: PoolSize & {
    readonly rounds: number;
    readonly profile: string;
    readonly tell: (line: string) => void;
  },
): Promise<PoolResult> {
  const { rounds: count, profile, tell, ...size } = options;
  const rounds: PoolFigures[] = [];
  const list = poolCsv(size.experts);
  for (let n = 1; n <= count; n++) {
    const figures = await oneRound(list, profile);
    rounds.push(figures);
    tell(`round ${n}: ${JSON.stringify(figures)}`);
  }
  return { bench: 'pool', rounds: count, size, figures: medians(rounds) };
}

async function oneRound(list: Uint8Array, profile: string): Promise<PoolFigures> {
  const data = mkdtempSync(join(tmpdir(), 'kawei-bench-pool-'));
  const hub = new Child('hub-child.ts', {
    node: profile ? ['--cpu-prof', `--cpu-prof-dir=${profile}`] : [],
    environment: { KAWEI_DATA: data, KAWEI_PORT: '0', KAWEI_DATABASE_URL: '' },
  });
  try {
    const { address, firstUsers } = await hub.ask<{
      address: string;
      firstUsers: readonly { user: string; password: string }[];
    }>('started');
    const as = (user: string, role: Role) => {
      const password = firstUsers.find((one) => one.user === user)?.password ?? '';
      return Staff.signIn(address, { user, name: '', role, password });
    };
    const [admin, security] = [await as('sysadmin', 'system-admin'), await as('secadmin', 'security-admin')];
    for (const id of sites) await admin.send('POST', '/api/sites', { id, name: id, city: id });
    const agent = { user: 'agency', name: '代理', role: 'agency', password: 'a long password' } as const;
    await security.send('POST', '/api/users', agent);
    const agency = await Staff.signIn(address, agent);
    await agency.send('POST', '/api/projects', { project: projectOf('P-1') });
    await agency.send('POST', '/api/projects/P-1/freeze');
    const work: Record<Step, () => Promise<unknown>> = {
      import: () => admin.send('POST', '/api/experts/file', list),
      again: () => admin.send('POST', '/api/experts/file', list),
      exclusions: () => agency.get('/api/projects/P-1/exclusions'),
      request: () => agency.send('POST', '/api/projects/P-1/panel', { excluded: [] }),
    };
    const figures: Partial<PoolFigures> = {};
    for (const step of steps) {
      await hub.ask('longestBlock');
      const others = new Others(admin);
      const began = performance.now();
      await work[step]();
      figures[step] = performance.now() - began;
      figures[`${step}Others`] = await others.end();
      figures[`${step}Block`] = await hub.ask<number>('longestBlock');
    }
    return figures as PoolFigures;
  } finally {
    await hub.end();
    rmSync(data, { recursive: true });
  }
}

let named = 0;

/** Somebody who goes on giving the hub small commands, one after the other. */
class Others {
  #ended = false;
  #slowest = 0;
  readonly #work: Promise<void>;

  constructor(admin: Staff) {
    this.#work = this.#goOn(admin);
  }

  /** The slowest acknowledgement meanwhile, in milliseconds. */
  async end(): Promise<number> {
    this.#ended = true;
    await this.#work;
    return this.#slowest;
  }

  async #goOn(admin: Staff): Promise<void> {
    while (!this.#ended) {
      const id = `site${named++}`;
      const began = performance.now();
      await admin.send('POST', '/api/sites', { id, name: id, city: id });
      this.#slowest = Math.max(this.#slowest, performance.now() - began);
      await new Promise((resolve) => setTimeout(resolve, 25));
    }
  }
}
