/** What the look-back over many projects costs a hub: reading them all after a start, and each list of the desk. */
import { rmSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import type { HintPage } from '#shared/protocol/look-back.ts';
import { Staff } from '#test/demo/staff.ts';
import { ManyProjects } from '#test/rehearsal/many-projects.ts';
import { Child } from '../children.ts';
import type { Cost } from '../cost.ts';
import { median, medians } from '../statistics.ts';

export interface TendenciesSize {
  /** All sealed. */
  readonly projects: number;
  readonly experts: number;
  /** Owners of bidders. */
  readonly parties: number;
}

export const tendenciesSizes: Record<'full' | 'small', TendenciesSize> = {
  full: { projects: 10_000, experts: 3000, parties: 600 },
  small: { projects: 12, experts: 12, parties: 8 },
};

/** Looks of the desk, each several times. */
const looks = {
  hints: '/api/look-back/hints',
  sought: '/api/look-back/hints?expert=X-E3&from=2026-02-01',
  pairs: '/api/look-back/pairs?kind=expert',
  experts: '/api/look-back/experts',
  expert: '/api/look-back/experts/X-E3',
  project: '/api/look-back/projects/XX2026-0003',
  exported: '/api/look-back/export/hints/csv',
} as const;
type Look = keyof typeof looks;
const TIMES = 9;

/** Milliseconds; `heap` in bytes, the whole hub's in use. `learned`: until all sealed projects are read, `first`: until the first list is there. */
export type TendenciesFigures = Record<
  Look | 'learned' | 'learnedBlock' | 'first' | 'heap' | 'block',
  number
>;

export interface TendenciesResult {
  readonly bench: 'tendencies';
  readonly rounds: number;
  readonly size: TendenciesSize;
  readonly figures: TendenciesFigures;
}

export async function tendencies(
  options: TendenciesSize & {
    readonly rounds: number;
    readonly profile: string;
    readonly tell: (line: string) => void;
  },
): Promise<TendenciesResult> {
  const { rounds: count, profile, tell, ...size } = options;
  const many = await ManyProjects.open(size);
  const { password } = many;
  const data = await many.stop();
  tell(`${size.projects} projects are sealed`);
  try {
    const rounds: TendenciesFigures[] = [];
    for (let n = 1; n <= count; n++) {
      const figures = await oneRound(data, password, profile);
      rounds.push(figures);
      tell(`round ${n}: ${JSON.stringify(figures)}`);
    }
    return { bench: 'tendencies', rounds: count, size, figures: medians(rounds) };
  } finally {
    rmSync(data, { recursive: true });
  }
}

async function oneRound(data: string, password: string, profile: string): Promise<TendenciesFigures> {
  const hub = new Child('hub-child.ts', {
    node: ['--expose-gc', ...(profile ? ['--cpu-prof', `--cpu-prof-dir=${profile}`] : [])],
    environment: { KAWEI_DATA: data, KAWEI_PORT: '0', KAWEI_DATABASE_URL: '' },
  });
  try {
    const address = await hub.ask<string>('address');
    const role = 'supervisor';
    const supervisor = await Staff.signIn(address, { user: role, name: role, role, password });
    // What starting and signing in have held up is none of this.
    await hub.ask('longestBlock');
    const began = performance.now();
    let { pending } = await supervisor.get<HintPage>(looks.hints);
    const first = performance.now() - began;
    while (pending > 0) {
      await wait(200);
      ({ pending } = await supervisor.get<HintPage>(looks.hints));
    }
    const learned = performance.now() - began;
    const learnedBlock = await hub.ask<number>('longestBlock');
    const figures: Partial<TendenciesFigures> = { first, learned, learnedBlock };
    for (const look of Object.keys(looks) as Look[]) {
      const took: number[] = [];
      for (let n = 0; n < TIMES; n++) {
        const asked = performance.now();
        await supervisor.look(looks[look]);
        took.push(performance.now() - asked);
      }
      figures[look] = median(took);
    }
    figures.block = await hub.ask<number>('longestBlock');
    figures.heap = (await hub.ask<Cost>('cost')).heap;
    return figures as TendenciesFigures;
  } finally {
    await hub.end();
  }
}
