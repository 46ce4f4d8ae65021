/** `npm run bench -- ingest`: signed sheets, from fifty booths to the acknowledgement, beside what the machine can do. */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { median, quantile, shown, table } from '../numbers.ts';
import { BenchProcess, startHubProcess } from '../processes.ts';
import type { BoothsQuestion, Sent } from './booths.ts';
import { type Ceiling, ceilingRate, measureCeiling } from './ceiling.ts';
import { type BenchExpert, makeCentre, nextSheet } from './centre.ts';
import { type KeyKind, keyKinds } from './keys.ts';
import { measurePostgres, type PostgresRates, startPostgres } from './postgres.ts';

export interface IngestOrder {
  readonly rounds: number;
  readonly booths: number;
  /** Sheets of each booth in each measurement. */
  readonly sheets: number;
}

/** Sheets that a booth sends in one frame, where it sends several. */
const TOGETHER = 20;

/** What one way of taking sheets has done in one round. */
interface Taken extends Sent {
  readonly rate: number;
  /** Sheets a second of the taker's own time on a processor; null where nobody counts it. */
  readonly rateOfCpu: number | null;
}

interface Round {
  readonly ceiling: Ceiling;
  readonly naive: Taken;
  readonly single: Taken;
  readonly together: Taken;
}

interface Bench {
  readonly order: IngestOrder;
  readonly directory: string;
  readonly experts: readonly BenchExpert[];
  readonly echo: string;
  readonly naive: BenchProcess;
  readonly naiveAddress: string;
  readonly hub: BenchProcess;
  readonly booths: BenchProcess;
}

export async function benchIngest(order: IngestOrder): Promise<{ value: unknown; text: string }> {
  const directory = mkdtempSync(join(tmpdir(), 'kawei-bench-'));
  const processes: BenchProcess[] = [];
  const started = <P extends BenchProcess>(one: P): P => {
    processes.push(one);
    return one;
  };
  const module = (name: string, ...args: string[]) =>
    started(BenchProcess.module(new URL(name, import.meta.url), args));
  const postgres = await startPostgres();
  try {
    mkdirSync(join(directory, 'centre'));
    const { environment, experts } = await makeCentre(join(directory, 'centre'), order.booths);
    const echoServer = module('./echo-server.ts');
    const naive = module('./naive-hub.ts', join(directory, 'naive.db'));
    const hub = started(await startHubProcess(environment));
    const booths = module('./booths.ts');
    const bench: Bench = {
      ...{ order, directory, experts, naive, hub, booths },
      echo: await echoServer.ask<string>({}),
      naiveAddress: await naive.ask<string>({}),
    };
    const memoryBefore = hub.usage?.memory ?? null;
    await ask(booths, { ask: 'open', address: hub.address, experts });
    const rounds = new Map<KeyKind, Round[]>(keyKinds.map((kind) => [kind, []]));
    const rows: PostgresRates[] = [];
    // The first round warms every part up and counts for nothing.
    for (let round = 0; round <= order.rounds; round++) {
      for (const kind of keyKinds) {
        const measured = await oneRound(bench, kind);
        if (round > 0) rounds.get(kind)?.push(measured);
      }
      const inserted =
        'running' in postgres && (await measurePostgres(postgres.running, ceilingParts(bench, 'p-256')));
      if (inserted && round > 0) rows.push(inserted);
    }
    const memory = { before: memoryBefore, after: hub.usage?.memory ?? null };
    return report({ order, rounds, memory, postgres: 'why' in postgres ? postgres.why : rows });
  } finally {
    await Promise.all(processes.map((one) => one.end()));
    if ('running' in postgres) await postgres.running.stop();
    rmSync(directory, { recursive: true, force: true });
  }
}

const ask = (booths: BenchProcess, question: BoothsQuestion): Promise<Sent> => booths.ask<Sent>(question);

async function oneRound(bench: Bench, kind: KeyKind): Promise<Round> {
  const { order, booths, naive, hub } = bench;
  const { sheets } = order;
  const ceiling = await measureCeiling(ceilingParts(bench, kind));
  const { naiveAddress: address } = bench;
  const taken = (by: BenchProcess, question: BoothsQuestion) => take(by, () => ask(booths, question));
  return {
    ceiling,
    naive: await taken(naive, { ask: 'naive', kind, sheets, address }),
    single: await taken(hub, { ask: 'kawei', kind, sheets, together: 1 }),
    together: await taken(hub, { ask: 'kawei', kind, sheets, together: TOGETHER }),
  };
}

