/** How long a booth as it is installed takes from its start to its first screen, beside a bare HTTP server of Node. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { WebSocket } from 'ws';
import { layOut } from '../../installers/debian/layout.ts';
import { medians } from '../statistics.ts';

const source = fileURLToPath(new URL('../../hub/src/cli/kawei.ts', import.meta.url));
const bare = fileURLToPath(new URL('bare-server.ts', import.meta.url));
/** Where nobody answers: a booth shows its first screen without its hub. */
const NO_HUB = 'ws://127.0.0.1:1';

/**
 * Milliseconds from the start of the process: to the first page, and for a booth to the first screen told; of the
 * installed program, and of the one that is run from its sources.
 */
export type StartFigures = Record<'bare' | 'page' | 'screen' | 'sourceScreen', number>;

export interface StartResult {
  readonly bench: 'start';
  readonly rounds: number;
  readonly figures: StartFigures;
}

/** Starts each in turn; the first round, which fills the system's cache of files, is not counted. */
export async function start(options: {
  readonly rounds: number;
  readonly tell: (line: string) => void;
}): Promise<StartResult> {
  const installed = mkdtempSync(join(tmpdir(), 'kawei-bench-'));
  try {
    await layOut(installed);
    const rounds: StartFigures[] = [];
    for (let n = 0; n <= options.rounds; n++) {
      const figures = await measure(join(installed, 'usr/lib/kawei/program/kawei.js'));
      options.tell(`round ${n}: ${JSON.stringify(figures)}`);
      if (n > 0) rounds.push(figures);
    }
    return { bench: 'start', rounds: rounds.length, figures: medians(rounds) };
  } finally {
    rmSync(installed, { recursive: true, force: true });
  }
}

async function measure(program: string): Promise<StartFigures> {
  const plain = await started([bare], 'stdout', {}, async (address, began) => (await page(address)) - began);
  const { page: first, screen: shown } = await boothStarted(program);
  return { bare: plain, page: first, screen: shown, sourceScreen: (await boothStarted(source)).screen };
}

async function boothStarted(program: string): Promise<Record<'page' | 'screen', number>> {
  const data = mkdtempSync(join(tmpdir(), 'kawei-bench-'));
  const settings = {
    ...{ KAWEI_BOOTH: 'B-01', KAWEI_BOOTH_TOKEN: 'a-token-that-is-long-enough', KAWEI_HUB: NO_HUB },
    ...{ KAWEI_BOOTH_DATA: data, KAWEI_BOOTH_PORT: '0' },
  };
  try {
    return await started([program, 'booth'], 'stderr', settings, async (address, began) => {
      const first = (await page(address)) - began;
      await screen(address);
      return { page: first, screen: performance.now() - began };
    });
  } finally {
    rmSync(data, { recursive: true, force: true });
  }
}

/** Starts a program that says its address, does this with it, and ends it. */
async function started<T>(
  words: readonly string[],
  says: 'stdout' | 'stderr',
  settings: Readonly<Record<string, string>>,
  work: (address: string, began: number) => Promise<T>,
): Promise<T> {
  const began = performance.now();
  const child = spawn(process.execPath, words, { env: { ...process.env, ...settings }, stdio: 'pipe' });
  try {
    for await (const line of createInterface({ input: child[says] })) {
      const address = /http:\/\/127\.0\.0\.1:\d+/.exec(line)?.[0];
      if (address) return await work(address, began);
    }
    throw new Error(`${words[0]} ended before it listened`);
  } finally {
    child.kill('SIGKILL');
    await once(child, 'exit');
  }
}

/** When the page had come. */
async function page(address: string): Promise<number> {
  await (await fetch(address)).text();
  return performance.now();
}

async function screen(address: string): Promise<void> {
  const socket = new WebSocket(`${address.replace('http', 'ws')}/bridge`, { headers: { origin: address } });
  await once(socket, 'message');
  socket.terminate();
}
