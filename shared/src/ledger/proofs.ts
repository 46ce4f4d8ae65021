/**
 * Proofs of a Merkle tree (RFC 6962, in the words of RFC 9162), verify side alone: whoever checks a ledger shares
 * no code with whoever writes it.
 */
import { sha256 } from '../canonical/index.ts';
import { compareBytes } from '../signature/der.ts';

export interface Inclusion {
  readonly leafHash: Uint8Array;
  /** Index of the leaf, from 0. */
  readonly index: number;
  /** Number of leaves of the tree whose root is given. */
  readonly size: number;
  readonly proof: readonly Uint8Array[];
  readonly root: Uint8Array;
}

export interface Consistency {
  readonly oldSize: number;
  readonly oldRoot: Uint8Array;
  readonly size: number;
  readonly root: Uint8Array;
  readonly proof: readonly Uint8Array[];
}

const HASH_BYTES = 32;

/** Whether a leaf is in a tree (RFC 9162 §2.1.3.2). */
export function verifyInclusion({ leafHash, index, size, proof, root }: Inclusion): boolean {
  if (!isCount(index) || !isCount(size) || index >= size || !areHashes([leafHash, root, ...proof]))
    return false;
  let [place, last] = [index, size - 1];
  let hash = leafHash;
  for (const sibling of proof) {
    if (last === 0) return false;
    if (isOdd(place) || place === last) {
      hash = nodeHash(sibling, hash);
      // The right edge of the tree: levels at which this node stands alone have no sibling.
      while (!isOdd(place) && place !== 0) [place, last] = [half(place), half(last)];
    } else hash = nodeHash(hash, sibling);
    [place, last] = [half(place), half(last)];
  }
  return last === 0 && compareBytes(hash, root) === 0;
}

/**
 * Whether one tree is the beginning of another (RFC 9162 §2.1.4.2). The empty tree is refused: it is the
 * beginning of every tree, and proves nothing.
 */
export function verifyConsistency({ oldSize, oldRoot, size, root, proof }: Consistency): boolean {
  if (!isCount(oldSize) || !isCount(size) || oldSize === 0 || oldSize > size) return false;
  if (oldSize === size) return proof.length === 0 && compareBytes(oldRoot, root) === 0;
  if (!areHashes([oldRoot, root, ...proof])) return false;
  const path = isPowerOfTwo(oldSize) ? [oldRoot, ...proof] : [...proof];
  const first = path.shift();
  if (!first || proof.length === 0) return false;
  let [place, last] = [oldSize - 1, size - 1];
  while (isOdd(place)) [place, last] = [half(place), half(last)];
  let [before, after] = [first, first];
  for (const sibling of path) {
    if (last === 0) return false;
    if (isOdd(place) || place === last) {
      before = nodeHash(sibling, before);
      after = nodeHash(sibling, after);
      while (!isOdd(place) && place !== 0) [place, last] = [half(place), half(last)];
    } else after = nodeHash(after, sibling);
    [place, last] = [half(place), half(last)];
  }
  return last === 0 && compareBytes(before, oldRoot) === 0 && compareBytes(after, root) === 0;
}

/** `SHA-256(0x01 ‖ left ‖ right)`. */
export function nodeHash(left: Uint8Array, right: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(1 + left.length + right.length);
  bytes[0] = 1;
  bytes.set(left, 1);
  bytes.set(right, 1 + left.length);
  return sha256(bytes);
}

// Sizes go beyond 32 bits, where JavaScript's bit operators end.
const half = (value: number) => Math.floor(value / 2);
const isOdd = (value: number) => value % 2 === 1;
const isCount = (value: number) => Number.isSafeInteger(value) && value >= 0;
const areHashes = (values: readonly Uint8Array[]) => values.every((value) => value.length === HASH_BYTES);

function isPowerOfTwo(value: number): boolean {
  return 2 ** Math.round(Math.log2(value)) === value;
}
