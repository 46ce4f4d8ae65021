/** Whether a witness may cosign what it is shown (C2SP tlog-witness, add-checkpoint): pure, and the whole of the rule. */
import { Refusal } from '#shared/catalogue/refusal.ts';
import { type Checkpoint, parseExtendedCheckpoint } from '#shared/ledger/checkpoint.ts';
import { noteSignedBy, parseNote, type VerifierKey } from '#shared/ledger/note.ts';
import { verifyConsistency } from '#shared/ledger/proofs.ts';
import { parseWitnessRequest } from '#shared/ledger/witness-request.ts';

/** As much of the last head as the judgement needs. */
export interface Known {
  readonly size: number;
  readonly root: Uint8Array;
}

export type Judgement =
  | {
      readonly verdict: 'cosign';
      readonly checkpoint: Checkpoint;
      readonly text: string;
      readonly note: string;
    }
  /** The caller knows another head than ours: our size. */
  | { readonly verdict: 'conflict'; readonly size: number }
  /** Signed by the log, and no continuation of what we have seen. */
  | { readonly verdict: 'fork'; readonly status: 409 | 422; readonly origin: string; readonly note: string }
  | { readonly verdict: 'refuse'; readonly status: 400 | 403 | 404 };

/** Judges the body of a request. `keysOf` gives a log's verifier keys, none for a log that is not witnessed here. */
export function judge(
  body: string,
  keysOf: (origin: string) => readonly VerifierKey[],
  lastHead: (origin: string) => Known | null,
): Judgement {
  const read = readRequest(body);
  if (!read) return { verdict: 'refuse', status: 400 };
  const { oldSize, proof, note, checkpoint, text } = read;
  const { origin, size, root } = checkpoint;
  const keys = keysOf(origin);
  if (keys.length === 0) return { verdict: 'refuse', status: 404 };
  if (!keys.some((key) => noteSignedBy(read.parsed, key))) return { verdict: 'refuse', status: 403 };
  if (oldSize > size || (oldSize === 0 && proof.length > 0)) return { verdict: 'refuse', status: 400 };
  const known = lastHead(origin);
  if (oldSize !== (known?.size ?? 0)) return { verdict: 'conflict', size: known?.size ?? 0 };
  const cosign: Judgement = { verdict: 'cosign', checkpoint, text, note };
  if (!known || known.size === 0) return cosign;
  if (verifyConsistency({ oldSize, oldRoot: known.root, size, root, proof })) return cosign;
  return { verdict: 'fork', status: oldSize === size ? 409 : 422, origin, note };
}

function readRequest(body: string) {
  try {
    const { oldSize, proof, checkpoint: note } = parseWitnessRequest(body);
    const parsed = parseNote(note);
    return {
      oldSize,
      proof,
      note,
      parsed,
      text: parsed.text,
      checkpoint: parseExtendedCheckpoint(parsed.text),
    };
  } catch (error) {
    if (error instanceof Refusal) return null;
    throw error;
  }
}
