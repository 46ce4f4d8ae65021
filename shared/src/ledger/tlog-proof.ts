/**
 * Proof of one entry as a text file (C2SP tlog-proof): its index, the audit path, and the checkpoint. The leaf itself
 * travels as the proof's extra data, so that the file says what it proves.
 */
import { base64Of, bytesOfBase64 } from '../canonical/index.ts';
import { Refusal } from '../catalogue/refusal.ts';
import { type Check, checked } from '../verification/check.ts';
import { checkpointSignedBy, parseCheckpoint } from './checkpoint.ts';
import { quorumCheck, type WitnessTrust } from './cosignature.ts';
import { leafHash } from './leaf.ts';
import { parseNote, parseVerifierKey } from './note.ts';
import { verifyInclusion } from './proofs.ts';

export interface TlogProof {
  readonly index: number;
  readonly leaf: Uint8Array;
  readonly proof: readonly Uint8Array[];
  /** Signed note. */
  readonly checkpoint: string;
}

const FIRST_LINE = 'c2sp.org/tlog-proof@v1';

export function tlogProofText({ index, leaf, proof, checkpoint }: TlogProof): string {
  const lines = [FIRST_LINE, `extra ${base64Of(leaf)}`, `index ${index}`, ...proof.map(base64Of)];
  return `${lines.join('\n')}\n\n${checkpoint}`;
}

/** Reads a proof. Refuses PROOF_INVALID for one in any other writing than its own. */
export function parseTlogProof(text: string): TlogProof {
  const [, extra = '', index = '', path = '', checkpoint = ''] =
    /^c2sp\.org\/tlog-proof@v1\nextra ([A-Za-z0-9+/=]+)\nindex (0|[1-9]\d{0,15})\n((?:[A-Za-z0-9+/]{43}=\n)*)\n([\s\S]+)$/.exec(
      text,
    ) ?? [];
  if (checkpoint === '') throw new Refusal('PROOF_INVALID');
  try {
    const proof = path.split('\n').slice(0, -1).map(bytesOfBase64);
    const read = { index: Number(index), leaf: bytesOfBase64(extra), proof, checkpoint };
    if (tlogProofText(read) === text) return read;
  } catch {
    // no base64: told below
  }
  throw new Refusal('PROOF_INVALID');
}

/** Checks a proof from itself and what the reader has from elsewhere: the ledger's verifier key, and witnesses' keys. */
export async function verifyTlogProof(
  text: string,
  key: string,
  { witnesses }: { readonly witnesses?: WitnessTrust } = {},
): Promise<Check[]> {
  const signed = await checked(
    { zh: '检查点由账本密钥签名', en: 'the checkpoint is signed by the key of the ledger' },
    'checkpoint',
    () => checkpointSignedBy(parseTlogProof(text).checkpoint, parseVerifierKey(key)) !== null,
  );
  if (!signed.holds) return [signed];
  const { index, leaf, proof, checkpoint } = parseTlogProof(text);
  const { size, root } = parseCheckpoint(parseNote(checkpoint).text);
  const included = await checked(
    { zh: '这条记录在账本中', en: 'the entry is in the ledger' },
    `index ${index}`,
    () => verifyInclusion({ leafHash: leafHash(leaf), index, size, proof, root }),
  );
  const cosigned = witnesses ? [await quorumCheck(checkpoint, witnesses)] : [];
  return [signed, included, ...cosigned];
}
