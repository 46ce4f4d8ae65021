/** `npm run bench -- proof`: the proof of one entry among a million, built from a real store and verified. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import SqliteDriver from 'better-sqlite3';
import { inclusionProof, TreeEdge } from '#hub/ledger/tree.ts';
import { migrations } from '#hub/rooms.ts';
import { openStore } from '#hub/store/database.ts';
import { sha256 } from '#shared/canonical/index.ts';
import { verifyInclusion } from '#shared/ledger/proofs.ts';
import { median, quantile, shown, table } from './numbers.ts';

export interface ProofOrder {
  readonly leaves: number;
  readonly rounds: number;
}

/** Entries proved in each round. */
const PROVED = 200;
/** Hashes that a path among a million is long. */
const HASHES = 20;
const FILL_GROUP = 65_536;
/** An odd step through the leaves, so that the entries proved lie all over the tree. */
const STEP = 7_919;

export async function benchProof({ leaves, rounds }: ProofOrder): Promise<{ value: unknown; text: string }> {
  const directory = mkdtempSync(join(tmpdir(), 'kawei-bench-'));
  const file = join(directory, 'kawei.db');
  try {
    await (await openStore(file, migrations)).destroy();
    const root = fill(file, leaves);
    const store = await openStore(file, migrations);
    const built: number[] = [];
    const verified: number[] = [];
    const hashed: number[] = [];
    // The first round warms up and counts for nothing.
    for (let round = 0; round <= rounds; round++) {
      const [builtNow, verifiedNow]: [number[], number[]] = [[], []];
      for (let n = 0; n < PROVED; n++) {
        const index = ((round * PROVED + n) * STEP) % leaves;
        const began = performance.now();
        const proof = await inclusionProof(store, index, leaves);
        const between = performance.now();
        const holds = verifyInclusion({ leafHash: leafAt(index), index, size: leaves, proof, root });
        verifiedNow.push(performance.now() - between);
        builtNow.push(between - began);
        if (!holds) throw new Error(`the proof of entry ${index} does not hold`);
      }
      const began = performance.now();
      for (let n = 0; n < PROVED; n++) twentyHashes(root);
      if (round === 0) continue;
      hashed.push((performance.now() - began) / PROVED);
      built.push(...builtNow);
      verified.push(...verifiedNow);
    }
    await store.destroy();
    return report({ leaves, rounds, built, verified, hashed });
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

const leafAt = (index: number) => sha256(`leaf ${index}`);

function twentyHashes(root: Uint8Array): void {
  let hash = root;
  const pair = new Uint8Array(65);
  for (let n = 0; n < HASHES; n++) {
    pair.set(hash, 1);
    hash = sha256(pair);
  }
}

/** Entries and tiles as the hub keeps them, written straight into its tables; gives the root. */
function fill(file: string, leaves: number): Uint8Array {
  const database = new SqliteDriver(file);
  database.pragma('locking_mode = EXCLUSIVE');
  database.pragma('synchronous = OFF');
  database.exec('DROP TRIGGER ledger_next_only');
  const entry = database.prepare(
    "INSERT INTO ledger (seq, at, type, subject, payload, salt, digest, leaf_hash) VALUES (?, '', '', '', '', ?, '', ?)",
  );
  const tile = database.prepare('INSERT INTO ledger_tiles (level, tile, root, hashes) VALUES (?, ?, ?, ?)');
  const salt = new Uint8Array(16);
  let edge = TreeEdge.empty;
  for (let first = 0; first < leaves; first += FILL_GROUP) {
    const hashes = Array.from({ length: Math.min(FILL_GROUP, leaves - first) }, (_, n) => leafAt(first + n));
    const grown = edge.grown(hashes);
    edge = grown.edge;
    database.transaction(() => {
      for (const [n, leaf] of hashes.entries()) entry.run(first + n, salt, leaf);
      for (const { level, tile: place, root, hashes: all } of grown.full) tile.run(level, place, root, all);
    })();
  }
  database.close();
  return edge.root();
}

interface Times {
  readonly built: readonly number[];
  readonly verified: readonly number[];
  readonly hashed: readonly number[];
}

function report({ leaves, rounds, built, verified, hashed }: ProofOrder & Times) {
  const times = (all: readonly number[]) => ({ p50: quantile(all, 0.5), p99: quantile(all, 0.99) });
  const found = { built: times(built), verified: times(verified), twentyHashes: median(hashed) };
  const value = { bench: 'proof', leaves, rounds, milliseconds: found };
  const row = (name: string, { p50, p99 }: { p50: number; p99: number }) => [name, shown(p50), shown(p99)];
  const rows = [
    row('proof built from the store', found.built),
    row('proof verified', found.verified),
    [`${HASHES} SHA-256`, shown(found.twentyHashes), ''],
  ];
  const text = table([`one of ${leaves.toLocaleString('en')} entries`, 'p50 ms', 'p99 ms'], rows);
  return { value, text };
}