function ceilingParts({ order, experts, directory, echo }: Bench, kind: KeyKind) {
  const expert = experts.find((one) => one.kind === kind);
  if (!expert) throw new Error('no expert with a key of this kind');
  const act = { kind: 'sign', sheet: nextSheet({ ...expert }) };
  const frame = JSON.stringify({ type: 'acts', acts: [{ n: 1, at: new Date().toISOString(), act }] });
  const { booths: clients, sheets } = order;
  return { frame, key: expert.key, sheets: sheets * clients, directory, echo, clients };
}

async function take(by: BenchProcess, work: () => Promise<Sent>): Promise<Taken> {
  const before = by.usage;
  const sent = await work();
  const after = by.usage;
  const cpu = before && after ? after.seconds - before.seconds : null;
  return { ...sent, rate: sent.sheets / sent.seconds, rateOfCpu: cpu ? sent.sheets / cpu : null };
}

interface Findings {
  readonly order: IngestOrder;
  readonly rounds: ReadonlyMap<KeyKind, readonly Round[]>;
  readonly memory: { readonly before: number | null; readonly after: number | null };
  readonly postgres: string | readonly PostgresRates[];
}

function report({ order, rounds, memory, postgres }: Findings) {
  const kinds = Object.fromEntries([...rounds].map(([kind, list]) => [kind, summary(list)]));
  const inserts = typeof postgres === 'string' ? { notRun: postgres } : postgresMedians(postgres);
  const value = { bench: 'ingest', ...order, together: TOGETHER, kinds, memory, postgres: inserts };
  const lines = [...rounds].map(([kind, list]) => kindText(kind, summary(list)));
  const inMebibytes = (bytes: number | null) => (bytes === null ? '–' : `${shown(bytes / 2 ** 20)} MiB`);
  lines.push(
    `memory of the hub: ${inMebibytes(memory.before)} before the booths came, ${inMebibytes(memory.after)} at the end`,
    typeof postgres === 'string'
      ? `PostgreSQL: not run: ${postgres}`
      : `PostgreSQL: ${shown(postgresMedians(postgres).each)}/s one by one, ${shown(postgresMedians(postgres).batches)}/s in batches of 100`,
  );
  return { value, text: lines.join('\n\n') };
}

function postgresMedians(rows: readonly PostgresRates[]): PostgresRates {
  return { each: median(rows.map(({ each }) => each)), batches: median(rows.map(({ batches }) => batches)) };
}

type Way = 'naive' | 'single' | 'together';

function summary(rounds: readonly Round[]) {
  const part = (name: keyof Ceiling) => median(rounds.map(({ ceiling }) => ceiling[name]));
  const ceiling = median(rounds.map((round) => ceilingRate(round.ceiling)));
  const naive = median(rounds.map((round) => round.naive.rate));
  const of = (way: Way) => {
    const taken = rounds.map((round) => round[way]);
    const waits = taken.flatMap((one) => one.waits);
    const rate = median(taken.map((one) => one.rate));
    const counted = taken.flatMap(({ rateOfCpu }) => rateOfCpu ?? []);
    return {
      rate,
      rateOfCpu: counted.length > 0 ? median(counted) : null,
      ofCeiling: rate / ceiling,
      ofNaive: rate / naive,
      p50: quantile(waits, 0.5),
      p99: quantile(waits, 0.99),
    };
  };
  return {
    ceiling,
    parts: { verify: part('verify'), parse: part('parse'), store: part('store'), echo: part('echo') },
    naive: of('naive'),
    single: of('single'),
    together: of('together'),
  };
}

function kindText(kind: KeyKind, found: ReturnType<typeof summary>): string {
  const { verify, parse, store, echo } = found.parts;
  const micro = (seconds: number) => `${shown(seconds * 1e6)} µs`;
  const heads = [kind, 'sheets/s', 'of the ceiling', 'of naive', 'per CPU s', 'ack p50 ms', 'ack p99 ms'];
  const row = (name: string, way: Way) => {
    const { rate, ofCeiling, ofNaive, rateOfCpu, p50, p99 } = found[way];
    return [name, ...[rate, ofCeiling, ofNaive, rateOfCpu ?? Number.NaN, p50, p99].map(shown)];
  };
  const rows = [
    ['ceiling, one core', shown(found.ceiling), '1', shown(found.ceiling / found.naive.rate), '', '', ''],
    row('naive hub', 'naive'),
    row('Kawei, one at a time', 'single'),
    row(`Kawei, frames of ${TOGETHER}`, 'together'),
  ];
  const parts = `parts of the ceiling: verify ${micro(verify)}, parse ${micro(parse)}, store ${micro(store)}, echo ${micro(echo)}`;
  return `${table(heads, rows)}\n${parts}`;
}
