import { expect, it } from 'vitest';
import { inTurn, inTurnUnlessMany, MOST_WAITING } from './turns.ts';

it('lets two at a time hash a password, the others wait in order, and a full queue takes no more tries', async () => {
  let busy = 0;
  let most = 0;
  const done: number[] = [];
  let go = () => {};
  const gate = new Promise<void>((resolve) => {
    go = resolve;
  });
  const hashing = async (n: number) => {
    busy += 1;
    most = Math.max(most, busy);
    await gate;
    busy -= 1;
    done.push(n);
  };
  const all = Array.from({ length: 2 + MOST_WAITING }, (_, n) => inTurnUnlessMany(() => hashing(n)));
  await expect(inTurnUnlessMany(() => hashing(-1))).rejects.toMatchObject({ code: 'TOO_MANY_REQUESTS' });
  // A password that an administrator gives is not tried, and waits however many do.
  const given = inTurn(() => hashing(all.length));
  go();
  await Promise.all([...all, given]);
  expect(most).toBe(2);
  expect(done).toEqual(Array.from({ length: all.length + 1 }, (_, n) => n));
  await inTurnUnlessMany(async () => {});
});

it('gives the turn on where hashing has failed', async () => {
  const failing = Array.from({ length: 5 }, () => inTurn(() => Promise.reject(new Error('no memory'))));
  expect((await Promise.allSettled(failing)).map(({ status }) => status)).toEqual(Array(5).fill('rejected'));
  expect(await inTurn(async () => 'done')).toBe('done');
});
