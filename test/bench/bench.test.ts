/** Each bench runs, with tiny numbers, and says what it has found; how fast it is here is nobody's business. */
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

const bench = fileURLToPath(new URL('../../bench/bench.ts', import.meta.url));
const run = promisify(execFile);

async function found(...args: string[]): Promise<Record<string, unknown>> {
  const { stdout } = await run(process.execPath, [bench, ...args, '--json']);
  return JSON.parse(stdout) as Record<string, unknown>;
}

const positive = (value: unknown) => expect(value).toBeGreaterThan(0);

test('ingest: ceiling, naive hub and the real hub, for both kinds of keys', async () => {
  const value = await found('ingest', '--rounds', '1', '--booths', '5', '--sheets', '3');
  const kinds = value.kinds as Record<
    string,
    Record<string, { rate: number; p50: number }> & { ceiling: number }
  >;
  expect(Object.keys(kinds)).toEqual(['p-256', 'rsa-2048']);
  for (const kind of Object.values(kinds)) {
    positive(kind.ceiling);
    for (const way of ['naive', 'single', 'together'] as const) {
      positive(kind[way]?.rate);
      positive(kind[way]?.p50);
    }
  }
  expect(value.postgres).toBeDefined();
}, 120_000);

test('connections: memory and the time in which all come back', async () => {
  const value = await found('connections', '--rounds', '1', '--connections', '30');
  expect(value).toMatchObject({ bench: 'connections', connections: 30 });
  for (const name of ['storm', 'bareStorm', 'ratio']) positive(value[name]);
}, 120_000);

test('proof: built, verified, and beside it twenty hashes', async () => {
  const value = await found('proof', '--rounds', '1', '--leaves', '70000');
  const { built, verified, twentyHashes } = value.milliseconds as Record<string, { p50: number }>;
  positive(built?.p50);
  positive(verified?.p50);
  positive(twentyHashes);
}, 120_000);

test.each([['nothing'], ['proof', '--leaves', 'many']])('%s is told how it is called', async (...args) => {
  await expect(run(process.execPath, [bench, ...args])).rejects.toMatchObject({ code: 2 });
});
