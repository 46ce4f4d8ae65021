import { expect, test } from 'vitest';
import type { Timers } from '#shared/time/timers.ts';
import { ReadinessPace } from './pace.ts';

test('a flood of reports is looked at ten times a minute; the last one always arrives, of others it keeps nothing', async () => {
  let clock = 0;
  let due: { at: number; work: () => void }[] = [];
  const timers: Timers = {
    after(milliseconds, work) {
      const one = { at: clock + milliseconds, work };
      due.push(one);
      return () => {
        due = due.filter((other) => other !== one);
      };
    },
    every: () => () => {},
    soon: (work) => work(),
  };
  const until = async (at: number) => {
    clock = at;
    const now = due.filter((one) => one.at <= clock);
    due = due.filter((one) => one.at > clock);
    for (const { work } of now) work();
    await new Promise(setImmediate);
  };
  const pace = new ReadinessPace({ now: () => new Date(clock), timers });
  const taken: string[] = [];
  const said: Promise<void>[] = [];
  const say = (booth: string, text: string) =>
    said.push(pace.pass(booth, async () => void taken.push(`${booth} ${text}`)));
  for (let n = 1; n <= 30; n++) say('B1', `${n}`);
  say('B2', '1');
  await new Promise(setImmediate);
  expect(taken).toEqual([...Array.from({ length: 10 }, (_, n) => `B1 ${n + 1}`), 'B2 1']);
  await until(59_999);
  expect(taken).toHaveLength(11);
  await until(60_000);
  expect(taken.slice(11)).toEqual(['B1 30']);
  for (let n = 31; n <= 39; n++) say('B1', `${n}`);
  await new Promise(setImmediate);
  expect(taken).toHaveLength(21);
  say('B1', '40');
  pace.close();
  await Promise.all(said);
  await until(200_000);
  expect(taken).toHaveLength(21);
});
