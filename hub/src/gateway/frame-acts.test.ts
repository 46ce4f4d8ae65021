import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { canonicalText, sha256Hex } from '#shared/canonical/index.ts';
import type { ActKind } from '#shared/protocol/booth-frames.ts';
import type { Planned } from '../ledger/command.ts';
import { openIdentity } from '../reports/identity.ts';
import { boothActs } from '../rooms.ts';
import { numberedActs, untilFailure } from './frame-acts.ts';

const at = '2026-11-23T01:00:00.000Z';

/** What each signed act says, in the form its schema wants. */
function statements(): Record<string, object> {
  const digest = sha256Hex('booth');
  const who = { project: 'P', expert: 'E1', seat: 'H-0101', booth: digest, signedAt: at };
  return {
    admit: {
      ...{ format: 'kawei/admission@1', booth: 'T1', badge: 'HF1001', slip: '123456' },
      ...{ challenge: digest, signedAt: at },
    },
    pledge: { ...who, format: 'kawei/pledge@1', text: 'x' },
    consent: { ...who, format: 'kawei/consent@1', reportDigest: digest, position: 'agree' },
    sign: { ...who, format: 'kawei/sheet@1', ticket: digest, version: 1, marks: {}, review: {} },
  };
}

// Acts of one frame are planned before any of them is done: what one finds in the store, one before it may change.
it('plans every act to its end, and none on what the store says', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'kawei-acts-'));
  const identity = await openIdentity(join(directory, 'identity'), new Date(at));
  const signer = { name: '', serial: '', fingerprint: '', certificate: new Uint8Array() };
  const said = statements();
  const handlers = boothActs as unknown as Record<ActKind, (call: object) => Promise<Planned>>;
  const verified: string[] = [];
  for (const [kind, handle] of Object.entries(handlers)) {
    const read = () => {
      throw new Error(`${kind} reads the store to be planned`);
    };
    const verify = async () => {
      verified.push(kind);
      const binding = '{"booth":"T1","purpose":"admission"}';
      return { signer, signingTime: new Date(at), binding, tsr: new Uint8Array() };
    };
    const hub = Object.defineProperties(
      {
        ...{ anchors: [], settings: {}, identity, now: () => new Date(at) },
        signatures: { verify, verifyStamped: verify },
      },
      { store: { get: read }, spine: { get: read } },
    );
    const signed = { content: canonicalText(said[kind] ?? {}), cms: '' };
    const act = { kind, statement: signed, sheet: signed };
    const { run } = await handle({ hub, booth: 'T1', act, at, challenge: '' });
    expect(run).toBeTypeOf('function');
  }
  expect(verified.sort()).toEqual(Object.keys(said).sort());
  rmSync(directory, { recursive: true });
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
