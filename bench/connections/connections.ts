/** What an idle booth costs a hub in memory, and how long all of them take to come back at once. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { NewEvent } from '#hub/ledger/command.ts';
import { sha256Hex } from '#shared/canonical/index.ts';
import { RoomsHub } from '#test/rehearsal/rooms.ts';
import { Child } from '../children.ts';
import type { Cost } from '../cost.ts';
import { hubEnvironment } from '../ingest/ingest.ts';
import { medians } from '../statistics.ts';
import { Backlog, type BacklogFigures } from './backlog.ts';
import { enrolments } from './certificates.ts';
import { boothName, boothToken, type Crowd } from './names.ts';

export interface ConnectionsSize {
  readonly booths: number;
  /** Of them, those that come by mutual TLS in a run of their own. */
  readonly mutual: number;
  /** Signed sheets that each of those has in its outbox in another run of its own. */
  readonly backlog: number;
  /** Waited before memory is read, in milliseconds. */
  readonly quiet: number;
}

export const connectionsSizes: Record<'full' | 'small', ConnectionsSize> = {
  full: { booths: 10_000, mutual: 2000, backlog: 3, quiet: 3000 },
  small: { booths: 50, mutual: 20, backlog: 2, quiet: 100 },
};

/** Seconds, and bytes for each booth. */
export type ConnectionsFigures = Record<
  | 'idleBytes'
  | 'idleToBare'
  | 'heapBytes'
  | 'bareBytes'
  | 'first'
  | 'storm'
  | 'stormCpu'
  | 'bare'
  | 'bareCpu'
  | 'stormToBare',
  number
>;

export interface ConnectionsResult {
  readonly bench: 'connections';
  readonly rounds: number;
  readonly booths: number;
  readonly figures: ConnectionsFigures;
  /** The same over mutual TLS 1.3, both servers. */
  readonly mutualTls: {
    readonly booths: number;
    readonly figures: ConnectionsFigures;
    /** They come back with signed sheets in their outboxes. */
    readonly backlog: BacklogFigures;
  };
}

export interface ConnectionsOptions extends ConnectionsSize {
  readonly rounds: number;
  readonly tell: (line: string) => void;
  /** Directory for CPU profiles of the hub; '' for none. */
  readonly profile: string;
}

/** Processes that hold the booths' ends: one alone would be slower than the hub. */
const CROWDS = 2;
/** Lines each of them opens at a time. */
const AT_ONCE = 250;
const REGISTERED_TOGETHER = 500;

