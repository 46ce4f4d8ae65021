import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Act } from '#shared/protocol/booth-frames.ts';
import { openDisk } from './disk.ts';
import { Outbox } from './outbox.ts';

const step = fc.oneof(
  { weight: 4, arbitrary: fc.constant('store' as const) },
  { weight: 3, arbitrary: fc.constant('deliver' as const) },
  { weight: 2, arbitrary: fc.constant('lose-answer' as const) },
  { weight: 1, arbitrary: fc.constant('repeat-answer' as const) },
  { weight: 1, arbitrary: fc.constant('view' as const) },
  { weight: 1, arbitrary: fc.constant('restart' as const) },
);

const SLOW = 30_000; // each step is an fsync

test(
  'however storing, answers, lost lines and restarts mix: the hub gets every act, once, in order',
  () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
        const directory = mkdtempSync(join(tmpdir(), 'kawei-outbox-'));
        let disk = openDisk(directory);
        let outbox = new Outbox(disk);
        /** What the hub has taken: n after n, each once; one it has, it only answers again. */
        const taken: Act[] = [];
        const given: Act[] = [];
        const deliver = (answers: boolean) => {
          const [first] = outbox.pending;
          if (!first) return;
          if (first.n === taken.length + 1) taken.push(first.act);
          expect(first.n).toBeLessThanOrEqual(taken.length);
          if (answers) outbox.answered(first.n, first.n % 3 !== 0);
        };
        const doStep: Record<(typeof steps)[number], () => void> = {
          store: () => {
            const act = { kind: 'say', text: `act ${given.length}` } as const;
            given.push(act);
            expect(outbox.put(act, '2026-11-23T01:00:00.000Z', null)).toBe(given.length);
          },
          deliver: () => deliver(true),
          'lose-answer': () => deliver(false),
          'repeat-answer': () => {
            if (outbox.acked > 0) expect(outbox.answered(outbox.acked, true)).toBeNull();
          },
          view: () => outbox.viewCame(() => false),
          restart: () => {
            disk.close();
            disk = openDisk(directory);
            outbox = new Outbox(disk);
          },
        };
        for (const name of steps) doStep[name]();
        while (outbox.pending.length > 0) deliver(true);
        disk.close();
        rmSync(directory, { recursive: true });
        expect(taken).toEqual(given);
      }),
      { numRuns: 30 },
    );
  },
  SLOW,
);

test('a taken act is held until the second view after its answer, a refused one is gone at once', () => {
  const directory = mkdtempSync(join(tmpdir(), 'kawei-outbox-'));
  const disk = openDisk(directory);
  const outbox = new Outbox(disk);
  outbox.put({ kind: 'ready' }, '2026-11-23T01:00:00.000Z', 'P1/x');
  outbox.put({ kind: 'unready' }, '2026-11-23T01:00:01.000Z', 'P1/x');
  outbox.viewCame(() => false);
  outbox.answered(1, true);
  outbox.answered(2, false);
  expect(outbox.pending).toEqual([]);
  outbox.viewCame(() => false);
  expect(outbox.entries.map(({ n, session }) => [n, session])).toEqual([[1, 'P1/x']]);
  outbox.viewCame(() => false);
  expect(outbox.entries).toEqual([]);
  disk.close();
  rmSync(directory, { recursive: true });
});

test('one process per file', () => {
  const directory = mkdtempSync(join(tmpdir(), 'kawei-outbox-'));
  const disk = openDisk(directory);
  expect(() => openDisk(directory)).toThrow(expect.objectContaining({ code: 'BOOTH_DATA_IN_USE' }));
  disk.close();
  openDisk(directory).close();
  rmSync(directory, { recursive: true });
});

test('numbers given anew go on after what the hub has, also where it has answered more before it was restored', () => {
  const directory = mkdtempSync(join(tmpdir(), 'kawei-outbox-'));
  const disk = openDisk(directory);
  const outbox = new Outbox(disk);
  const say = (text: string) => outbox.put({ kind: 'say', text }, '2026-11-23T01:00:00.000Z', null);
  const waiting = () => outbox.pending.map(({ n, act }) => [n, act.kind === 'say' && act.text]);
  for (const text of ['一', '二', '三', '四']) say(text);
  for (const n of [1, 2, 3, 4]) outbox.answered(n, true);
  outbox.continueAfter(2);
  outbox.answered(3, true);
  outbox.numberAnew();
  expect(waiting()).toEqual([[4, '四']]);
  outbox.continueAfter(6);
  say('五');
  outbox.numberAnew();
  expect(waiting()).toEqual([
    [7, '四'],
    [8, '五'],
  ]);
  expect(say('六')).toBe(9);
  disk.close();
  rmSync(directory, { recursive: true });
});
