/** What is done to the evidence of a real evaluation afterwards, and that the verifier finds it out. */
import { dirname } from 'node:path';
import { expect, it } from 'vitest';
import { type EvidenceTrust, verifyEvidence } from '#shared/verification/evidence.ts';
import { loadFolder } from './bit-flips.ts';
import { openDishonestHub, rewritings, sealedBefore } from './rewritings.ts';
import { alterations, asBefore, type Files, nonsense, textOf } from './tampering.ts';

/** The checks that do not hold. */
export const failing = async (files: Files, trust: EvidenceTrust = {}) =>
  (await verifyEvidence({ paths: [...files.keys()], read: (path) => files.get(path) ?? null }, trust)).filter(
    ({ holds }) => !holds,
  );

const isPanel = ([path, file]: readonly [string, Uint8Array]) =>
  path.startsWith('draws/') && textOf(file).includes('"kind": "panel"');

/** Tests on the folder where `evidence` says that it lies by then. */
export function findsAlterations(evidence: () => string): void {
  it.each(Object.entries(alterations))('finds out where %s', async (_what, alter) => {
    const files = loadFolder(evidence());
    const before = new Map(files);
    alter(files);
    expect([...files]).not.toEqual([...before]);
    expect(await failing(files)).not.toEqual([]);
  });

  it.each(Object.entries(nonsense))('names %s', async (_what, alter) => {
    const files = loadFolder(evidence());
    alter(files);
    expect(await failing(files)).not.toEqual([]);
  });

  it.each(Object.entries(rewritings))(
    'finds out where a hub writes that %s',
    async (_what, [words, change]) => {
      const files = loadFolder(evidence());
      const hub = await openDishonestHub(dirname(evidence()));
      const trust = hub.rewrite(files, (entries) => change(files, entries, hub));
      expect((await failing(files, trust)).map(({ text }) => text.en).join()).toContain(words);
    },
  );

  it('takes a ledger that is written anew, nothing else changed, and no checkpoint of another ledger', async () => {
    const files = loadFolder(evidence());
    const hub = await openDishonestHub(dirname(evidence()));
    const trust = hub.rewrite(files, () => {});
    expect(await failing(files, trust)).toEqual([]);
    const other = hub.rewrite(files, () => {}, 'another.invalid/ledger');
    expect((await failing(files, other)).map(({ place }) => place)).toEqual([
      'ledger/checkpoint',
      'certificate.json checkpoint',
    ]);
  });

  it('takes evidence of before pledges and draws of seats stood in certificates, and no other draw with it', async () => {
    const files = loadFolder(evidence());
    sealedBefore(files, await openDishonestHub(dirname(evidence())));
    asBefore(files);
    expect(await failing(files)).toEqual([]);
    const [, panel = new Uint8Array()] = [...files].find(isPanel) ?? [];
    files.set('draws/another.json', panel);
    expect((await failing(files)).map(({ place }) => place)).toEqual(['draws/another.json']);
  });
}
