/** `npm run bench -- connections`: what an idle booth costs the hub, and how fast all of them come back at once. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { sha256Hex } from '#shared/canonical/index.ts';
import { seatId } from '#shared/venues/plan.ts';
import { RoomsHub } from '#test/rehearsal/rooms.ts';
import { median, shown, table } from '../numbers.ts';
import { BenchProcess, startHubProcess } from '../processes.ts';
import type { LinesQuestion } from './lines.ts';

export interface ConnectionsOrder {
  readonly connections: number;
  readonly rounds: number;
}

/** Seats of one hall: more than any has. */
const [ROWS, COLUMNS] = [40, 50];
/** Events in one command, while the booths are put on the record. */
const TOGETHER = 500;
/** Seconds in which what the coming of the booths has left behind is cleared away. */
const SETTLING = 5;
/** Files that each side needs beside its lines. */
const FILES_BESIDE = 200;

interface Measured {
  readonly memory: readonly number[];
  readonly hub: readonly number[];
  readonly bare: readonly number[];
}

export async function benchConnections(order: ConnectionsOrder): Promise<{ value: unknown; text: string }> {
  const connections = Math.min(order.connections, openFilesAtMost() - FILES_BESIDE);
  const directory = mkdtempSync(join(tmpdir(), 'kawei-bench-'));
  const processes: BenchProcess[] = [];
  const started = <P extends BenchProcess>(one: P): P => {
    processes.push(one);
    return one;
  };
  try {
    const data = join(directory, 'hub');
    mkdirSync(data);
    await registerBooths(data, connections);
    const environment = { KAWEI_PORT: '0', KAWEI_DATA: data, KAWEI_BEAT_MS: '60000' };
    const hub = started(await startHubProcess(environment));
    const bare = started(BenchProcess.module(new URL('./bare-server.ts', import.meta.url)));
    const lines = started(BenchProcess.module(new URL('./lines.ts', import.meta.url)));
    const ask = (question: LinesQuestion) => lines.ask<number>(question);
    const bareAddress = await bare.ask<string>({});
    const hubAddress = `${hub.address.replace('http', 'ws')}/booth`;
    const opened = async (address: string) => {
      const seconds = await ask({ ask: 'open', address, count: connections });
      return seconds;
    };
    const cut = async () => {
      await ask({ ask: 'cut' });
      await wait(1000);
    };
    const before = hub.usage?.memory ?? Number.NaN;
    // The first time each booth's machine is put on the record; it counts for the memory alone.
    await opened(hubAddress);
    await wait(SETTLING * 1000);
    const memory = [((hub.usage?.memory ?? Number.NaN) - before) / connections];
    await cut();
    const [hubTimes, bareTimes]: [number[], number[]] = [[], []];
    for (let round = 0; round < order.rounds; round++) {
      bareTimes.push(await opened(bareAddress));
      await cut();
      hubTimes.push(await opened(hubAddress));
      await cut();
    }
    return report({ ...order, connections }, { memory, hub: hubTimes, bare: bareTimes });
  } finally {
    await Promise.all(processes.map((one) => one.end()));
    rmSync(directory, { recursive: true, force: true });
  }
}

/** How many files a process may have open: each line is one, at either end. */
function openFilesAtMost(): number {
  const told = execFileSync('sh', ['-c', 'ulimit -n'], { encoding: 'utf8' }).trim();
  return told === 'unlimited' ? Number.POSITIVE_INFINITY : Number(told);
}

async function registerBooths(data: string, count: number): Promise<void> {
  const rooms = await RoomsHub.open([], data);
  await rooms.record({
    type: 'site.created',
    subject: 'site/S1',
    payload: { site: 'S1', name: '主场', city: '某市' },
  });
  const events = Array.from({ length: count }, (_, n) => {
    const [hall, place] = [`H${Math.floor(n / (ROWS * COLUMNS)) + 1}`, n % (ROWS * COLUMNS)];
    const seat = seatId(hall, Math.floor(place / COLUMNS) + 1, (place % COLUMNS) + 1);
    const booth = `booth-${n}`;
    const payload = { booth, hall, seat, token: sha256Hex(`token of ${booth}`) };
    return { type: 'booth.registered', subject: `booth/${booth}`, payload } as const;
  });
  for (let n = 0; n < count; n += ROWS * COLUMNS) {
    const hall = `H${n / (ROWS * COLUMNS) + 1}`;
    const payload = { hall, site: 'S1', name: hall, rows: ROWS, columns: COLUMNS, closed: [] };
    await rooms.record({ type: 'hall.created', subject: `hall/${hall}`, payload });
  }
  for (let n = 0; n < count; n += TOGETHER) await rooms.record(...events.slice(n, n + TOGETHER));
  await rooms.hub.spine.idle();
  await rooms.hub.store.destroy();
}

function report(order: ConnectionsOrder, { memory, hub, bare }: Measured) {
  const [kibibytes, storm, bareStorm] = [median(memory) / 1024, median(hub), median(bare)];
  const found = { kibibytesEach: kibibytes, storm, bareStorm, ratio: storm / bareStorm };
  const value = { bench: 'connections', ...order, ...found };
  const rows = [
    ['memory of the hub for an idle booth, KiB', shown(kibibytes)],
    ['all come back to the hub, s', shown(storm)],
    ['all come back to a bare ws server, s', shown(bareStorm)],
    ['ratio', shown(storm / bareStorm)],
  ];
  const text = `${table([`${order.connections.toLocaleString('en')} booths`, ''], rows)}\nmutual TLS: not in this version, so not measured`;
  return { value, text };
}
