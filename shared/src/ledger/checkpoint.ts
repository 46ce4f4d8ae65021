/** Checkpoints of a log (C2SP tlog-checkpoint): its origin, how many entries it has, and the root over them. */
import { base64Of, bytesOfBase64 } from '../canonical/index.ts';
import { Refusal } from '../catalogue/refusal.ts';
import { noteSignedBy, parseNote, type VerifierKey } from './note.ts';

export interface Checkpoint {
  readonly origin: string;
  readonly size: number;
  /** 32 bytes. */
  readonly root: Uint8Array;
}

const HASH_BYTES = 32;

/** The text that is signed. */
export function checkpointText({ origin, size, root }: Checkpoint): string {
  return `${origin}\n${size}\n${base64Of(root)}\n`;
}

/**
 * Reads the text of a checkpoint of this ledger. Extension lines are refused: our hubs write none, and in evidence of
 * ours they would stand under the ledger's signature though nobody can audit them. Refuses NOTE_INVALID.
 */
export function parseCheckpoint(text: string): Checkpoint {
  const checkpoint = parseExtendedCheckpoint(text);
  if (checkpointText(checkpoint) !== text) throw invalid();
  return checkpoint;
}

/**
 * The checkpoint in a note that the ledger of this key has signed; null where it is unsigned or bears another log's
 * name. Witnesses go by that name alone: a second history under another name could come with their cosignatures.
 * Refuses NOTE_INVALID.
 */
export function checkpointSignedBy(note: string, key: VerifierKey): Checkpoint | null {
  const parsed = parseNote(note);
  const checkpoint = parseCheckpoint(parsed.text);
  return checkpoint.origin === key.name && noteSignedBy(parsed, key) ? checkpoint : null;
}

/**
 * Reads the text of a checkpoint of any log: extension lines may follow, and say nothing here. They are signed and
 * cosigned with the rest all the same. Refuses NOTE_INVALID.
 */
export function parseExtendedCheckpoint(text: string): Checkpoint {
  const [, origin, count, encoded] =
    /^([^\n]+)\n(0|[1-9]\d{0,15})\n([A-Za-z0-9+/]{43}=)\n(?:[^\n]+\n)*$/.exec(text) ?? [];
  const root = encoded ? bytesOfBase64(encoded) : new Uint8Array();
  if (!origin || root.length !== HASH_BYTES) throw invalid();
  const checkpoint = { origin, size: Number(count), root };
  if (!text.startsWith(checkpointText(checkpoint))) throw invalid();
  return checkpoint;
}

function invalid(): Refusal {
  return new Refusal('NOTE_INVALID', { detail: 'checkpoint' });
}
