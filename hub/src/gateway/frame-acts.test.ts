import { expect, it } from 'vitest';
import type { ActKind } from '#shared/protocol/booth-frames.ts';
import { verifyUnbound } from '#shared/signature/verify.ts';
import type { Planned } from '../ledger/command.ts';
import { boothActs } from '../rooms.ts';
import { numberedActs, untilFailure } from './frame-acts.ts';

const at = '2026-11-23T01:00:00.000Z';

// Acts of one frame are planned before any of them is done: what one finds in the store, one before it may change.
it('plans no act on what the store says', async () => {
  const signed = { content: '{}', cms: '' };
  const handlers = boothActs as unknown as Record<ActKind, (call: object) => Promise<Planned>>;
  const reads = new Set<string>();
  for (const [kind, handle] of Object.entries(handlers)) {
    const hub = {
      anchors: [],
      settings: {},
      now: () => new Date(at),
      verify: verifyUnbound,
      get store() {
        reads.add(kind);
        throw new Error('read');
      },
      get spine() {
        reads.add(kind);
        throw new Error('read');
      },
    };
    const act = { kind, statement: signed, sheet: signed };
    await handle({ hub, booth: 'T1', act, at, challenge: '' }).catch(() => {});
  }
  expect([...reads]).toEqual([]);
});

it('numbers the acts of a frame', () => {
  const act = { kind: 'leave' } as const;
  const frame = {
    type: 'acts' as const,
    first: 5,
    acts: [
      { at, act },
      { at, act },
    ],
  };
  expect(numberedActs(frame).map(({ n }) => n)).toEqual([5, 6]);
});

it('gives what came before a failure, and the failure', async () => {
  const error = new Error('a bug');
  const settled = await Promise.allSettled([1, 2, Promise.reject(error), 4]);
  expect(untilFailure(settled)).toEqual({ values: [1, 2], failure: { status: 'rejected', reason: error } });
  expect(untilFailure([])).toEqual({ values: [], failure: undefined });
});
