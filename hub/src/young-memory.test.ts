import { execFileSync } from 'node:child_process';
import { expect, it } from 'vitest';

/** Makes much that is soon dead, and tells the bytes of the part of the heap where it was born. */
const program = `
  import { getHeapSpaceStatistics } from 'node:v8';
  import { keepYoungMemorySmall } from '${new URL('young-memory.ts', import.meta.url)}';
  if (process.argv.includes('small')) keepYoungMemorySmall();
  const kept = [];
  for (let n = 0; n < 3e6; n++) {
    const one = { n, two: [n, n] };
    if (n % 50 === 0 && kept.push(one) > 20_000) kept.shift();
  }
  process.stdout.write(String(getHeapSpaceStatistics().find((one) => one.space_name === 'new_space').space_size));
`;
const born = (...words: string[]) =>
  Number(execFileSync(process.execPath, ['--input-type=module', '-e', program, '--', ...words]));

it('V8 leaves the part of the heap where objects are born as it begins, and would not otherwise', () => {
  expect(born('small')).toBeLessThanOrEqual(4 * 2 ** 20);
  expect(born()).toBeGreaterThan(4 * 2 ** 20);
});
