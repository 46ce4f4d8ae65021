/** The ledger's entries and checkpoints, re-computed from the rows alone. */
import { createHash } from 'node:crypto';
import { parseCheckpoint } from '#shared/ledger/checkpoint.ts';
import { leafBytes, leafHash, payloadDigest } from '#shared/ledger/leaf.ts';
import { noteSignedBy, parseNote, parseVerifierKey } from '#shared/ledger/note.ts';
import { nodeHash } from '#shared/ledger/proofs.ts';
import type { Morning } from '../morning.ts';

interface Row {
  readonly seq: number;
  readonly at: string;
  readonly type: string;
  readonly subject: string;
  readonly payload: string;
  readonly salt: Uint8Array;
  readonly digest: string;
  readonly leaf_hash: Uint8Array;
}

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');

export function checkLedger(morning: Morning, verifierKey: string): void {
  const { disk, findings, truth, skews } = morning;
  const rows = disk.raw.prepare('select * from ledger order by seq').all() as Row[];
  const roots = new Map<number, string>();
  const peaks: { size: number; hash: Uint8Array }[] = [];
  let before = '';
  const salts = new Set<string>();
  for (const [place, row] of rows.entries()) {
    const { seq, at, type, subject, payload, salt, digest } = row;
    if (seq !== place) findings.add('entries', `entry ${place} has the number ${seq}`);
    if (payloadDigest(salt, JSON.parse(payload)) !== digest)
      findings.add('entries', `the digest of ${seq} ${type}`);
    if (salts.has(hex(salt))) findings.add('entries', `entry ${seq} ${type} has the salt of another`);
    salts.add(hex(salt));
    const leaf = leafHash(leafBytes({ at, digest, seq, subject, type }));
    if (hex(leaf) !== hex(row.leaf_hash)) findings.add('entries', `the leaf of ${seq} ${type}`);
    const { payload: known } = truth.entries[place] ?? {};
    if (JSON.stringify(known) !== JSON.stringify(JSON.parse(payload)))
      findings.add('entries', `entry ${seq} ${type} is not what was stored first`);
    if (at < before && Date.parse(before) - Date.parse(at) > skews.most - skews.least)
      findings.add('entries', `entry ${seq} is of ${at}, after one of ${before}`);
    before = at;
    grow(peaks, leaf);
    roots.set(place + 1, rootOf(peaks));
  }
  checkCheckpoints(morning, roots, verifierKey);
}

function checkCheckpoints(
  { disk, findings, witnesses }: Morning,
  roots: Map<number, string>,
  key: string,
): void {
  const verifier = parseVerifierKey(key);
  const stored = disk.raw.prepare('select size, root, note from checkpoints order by size').all() as {
    size: number;
    root: Uint8Array;
    note: string;
  }[];
  for (const [place, { size, root, note }] of stored.entries()) {
    const signed = parseNote(note);
    const told = parseCheckpoint(signed.text);
    if (told.size !== size || hex(told.root) !== hex(root) || hex(root) !== roots.get(size))
      findings.add('checkpoints', `checkpoint ${size} is not over the first ${size} entries`);
    // A few with the slow verifier that ships, the first and the last among them; witnesses have verified theirs.
    const looked = place % 40 === 0 || place === stored.length - 1;
    if (looked && !noteSignedBy(signed, verifier))
      findings.add('checkpoints', `checkpoint ${size} is not signed`);
  }
  if (stored.at(-1)?.size !== roots.size)
    findings.add(
      'checkpoints',
      `${roots.size} entries, and the last checkpoint is over ${stored.at(-1)?.size}`,
    );
  for (const witness of witnesses) {
    for (const [size, root] of witness.seen) {
      if (roots.get(size) !== root)
        findings.add('checkpoints', `${witness.session.name} was shown another history at ${size} entries`);
    }
    if (Math.max(0, ...witness.seen.keys()) < roots.size - 200)
      findings.add('checkpoints', `${witness.session.name} was not shown the end of the ledger`);
  }
}

/** One more leaf on the row of perfect trees, as adding one carries in a binary number. */
function grow(peaks: { size: number; hash: Uint8Array }[], leaf: Uint8Array): void {
  let one = { size: 1, hash: leaf };
  for (let last = peaks.at(-1); last?.size === one.size; last = peaks.at(-1)) {
    peaks.pop();
    one = { size: one.size * 2, hash: nodeHash(last.hash, one.hash) };
  }
  peaks.push(one);
}

function rootOf(peaks: readonly { hash: Uint8Array }[]): string {
  const last = peaks.at(-1)?.hash;
  if (!last) return createHash('sha256').digest('hex');
  return hex(peaks.slice(0, -1).reduceRight((root, { hash }) => nodeHash(hash, root), last));
}
