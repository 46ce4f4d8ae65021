import { expect, it } from 'vitest';
import { startBatches } from './drawing.ts';

it('a batch that could not be carried on is looked at again by itself', async () => {
  let looks = 0;
  const looked = () => {
    looks += 1;
    throw new Error('the store is gone');
  };
  let again = () => {};
  const timers = {
    every: (_: number, work: () => void) => {
      again = work;
      return () => {
        again = () => {};
      };
    },
  };
  const parts = {
    ...{ timers, behind: { missing: null }, store: { selectFrom: looked } },
    spine: { onCommitted: () => () => {} },
  };
  const told: unknown[] = [];
  const work = startBatches(parts as unknown as Parameters<typeof startBatches>[0], (error) =>
    told.push(error),
  );
  await expect.poll(() => told.length).toBe(1);
  again();
  await expect.poll(() => looks).toBe(2);
  await work.stop();
  again();
  await new Promise((resolve) => setImmediate(resolve));
  expect(looks).toBe(2);
});