/** Measures a hub that has all these booths registered, and a bare server, in each round. */
export async function connections(options: ConnectionsOptions): Promise<ConnectionsResult> {
  const { tell, rounds: count, quiet, profile } = options;
  const booths = affordable(options);
  const mutual = Math.min(options.mutual, booths);
  const directory = mkdtempSync(join(tmpdir(), 'kawei-bench-'));
  try {
    tell(`registering ${booths} booths, ${mutual} of them with certificates`);
    await register(directory, booths, mutual);
    const plain: ConnectionsFigures[] = [];
    const secured: ConnectionsFigures[] = [];
    const storms: BacklogFigures[] = [];
    tell(`signing ${options.backlog} sheets for each of ${mutual} booths`);
    const waiting = { booths: mutual, sheets: options.backlog };
    const backlog = await Backlog.prepare(join(directory, 'backlog'), waiting);
    for (let n = 1; n <= count; n++) {
      plain.push(await round({ data: directory, booths, tls: false, quiet, profile }));
      secured.push(await round({ data: directory, booths: mutual, tls: true, quiet, profile }));
      storms.push(await backlog.round());
      const last = { plain: plain.at(-1), mutualTls: secured.at(-1), backlog: storms.at(-1) };
      tell(`round ${n}: ${JSON.stringify(last)}`);
    }
    const mutualTls = { booths: mutual, figures: medians(secured), backlog: worstOf(storms) };
    return { bench: 'connections', rounds: count, booths, figures: medians(plain), mutualTls };
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

/** Of several rounds the middle time; of what must not happen in any, the worst. */
function worstOf(rounds: readonly BacklogFigures[]): BacklogFigures {
  const all = (name: keyof BacklogFigures) => rounds.map((round) => round[name]);
  const { sheets, cuts, seconds } = medians<keyof BacklogFigures>(rounds);
  const most = (name: keyof BacklogFigures) => Math.max(...all(name));
  const faults = { twice: most('twice'), strange: most('strange'), refused: most('refused') };
  return { sheets, cuts, seconds, arrived: Math.min(...all('arrived')), ...faults };
}

/** Who comes, and how. */
interface Run {
  readonly data: string;
  readonly booths: number;
  readonly tls: boolean;
  /** Waited before memory is read, in milliseconds. */
  readonly quiet: number;
  /** Directory for CPU profiles of the hub; '' for none. */
  readonly profile: string;
}

async function round(run: Run): Promise<ConnectionsFigures> {
  const bare = await ofBare(run);
  const figures = await ofHub(run);
  const idleToBare = figures.idleBytes / bare.bareBytes;
  return { ...figures, ...bare, idleToBare, stormToBare: figures.storm / bare.bare };
}

/** As many booths as the hub may have files open for. */
function affordable({ booths, tell }: ConnectionsOptions): number {
  const limit = execFileSync('sh', ['-c', 'ulimit -n'], { encoding: 'utf8' }).trim();
  const room = limit === 'unlimited' ? booths : Number(limit) - 200;
  if (room >= booths) return booths;
  tell(`ulimit -n is ${limit}: ${room} booths instead of ${booths}`);
  return room;
}

async function register(data: string, booths: number, mutual: number): Promise<void> {
  const rooms = await RoomsHub.openAt([], data, join(data, 'kawei.db'));
  const site = { site: 'S1', name: '主场', city: '某市' };
  const hall = { hall: 'H', site: 'S1', name: '一号厅', rows: 1, columns: 1, closed: [] };
  await rooms.record(
    { type: 'site.created', subject: 'site/S1', payload: site },
    { type: 'hall.created', subject: 'hall/H', payload: hall },
  );
  for (let first = 0; first < booths; first += REGISTERED_TOGETHER) {
    const count = Math.min(REGISTERED_TOGETHER, booths - first);
    await rooms.record(...Array.from({ length: count }, (_, n) => registered(first + n)));
  }
  const enrolled = await enrolments(
    data,
    Array.from({ length: mutual }, (_, n) => boothName(n)),
  );
  for (let first = 0; first < mutual; first += REGISTERED_TOGETHER)
    await rooms.record(...enrolled.slice(first, first + REGISTERED_TOGETHER));
  await rooms.hub.spine.idle();
  await rooms.hub.store.destroy();
}

function registered(n: number): NewEvent {
  const booth = boothName(n);
  const payload = { booth, hall: 'H', seat: `H-${n}`, token: sha256Hex(boothToken(n)) };
  return { type: 'booth.registered', subject: `booth/${booth}`, payload };
}

async function ofBare(run: Run) {
  const { data, tls } = run;
  const server = new Child('connections/bare-server.ts', {
    node: ['--expose-gc'],
    arguments: tls ? [data] : [],
  });
  const { bytes, seconds, cpu } = await atServer(server, 'address', '', (at) => measured(at, run));
  return { bareBytes: bytes, bare: seconds, bareCpu: cpu };
}

/** Once for all in a process of its own, since the first arrival writes to the ledger; then as the bare server. */
async function ofHub(run: Run) {
  const first = await atHub({ ...run, profile: '' }, (at) => connect(at, run));
  const { bytes, heap, seconds, cpu } = await atHub(run, (at) => measured(at, run));
  return { idleBytes: bytes, heapBytes: heap, first, storm: seconds, stormCpu: cpu };
}

function atHub<T>({ data, tls, profile }: Run, measure: (at: AtServer) => Promise<T>): Promise<T> {
  const profiling = profile ? ['--cpu-prof', `--cpu-prof-dir=${profile}`] : [];
  const hub = new Child('hub-child.ts', {
    environment: { ...hubEnvironment(data), KAWEI_BOOTH_LINES: tls ? 'tls' : 'token' },
    node: ['--expose-gc', ...profiling],
  });
  return atServer(hub, tls ? 'boothAddress' : 'address', '/booth', measure);
}

/** A server of either kind, and the crowds that come to it. */
interface AtServer {
  readonly crowds: readonly Child[];
  readonly address: string;
  readonly cost: () => Promise<Cost>;
}

/** Lets crowds come to a server that has been started, and ends them all. */
async function atServer<T>(
  server: Child,
  question: 'address' | 'boothAddress',
  path: string,
  measure: (at: AtServer) => Promise<T>,
): Promise<T> {
  const crowds = Array.from({ length: CROWDS }, () => new Child('connections/booths.ts'));
  try {
    const at = await server.ask<string>(question);
    const address = `${at.replace('http', 'ws')}${path}`;
    return await measure({ crowds, address, cost: () => server.ask<Cost>('cost') });
  } finally {
    await Promise.all([server, ...crowds].map((child) => child.end()));
  }
}

/** Bytes of each line; seconds until all had come back together, and those of CPU that it has cost the server. */
interface Measured extends Line {
  readonly seconds: number;
  readonly cpu: number;
}

/** All connect twice; the second time, with everything warm, is the storm. */
async function measured(at: AtServer, run: Run): Promise<Measured> {
  const line = await arrival(at, run);
  await dropAll(at);
  const before = await at.cost();
  const seconds = await connect(at, run);
  await wait(run.quiet);
  return { ...line, seconds, cpu: ((await at.cost()).cpu - before.cpu) / 1000 };
}

/** What a line has cost: bytes resident, and of them on the heap. */
interface Line {
  readonly bytes: number;
  readonly heap: number;
}

/**
 * All come, one half after the other. What a server takes for its first lines whatever their number (V8 compiles, and
 * its threads keep what they needed) is no line's own: the lines of the second half are counted.
 */
async function arrival(at: AtServer, run: Run): Promise<Line> {
  const half = Math.ceil(run.booths / 2);
  const come = async (from: number, to: number) => {
    await connect(at, run, from, to);
    await wait(run.quiet);
    return at.cost();
  };
  const first = await come(0, half);
  const second = await come(half, run.booths);
  // One at least: with few lines a server may not grow.
  const each = (grown: number) => Math.max(1, grown / (run.booths - half));
  return { bytes: each(second.rss - first.rss), heap: each(second.heap - first.heap) };
}

/** Seconds until the last of these booths was answered. */
async function connect(
  { crowds, address }: AtServer,
  { booths, tls, data }: Run,
  from = 0,
  to = booths,
): Promise<number> {
  const began = performance.now();
  await Promise.all(
    crowds.map((crowd, n) => {
      const place = (one: number) => from + Math.floor(((to - from) * one) / crowds.length);
      const part = { from: place(n), to: place(n + 1), atOnce: AT_ONCE };
      const some: Crowd = { address, ...part, tls: tls ? data : '' };
      return crowd.ask('connect', some);
    }),
  );
  return (performance.now() - began) / 1000;
}

/** All lines are gone, and the server knows. */
async function dropAll({ crowds, cost }: AtServer): Promise<void> {
  await Promise.all(crowds.map((crowd) => crowd.ask('drop')));
  for (let tries = 0; tries < 300 && (await cost()).sockets > 0; tries++) await wait(100);
}

const wait = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));
