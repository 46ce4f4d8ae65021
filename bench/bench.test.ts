/** That each bench runs and says what it should: never how fast. */
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import type { BenchResult } from './report.ts';
import { report } from './report.ts';

const run = promisify(execFile);
const bench = join(import.meta.dirname, 'bench.ts');
const number = expect.any(Number);

async function small(name: string): Promise<BenchResult> {
  const { stdout } = await run(process.execPath, [bench, name, '--small', '--rounds', '1', '--json']);
  return JSON.parse(stdout) as BenchResult;
}

const hubRun = { perSecond: number, p50: number, p99: number, rss: number, cpuPerSheet: number };
const ingestFigures = {
  ceiling: { verify: number, parse: number, store: number, echo: number, sum: number },
  ceilingPerSecond: number,
  naivePerSecond: number,
  stamping: number,
  bare: { single: number, together: number },
  single: hubRun,
  together: hubRun,
  ratios: {
    ...{ singleToCeiling: number, togetherToCeiling: number, singleToNaive: number },
    ...{ bareSingleToCeiling: number, bareTogetherToCeiling: number, bareSingleToNaive: number },
  },
};

const connectionsFigures = expect.objectContaining({
  ...{ idleBytes: number, idleToBare: number },
  ...{ storm: number, bare: number, stormToBare: number },
});

test.concurrent.each([
  [
    'ingest',
    {
      rounds: 1,
      booths: 5,
      sheetsPerRun: 15,
      p256: expect.objectContaining(ingestFigures),
      rsa2048: null,
    },
  ],
  [
    'connections',
    {
      rounds: 1,
      booths: 50,
      figures: connectionsFigures,
      mutualTls: {
        ...{ booths: 20, figures: connectionsFigures },
        backlog: {
          ...{ sheets: 40, arrived: 40, twice: 0, strange: 0, refused: 0 },
          ...{ cuts: 10, seconds: number },
        },
      },
    },
  ],
  [
    'proof',
    {
      rounds: 1,
      entries: 3000,
      databaseBytes: number,
      figures: { build: number, verify: number, nativeHashes: number, sharedHashes: number },
    },
  ],
  [
    'desk',
    {
      rounds: 1,
      size: { people: 5, noted: 1, drop: 300 },
      figures: expect.objectContaining({ perMinute: number, p50: number, lost: 0, refused: 0 }),
    },
  ],
  [
    'draw',
    {
      rounds: 1,
      size: expect.objectContaining({ pool: number, scarce: number }),
      figures: expect.objectContaining({
        panelToPass: number,
        seatsToPlain: number,
        batchToSolver: number,
        scarceToLeast: number,
      }),
    },
  ],
  [
    'pool',
    {
      rounds: 1,
      size: { experts: number },
      figures: expect.objectContaining({ import: number, requestBlock: number, requestOthers: number }),
    },
  ],
  [
    'tendencies',
    {
      rounds: 1,
      size: { projects: number, experts: number, parties: number },
      figures: expect.objectContaining({ learned: number, hints: number, heap: number }),
    },
  ],
  [
    'lookback',
    {
      marks: 'stated model',
      projects: 24,
      splits: [number, number].map(() =>
        expect.objectContaining({ flags: expect.objectContaining({ clean: number, items: number }) }),
      ),
      speed: expect.objectContaining({ csvParse: number, check: number, checkBytes: number }),
    },
  ],
])(
  '%s runs, small, and gives its figures as JSON and as lines',
  async (name, shape) => {
    const result = await small(name);
    expect(result).toEqual({ bench: name, ...shape });
    expect(report(result)).toMatch(/target [≥≤]/);
  },
  // All of them side by side, and beside the rest of the suite.
  400_000,
);

test('an unknown bench is told how to ask', async () => {
  await expect(run(process.execPath, [bench, 'everything'])).rejects.toMatchObject({ code: 2 });
});
