/** How many signed sheets a hub takes in a second, beside what this machine could do at most and a naive hub does. */
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Child } from '../children.ts';
import type { Cost } from '../cost.ts';
import type { KeyKind } from '../keys.ts';
import { median, medians } from '../statistics.ts';
import { type Ceiling, type CeilingParts, measureCeiling } from './ceiling.ts';
import type { LoadResult, PlainBooth } from './load.ts';
import { type Panels, preparePanels } from './panels.ts';
import { bareTexts, naiveTexts, pemOf } from './plain-texts.ts';
import { PostgresBench, type PostgresRates } from './postgres.ts';
import { measureStamping } from './stamping.ts';

export interface IngestSize {
  /** Panels of five booths. */
  readonly projects: number;
  /** Sheets a booth signs in each run. */
  readonly sheets: number;
  /** Sheets a booth sends before those that count. */
  readonly before: number;
  /** How long each part of the ceiling is measured, in milliseconds. */
  readonly milliseconds: number;
  readonly kinds: readonly KeyKind[];
}

export const ingestSizes: Record<'full' | 'small', IngestSize> = {
  full: { projects: 10, sheets: 40, before: 40, milliseconds: 400, kinds: ['p256', 'rsa2048'] },
  small: { projects: 1, sheets: 3, before: 1, milliseconds: 10, kinds: ['p256'] },
};

/** Acts sent together. */
const TOGETHER = 20;

/** What one run of the real hub gives. */
export type HubRun = Record<'perSecond' | 'p50' | 'p99' | 'rss' | 'cpuPerSheet', number>;

/** Sheets a second that the bare hub takes, one at a time and 20 in a frame. */
export type BareRates = Record<'single' | 'together', number>;

/** Medians over the rounds, of one kind of key. */
export interface IngestFigures {
  readonly ceiling: Ceiling;
  readonly ceilingPerSecond: number;
  readonly naivePerSecond: number;
  /** Microseconds of processors to read, verify and time-stamp the signature of a sheet. */
  readonly stamping: number;
  readonly bare: BareRates;
  readonly postgres: PostgresRates | null;
  readonly single: HubRun;
  readonly together: HubRun;
  /** Of each round's own figures. */
  readonly ratios: Record<
    | 'singleToCeiling'
    | 'togetherToCeiling'
    | 'singleToNaive'
    | 'bareSingleToCeiling'
    | 'bareTogetherToCeiling'
    | 'bareSingleToNaive',
    number
  >;
}

export interface IngestResult {
  readonly bench: 'ingest';
  readonly rounds: number;
  readonly booths: number;
  readonly sheetsPerRun: number;
  /** Null for a kind of key that was not asked for. */
  readonly p256: IngestFigures | null;
  readonly rsa2048: IngestFigures | null;
}

export interface IngestOptions extends IngestSize {
  readonly rounds: number;
  readonly tell: (line: string) => void;
  /** Directory for CPU profiles of the hub; '' for none. */
  readonly profile: string;
}

type Round = Record<'ceilingPerSecond' | 'naivePerSecond' | 'stamping', number> & {
  readonly ceiling: Ceiling;
  readonly bare: BareRates;
  readonly postgres: PostgresRates | null;
  readonly single: HubRun;
  readonly together: HubRun;
};

/** Measures everything in each round, one after the other, so that a busy minute falls on all alike. */
export async function ingest(options: IngestOptions): Promise<IngestResult> {
  const directory = mkdtempSync(join(tmpdir(), 'kawei-bench-'));
  const postgres = await PostgresBench.start(options.tell);
  try {
    const kinds = new Map<KeyKind, Subject>();
    for (const kind of options.kinds) {
      options.tell(`preparing ${options.projects} panels with ${kind}`);
      kinds.set(kind, await Subject.prepare(join(directory, kind), kind, options));
    }
    const rounds = { p256: [] as Round[], rsa2048: [] as Round[] };
    for (let round = 1; round <= options.rounds; round++)
      for (const [kind, subject] of kinds) {
        const figures = await subject.round(round, postgres);
        rounds[kind].push(figures);
        options.tell(`round ${round} ${kind}: ${shortly(figures)}`);
      }
    const booths = options.projects * 5;
    return {
      bench: 'ingest',
      rounds: options.rounds,
      booths,
      sheetsPerRun: booths * options.sheets,
      p256: figuresOf(rounds.p256),
      rsa2048: figuresOf(rounds.rsa2048),
    };
  } finally {
    await postgres?.stop();
    rmSync(directory, { recursive: true, force: true });
  }
}

