/** What it costs to prove one entry of a very long ledger, and to check the proof. */
import { createHash, randomInt } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inclusionProof } from '#hub/ledger/tree.ts';
import { sha256 } from '#shared/canonical/index.ts';
import { leafBytes, leafHash } from '#shared/ledger/leaf.ts';
import { verifyInclusion } from '#shared/ledger/proofs.ts';
import { medians } from '../statistics.ts';
import { type LargeLedger, leafAt, makeLedger } from './large-ledger.ts';

export interface ProofSize {
  readonly entries: number;
  /** Proofs made in each round. */
  readonly proofs: number;
}

export const proofSizes: Record<'full' | 'small', ProofSize> = {
  full: { entries: 1_000_000, proofs: 1000 },
  small: { entries: 3000, proofs: 20 },
};

/** Milliseconds of CPU time each; the hashes are 20 of 65 bytes, natively and as shared code does. */
export type ProofFigures = Record<'build' | 'verify' | 'nativeHashes' | 'sharedHashes', number>;

export interface ProofResult {
  readonly bench: 'proof';
  readonly rounds: number;
  readonly entries: number;
  readonly databaseBytes: number;
  readonly figures: ProofFigures;
}

const HASHES = 20;

/** Makes the ledger once; proves and checks entries taken at random in each round. */
export async function proof(
  options: ProofSize & { readonly rounds: number; readonly tell: (line: string) => void },
): Promise<ProofResult> {
  const directory = mkdtempSync(join(tmpdir(), 'kawei-bench-'));
  try {
    options.tell(`writing a ledger of ${options.entries} entries`);
    const ledger = await makeLedger(directory, options.entries);
    const rounds: ProofFigures[] = [];
    for (let n = 1; n <= options.rounds; n++) {
      rounds.push(await measure(ledger, options));
      options.tell(`round ${n}: ${JSON.stringify(rounds.at(-1))}`);
    }
    await ledger.store.destroy();
    const { rounds: count, entries } = options;
    return { bench: 'proof', rounds: count, entries, databaseBytes: ledger.bytes, figures: medians(rounds) };
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

async function measure({ store, root }: LargeLedger, { entries, proofs }: ProofSize): Promise<ProofFigures> {
  const indexes = Array.from({ length: proofs }, () => randomInt(entries));
  const made: { index: number; leaf: Uint8Array; proof: Uint8Array[] }[] = [];
  const build = await cpu(async () => {
    for (const index of indexes)
      made.push({
        index,
        leaf: leafBytes(leafAt(index)),
        proof: await inclusionProof(store, index, entries),
      });
  });
  const verify = await cpu(async () => {
    for (const { index, leaf, proof } of made)
      if (!verifyInclusion({ leafHash: leafHash(leaf), index, size: entries, proof, root }))
        throw new Error(`entry ${index} is not proved`);
  });
  const node = Buffer.alloc(65, 1);
  const hashing = (hash: (bytes: Uint8Array) => unknown) =>
    cpu(async () => {
      for (let n = 0; n < proofs * HASHES; n++) hash(node);
    });
  const nativeHashes = await hashing((bytes) => createHash('sha256').update(bytes).digest());
  const sharedHashes = await hashing(sha256);
  const each = (milliseconds: number) => milliseconds / proofs;
  return {
    build: each(build),
    verify: each(verify),
    nativeHashes: each(nativeHashes),
    sharedHashes: each(sharedHashes),
  };
}

/** CPU time of this process meanwhile, in milliseconds. */
async function cpu(work: () => Promise<void>): Promise<number> {
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}
