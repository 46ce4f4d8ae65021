/** Whether a witness may cosign what it is shown (C2SP tlog-witness, add-checkpoint): pure, and the whole of the rule. */
import { sha256 } from '#shared/canonical/index.ts';
import { Refusal } from '#shared/catalogue/refusal.ts';
import { type Checkpoint, parseExtendedCheckpoint } from '#shared/ledger/checkpoint.ts';
import { noteOnlyBy, noteSignedBy, parseNote, signaturesBy, type VerifierKey } from '#shared/ledger/note.ts';
import { verifyConsistency } from '#shared/ledger/proofs.ts';
import { parseWitnessRequest } from '#shared/ledger/witness-request.ts';
import { isSame } from '#shared/signature/der.ts';

/** As much of the last head as the judgement needs. */
export interface Known {
  readonly size: number;
  readonly root: Uint8Array;
}

/** The empty tree (RFC 6962 §2.1), which every log begins with. */
const EMPTY: Known = { size: 0, root: sha256('') };

export type Judgement =
  /** `text` is what is cosigned; `note` has the log's own signatures and no others. */
  | {
      readonly verdict: 'cosign';
      readonly checkpoint: Checkpoint;
      readonly text: string;
      readonly note: string;
    }
  /** The caller knows another head than ours: our size. */
  | { readonly verdict: 'conflict'; readonly size: number }
  /** Signed by the log, as large as what we have seen, and another root: both cannot be true, whoever shows it. */
  | {
      readonly verdict: 'fork';
      readonly status: 409 | 422;
      readonly checkpoint: Checkpoint;
      readonly note: string;
    }
  /** Signed by the log, larger than what we have seen, with a proof that fails: the log's fault or its caller's. */
  | { readonly verdict: 'unproved'; readonly checkpoint: Checkpoint; readonly note: string }
  | { readonly verdict: 'refuse'; readonly status: 400 | 403 | 404 | 422 };

/** Judges the body of a request. `keysOf` gives a log's verifier keys, none for a log that is not witnessed here. */
export function judge(
  body: string,
  keysOf: (origin: string) => readonly VerifierKey[],
  lastHead: (origin: string) => Known | null,
): Judgement {
  const read = readRequest(body);
  if (!read) return { verdict: 'refuse', status: 400 };
  const { oldSize, proof, parsed, checkpoint } = read;
  const { origin, size, root } = checkpoint;
  const keys = keysOf(origin);
  if (keys.length === 0) return { verdict: 'refuse', status: 404 };
  const signing = keys.filter((key) => signaturesBy(parsed, key).length > 0);
  if (signing.length === 0 || !signing.every((key) => noteSignedBy(parsed, key)))
    return { verdict: 'refuse', status: 403 };
  if (oldSize > size) return { verdict: 'refuse', status: 400 };
  if (size === 0 && !isSame(root, EMPTY.root)) return { verdict: 'refuse', status: 422 };
  const known = lastHead(origin) ?? EMPTY;
  const note = noteOnlyBy(parsed, signing);
  const isKnownSize = oldSize === known.size;
  // Two signatures of the log tell it alone: no proof, which anybody may send wrong, has a part in it.
  if (size === known.size && !isSame(root, known.root))
    return { verdict: 'fork', status: isKnownSize ? 422 : 409, checkpoint, note };
  if (!isKnownSize) return { verdict: 'conflict', size: known.size };
  const isContinued =
    known.size === 0
      ? proof.length === 0
      : verifyConsistency({ oldSize, oldRoot: known.root, size, root, proof });
  if (isContinued) return { verdict: 'cosign', checkpoint, text: parsed.text, note };
  const isOpen = known.size > 0 && size > known.size;
  return isOpen ? { verdict: 'unproved', checkpoint, note } : { verdict: 'refuse', status: 422 };
}

function readRequest(body: string) {
  try {
    const { oldSize, proof, checkpoint: note } = parseWitnessRequest(body);
    const parsed = parseNote(note);
    return { oldSize, proof, parsed, checkpoint: parseExtendedCheckpoint(parsed.text) };
  } catch (error) {
    if (error instanceof Refusal) return null;
    throw error;
  }
}