/** Everything that is measured with one kind of key. */
class Subject {
  readonly #directory: string;
  readonly #panels: Panels;
  readonly #options: IngestOptions;
  readonly #ceiling: CeilingParts;

  private constructor(directory: string, panels: Panels, options: IngestOptions) {
    this.#directory = directory;
    this.#panels = panels;
    this.#options = options;
    const sheet = panels.booths[0]?.acts[0];
    if (!sheet) throw new Error('nothing to sign');
    const { key } = panels;
    const { milliseconds } = options;
    this.#ceiling = { key, sheet, directory, file: this.#file('echo'), milliseconds };
  }

  static async prepare(directory: string, kind: KeyKind, options: IngestOptions): Promise<Subject> {
    const data = join(directory, 'hub');
    mkdirSync(data, { recursive: true });
    const panels = await preparePanels(data, {
      kind,
      projects: options.projects,
      sheets: options.before + options.sheets,
    });
    const subject = new Subject(directory, panels, options);
    subject.#writeBooths();
    return subject;
  }

  async round(round: number, postgres: PostgresBench | null): Promise<Round> {
    const ceiling = await measureCeiling(this.#ceiling, `ceiling-${round}.db`);
    const naivePerSecond = await this.#plain('naive', this.#file('naive'), this.#place(`naive-${round}`));
    const bare = {
      single: await this.#bare(1, `bare-one-${round}`),
      together: await this.#bare(TOGETHER, `bare-together-${round}`),
    };
    const { booths, authority } = this.#panels;
    const rows = booths.length * this.#options.sheets;
    const { milliseconds } = this.#options;
    const sheets = booths.flatMap(({ acts }) => acts.slice(0, 1)).map(({ sheet }) => sheet);
    const identity = join(this.#directory, 'stamping');
    const stamping = await measureStamping({ sheets, authority, identity, milliseconds });
    return {
      stamping,
      ceiling,
      ceilingPerSecond: 1e6 / ceiling.sum,
      naivePerSecond,
      bare,
      postgres: (await postgres?.measure(this.#ceiling.sheet, rows)) ?? null,
      single: await this.#hub(1),
      together: await this.#hub(TOGETHER),
    };
  }

  /** Messages a second that a plain server answers. */
  async #plain(name: 'naive' | 'bare', file: string, input: unknown, each = 1): Promise<number> {
    const [server, load] = [new Child('ingest/plain-servers.ts'), new Child('ingest/load.ts')];
    try {
      const address = await server.ask<string>(name, input);
      const before = Math.ceil(this.#options.before / each);
      await load.ask<null>('open', { address, file, together: 1, before });
      return (await load.ask<LoadResult>('run')).perSecond;
    } finally {
      await Promise.all([server.end(), load.end()]);
    }
  }

  async #bare(each: 1 | typeof TOGETHER, name: string): Promise<number> {
    const { sheets } = this.#options;
    const input = { file: this.#place(name), pem: pemOf(this.#panels.key) };
    const frames = await this.#plain(
      'bare',
      this.#file(each === 1 ? 'bare-one' : 'bare-together'),
      input,
      each,
    );
    return (frames * sheets) / Math.ceil(sheets / each);
  }

  /** A real hub on a fresh copy of the data takes every sheet once. */
  async #hub(together: number): Promise<HubRun> {
    const data = join(this.#directory, 'copy');
    cpSync(this.#panels.data, data, { recursive: true });
    const { profile } = this.#options;
    const hub = new Child('hub-child.ts', {
      environment: { ...hubEnvironment(data), KAWEI_TRUST: join(data, 'ca.pem') },
      node: profile ? ['--cpu-prof', `--cpu-prof-dir=${profile}`] : [],
    });
    const load = new Child('ingest/load.ts');
    try {
      const address = `${(await hub.ask<string>('address')).replace('http', 'ws')}/booth`;
      await load.ask<null>('open', {
        address,
        file: this.#file('booths'),
        together,
        before: this.#options.before,
      });
      const before = await hub.ask<Cost>('cost');
      const run = await load.ask<LoadResult>('run');
      const { rss, cpu } = await hub.ask<Cost>('cost');
      const sheets = this.#panels.booths.length * this.#options.sheets;
      return { ...run, rss, cpuPerSheet: (cpu - before.cpu) / sheets };
    } finally {
      await Promise.all([hub.end(), load.end()]);
      rmSync(data, { recursive: true, force: true });
    }
  }

  #file(name: 'booths' | 'naive' | 'bare-one' | 'bare-together' | 'echo'): string {
    return join(this.#directory, `${name}.json`);
  }

  /** Of a database that is not there yet. */
  #place(name: string): string {
    return join(this.#directory, `${name}.db`);
  }

  #writeBooths(): void {
    const { booths, key } = this.#panels;
    const { before } = this.#options;
    const bare = (each: number) =>
      booths.map(({ acts }): PlainBooth => ({ texts: bareTexts(acts, key, { before, each }) }));
    const size = JSON.stringify(this.#ceiling.sheet).length;
    // Enough for a rate: an echo is much faster than a hub.
    const texts = Array.from({ length: this.#options.sheets * 10 }, () => 'x'.repeat(size));
    const files = {
      booths,
      naive: booths.map(({ acts }): PlainBooth => ({ texts: naiveTexts(acts, key) })),
      'bare-one': bare(1),
      'bare-together': bare(TOGETHER),
      echo: booths.map((): PlainBooth => ({ texts })),
    };
    for (const [name, content] of Object.entries(files))
      writeFileSync(this.#file(name as keyof typeof files), JSON.stringify(content));
  }
}

/** What a hub of a bench is set to: any port, and beats so rare that they are not measured. */
export function hubEnvironment(data: string): Record<string, string> {
  return {
    KAWEI_PORT: '0',
    KAWEI_BOOTH_LINES: 'token',
    KAWEI_DATA: data,
    KAWEI_DATABASE_URL: '',
    KAWEI_ORIGIN: 'rehearsal.invalid/ledger',
    KAWEI_BEAT_MS: '60000',
  };
}

function figuresOf(rounds: readonly Round[]): IngestFigures | null {
  if (rounds.length === 0) return null;
  const over = (figure: (round: Round) => number) => median(rounds.map(figure));
  const postgres = rounds.flatMap((round) => round.postgres ?? []);
  return {
    ceiling: medians(rounds.map((round) => round.ceiling)),
    ceilingPerSecond: over((round) => round.ceilingPerSecond),
    naivePerSecond: over((round) => round.naivePerSecond),
    stamping: over((round) => round.stamping),
    bare: medians(rounds.map((round) => round.bare)),
    postgres: postgres.length > 0 ? medians(postgres) : null,
    single: medians(rounds.map((round) => round.single)),
    together: medians(rounds.map((round) => round.together)),
    ratios: {
      singleToCeiling: over((round) => round.single.perSecond / round.ceilingPerSecond),
      togetherToCeiling: over((round) => round.together.perSecond / round.ceilingPerSecond),
      singleToNaive: over((round) => round.single.perSecond / round.naivePerSecond),
      bareSingleToCeiling: over(({ bare, ceilingPerSecond }) => bare.single / ceilingPerSecond),
      bareTogetherToCeiling: over(({ bare, ceilingPerSecond }) => bare.together / ceilingPerSecond),
      bareSingleToNaive: over(({ bare, naivePerSecond }) => bare.single / naivePerSecond),
    },
  };
}

function shortly({ ceilingPerSecond, naivePerSecond, bare, single, together }: Round): string {
  const all = {
    ceiling: ceilingPerSecond,
    naive: naivePerSecond,
    'bare one': bare.single,
    'bare together': bare.together,
    one: single.perSecond,
    together: together.perSecond,
  };
  return Object.entries(all)
    .map(([name, value]) => `${name} ${Math.round(value)}/s`)
    .join(', ');
}
