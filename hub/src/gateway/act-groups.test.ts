import { expect, it } from 'vitest';
import type { Act, ActKind } from '#shared/protocol/booth-frames.ts';
import { verifySignature } from '#shared/signature/verify.ts';
import type { Planned } from '../ledger/command.ts';
import { boothActs } from '../rooms.ts';
import { groupsOf, plannedOnState, untilFailure } from './act-groups.ts';

const at = '2026-11-23T01:00:00.000Z';
const frame = (...kinds: ActKind[]) => ({
  type: 'acts' as const,
  first: 5,
  acts: kinds.map((kind) => ({ at, act: { kind } as Act })),
});
const kindsOf = (last: number, ...kinds: ActKind[]) =>
  groupsOf(frame(...kinds), last).map((group) => group.map(({ n, act }) => `${n} ${act.kind}`));

it('keeps together what is planned on nothing that an act may change', () => {
  expect(kindsOf(4, 'mark', 'say', 'trouble')).toEqual([['5 mark', '6 say', '7 trouble']]);
  expect(kindsOf(4, 'consent', 'leave')).toEqual([['5 consent', '6 leave']]);
});

it('plans what reads the store after everything before it is committed', () => {
  expect(kindsOf(4, 'trouble', 'admit', 'pledge', 'declare', 'sign', 'sign')).toEqual([
    ['5 trouble', '6 admit'],
    ['7 pledge', '8 declare'],
    ['9 sign'],
    ['10 sign'],
  ]);
});

it('waits for no act that is stored already', () => {
  expect(kindsOf(6, 'admit', 'leave', 'pledge', 'say')).toEqual([
    ['5 admit', '6 leave', '7 pledge', '8 say'],
  ]);
});

it('knows every act whose plan reads the store', async () => {
  const signed = { content: '{}', cms: '' };
  const handlers = boothActs as unknown as Record<ActKind, (call: object) => Promise<Planned>>;
  const reads = new Set<string>();
  for (const [kind, handle] of Object.entries(handlers)) {
    const hub = {
      anchors: [],
      settings: {},
      now: () => new Date(at),
      verify: verifySignature,
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
  expect(reads).toEqual(plannedOnState);
});

it('gives what came before a failure, and the failure', async () => {
  const error = new Error('a bug');
  const settled = await Promise.allSettled([1, 2, Promise.reject(error), 4]);
  expect(untilFailure(settled)).toEqual({ values: [1, 2], failure: { status: 'rejected', reason: error } });
  expect(untilFailure([])).toEqual({ values: [], failure: undefined });
});
